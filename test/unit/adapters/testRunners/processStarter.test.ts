import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProcessStarter } from "../../../../src/adapters/testRunners/processStarter.ts";

describe("ProcessStarter", () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "flywheel-starter-"));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  async function start(script: string, onOutput: (text: string) => void, argv?: readonly string[]) {
    const env = { PATH: process.env["PATH"], API_TOKEN: "secret" };
    const starter = new ProcessStarter({ temporaryDir: dir, env, platform: process.platform });
    return starter.start({ argv: argv ?? [process.execPath, "-e", script], dir: join(dir, "new") }, onOutput);
  }

  it("tells whole lines and the exit code, in a folder that it makes, without the secrets", async () => {
    const told: string[] = [];
    const script =
      "const b = Buffer.from('端口 1\\n'); process.stdout.write(b.subarray(0, 2), () => setTimeout(() => {" +
      "process.stdout.write(b.subarray(2)); process.stdout.write(String(process.env.API_TOKEN)); process.exitCode = 3 }, 30))";
    const command = await start(script, (text) => told.push(text));
    assert.equal(await command.ended, 3);
    assert.deepEqual(told, ["端口 1\n", "undefined"]);
  });

  it("ends a command with what it has started", async () => {
    const pid = Promise.withResolvers<number>();
    const script =
      "const { spawn } = require('node:child_process');" +
      "const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });" +
      "console.log(child.pid); setInterval(() => {}, 1000)";
    const command = await start(script, (text) => pid.resolve(Number(text)));
    const child = await pid.promise;
    await command.stop();
    assert.equal(await command.ended, undefined);
    await command.stop();
    while (isAlive(child)) {
      await new Promise(setImmediate);
    }
  });

  it("tells why a program cannot be started", async () => {
    const told: string[] = [];
    const command = await start("", (text) => told.push(text), [join(dir, "no-such-program")]);
    assert.equal(await command.ended, undefined);
    assert.match(told.join(""), /ENOENT/);
  });
});

/** One that is dead and waits for whoever adopted it to notice is not alive. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
