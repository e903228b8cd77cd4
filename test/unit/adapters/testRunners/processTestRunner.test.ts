import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cleanEnvironment } from "../../../../src/adapters/testRunners/cleanEnvironment.ts";
import { decodeOutput } from "../../../../src/adapters/testRunners/decodeOutput.ts";
import { ProcessTestRunner } from "../../../../src/adapters/testRunners/processTestRunner.ts";
import { Sandbox, systemSandbox } from "../../../../src/adapters/testRunners/sandbox.ts";
import type { RunLimits, ScratchCommand, TestScratch } from "../../../../src/core/ports.ts";

const limits: RunLimits = {
  timeMs: 20_000,
  memoryBytes: 1024 ** 3,
  outputBytes: 1024 ** 2,
  processCount: 30,
};
const patient = new AbortController().signal;

function command(code: string, more: Partial<RunLimits> = {}): ScratchCommand {
  return {
    argv: ["node", "-e", code],
    dir: "",
    env: {},
    clears: [],
    limits: { ...limits, ...more },
    allowsNetwork: false,
  };
}

describe("ProcessTestRunner", function () {
  this.timeout(40_000);
  let base: string;
  let root: string;
  let scratch: TestScratch;
  before(async () => {
    base = mkdtempSync(join(tmpdir(), "flywheel-runner-test-"));
    root = join(base, "shop");
    mkdirSync(join(root, "src"), { recursive: true });
    mkdirSync(join(root, ".git"));
    mkdirSync(join(base, "packages", "left"), { recursive: true });
    mkdirSync(join(root, "node_modules"));
    writeFileSync(join(root, "src", "a.txt"), "original");
    writeFileSync(join(base, "packages", "left", "index.js"), "module.exports = 4;");
    symlinkSync(join(base, "packages", "left"), join(root, "node_modules", "left"));
    mkdirSync(join(base, "shop-shared"));
    writeFileSync(join(base, "shop-shared", "common.js"), "module.exports = 'shared';");
    symlinkSync("../shop-shared", join(root, "shared"));
    mkdirSync(join(root, "lib"));
    writeFileSync(join(root, "lib", "b.txt"), "");
    symlinkSync("../shop/lib", join(root, "sources"));
    const runner = new ProcessTestRunner(
      {
        temporaryDir: tmpdir(),
        homeDir: join(base, "home"),
        env: { ...process.env, API_TOKEN: "secret" },
        platform: process.platform,
      },
      systemSandbox(process.platform),
    );
    scratch = await runner.open({ rootPath: root, dir: "" }, patient);
  });
  after(async () => {
    await scratch.dispose();
    rmSync(base, { recursive: true, force: true });
  });

  it("runs in a copy, decodes what is printed and gives the exit code", async () => {
    const result = await scratch.run(
      command("console.log('héllo 你好', require('left')); process.exitCode = 3"),
      patient,
    );
    assert.equal(result.output, "héllo 你好 4\n");
    assert.equal(result.exitCode, 3);
    assert.equal(result.end, "exited");
  });

  it("leaves the user's files as they are", async () => {
    const code =
      "const fs = require('node:fs'); fs.rmSync('src', { recursive: true }); fs.writeFileSync('new.txt', 'x');";
    assert.equal((await scratch.run(command(code), patient)).exitCode, 0);
    assert.equal(readFileSync(join(root, "src", "a.txt"), "utf8"), "original");
    assert.equal(existsSync(join(root, "new.txt")), false);
  });

  it("leaves packages that are linked from elsewhere as they are", async () => {
    const code =
      "require('node:fs').rmSync(require('node:fs').realpathSync('node_modules/left'), { recursive: true })";
    await scratch.run(command(code), patient);
    assert.equal(readFileSync(join(base, "packages", "left", "index.js"), "utf8"), "module.exports = 4;");
  });

  it("copies such packages where nothing outside can be protected, also those that link to each other", async () => {
    const right = join(base, "packages", "right");
    mkdirSync(join(right, "node_modules"), { recursive: true });
    writeFileSync(join(right, "index.js"), "module.exports = require('left') + 1;");
    symlinkSync(join(base, "packages", "left"), join(right, "node_modules", "left"));
    symlinkSync(right, join(right, "node_modules", "right"));
    symlinkSync(right, join(root, "node_modules", "right"));
    const runner = new ProcessTestRunner(
      { temporaryDir: tmpdir(), homeDir: join(base, "home"), env: process.env, platform: process.platform },
      new Sandbox({
        platform: process.platform,
        hasUnshare: false,
        attempt: () => Promise.resolve({ end: "refused", said: "" }),
        pause: () => Promise.resolve(),
        onFailure: () => {},
      }),
    );
    const open = await runner.open({ rootPath: root, dir: "" }, patient);
    try {
      assert.deepEqual(open.containment, { hasNoNetwork: false, isReadOnlyOutside: false });
      for (const atLeast of [
        { hasNoNetwork: true, isReadOnlyOutside: false },
        { hasNoNetwork: false, isReadOnlyOutside: true },
      ]) {
        await assert.rejects(runner.open({ rootPath: root, dir: "", atLeast }, patient), {
          kind: "notContained",
        });
      }
      const code =
        "console.log(require('right')); for (const name of ['left', 'right']) " +
        "require('node:fs').rmSync(require('node:fs').realpathSync('node_modules/' + name), { recursive: true });";
      const { output, exitCode } = await open.run(command(code), patient);
      assert.equal(output, "5\n");
      assert.equal(exitCode, 0);
      assert.ok(existsSync(join(base, "packages", "left", "index.js")));
      assert.ok(existsSync(join(right, "index.js")));
    } finally {
      await open.dispose();
      rmSync(join(root, "node_modules", "right"));
    }
  });

  it("keeps the tokens of the shell away", async () => {
    const result = await scratch.run(
      command("console.log(process.env.API_TOKEN, process.env.PATH !== undefined)"),
      patient,
    );
    assert.equal(result.output, "undefined true\n");
  });

  it("ends what takes too long, prints too much or needs too much memory, with its children", async () => {
    const endless = await scratch.run(command("for (;;) {}", { timeMs: 600 }), patient);
    assert.equal(endless.end, "timeLimit");
    assert.equal(endless.exitCode, null);
    const chatty = await scratch.run(
      command("for (;;) require('node:fs').writeSync(1, 'x'.repeat(1000))", { outputBytes: 100_000 }),
      patient,
    );
    assert.equal(chatty.end, "outputLimit");
    const hungry = "const all = []; setInterval(() => all.push(Buffer.alloc(2e7, 1)), 5)";
    assert.equal(
      (await scratch.run(command(hungry, { memoryBytes: 200 * 1024 ** 2 }), patient)).end,
      "memoryLimit",
    );
  });

  it("says when a program is not there", async () => {
    const result = await scratch.run({ ...command(""), argv: ["no-such-program-here"] }, patient);
    assert.notEqual(result.exitCode, 0);
    assert.match(result.output, /no-such-program-here/);
  });

  it("stops at once when it is cancelled", async () => {
    const controller = new AbortController();
    const running = scratch.run(command("console.log('on'); setInterval(() => {}, 1000)"), controller.signal);
    controller.abort();
    await assert.rejects(running, { name: "AbortError" });
  });

  it("ends with the process that has started it, where the system can do that", async function () {
    if (!scratch.containment.hasNoNetwork || !existsSync("/usr/bin/setpriv")) {
      this.skip();
    }
    const source = (path: string): string =>
      JSON.stringify(join(import.meta.dirname, "../../../../src", path));
    const marker = `endless-${process.pid}`;
    const run = { ...command(""), argv: ["tail", "-f", "/dev/null", "--pid", "1", "-s", "0.2", marker] };
    const host = spawn(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        `import { ProcessTestRunner } from ${source("adapters/testRunners/processTestRunner.ts")};
        import { systemSandbox } from ${source("adapters/testRunners/sandbox.ts")};
        const place = ${JSON.stringify({ temporaryDir: base, homeDir: join(base, "home"), env: process.env, platform: process.platform })};
        const runner = new ProcessTestRunner(place, systemSandbox(process.platform));
        const signal = new AbortController().signal;
        const scratch = await runner.open({ rootPath: ${JSON.stringify(root)}, dir: "" }, signal);
        await scratch.run(${JSON.stringify(run)}, signal);`,
      ],
      { stdio: "inherit" },
    );
    const isRunning = (): boolean =>
      readdirSync("/proc").some((pid) => {
        try {
          const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
          return words[0] === "tail" && words.includes(marker);
        } catch {
          return false;
        }
      });
    const until = async (wanted: boolean): Promise<void> => {
      while (isRunning() !== wanted) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await until(true);
    host.kill("SIGKILL");
    await until(false);
  });

  it("writes and reads only inside the copy", async () => {
    await scratch.write([{ path: "tests/a.js", text: "1" }]);
    assert.equal(await scratch.read("tests/a.js"), "1");
    await scratch.remove("tests/a.js");
    assert.equal(await scratch.read("tests/a.js"), undefined);
    await assert.rejects(scratch.write([{ path: "../../out.txt", text: "x" }]), /outside the project/);
  });

  it("follows a link to a folder beside the project whose name begins like its own", async () => {
    const code = "console.log(require('./shared/common.js'), require('node:fs').readdirSync('sources')[0])";
    const shown = scratch.containment.isReadOnlyOutside ? "shared b.txt\n" : undefined;
    const { output } = await scratch.run(command(code), patient);
    assert.equal(shown === undefined ? shown : output, shown);
  });

  it("writes and deletes nothing of the user's behind a link, and still sees what is there", async () => {
    const linked = join(base, "shop-shared");
    await scratch.write([
      { path: "shared/new.js", text: "1" },
      { path: "shared/common.js", text: "module.exports = 'changed';" },
    ]);
    assert.equal(await scratch.read("shared/common.js"), "module.exports = 'changed';");
    await scratch.remove("shared/common.js");
    assert.equal(await scratch.read("shared/common.js"), undefined);
    assert.deepEqual(readdirSync(linked), ["common.js"]);
    assert.equal(readFileSync(join(linked, "common.js"), "utf8"), "module.exports = 'shared';");
    await scratch.run({ ...command(""), clears: ["shared/new.js"] }, patient);
    assert.equal(await scratch.read("shared/new.js"), undefined);
  });

  it("gives the reports of this run only", async () => {
    const report = (text: string): ScratchCommand => ({
      ...command(`require('node:fs').writeFileSync(process.argv[1] + '/r.xml', '${text}')`),
      argv: [
        "node",
        "-e",
        `require('node:fs').writeFileSync(process.argv[1] + '/${text}.xml', '${text}')`,
        "{reports}",
      ],
    });
    await scratch.run(report("one"), patient);
    await scratch.run(report("two"), patient);
    assert.deepEqual(await scratch.reports([]), [{ path: "two.xml", text: "two" }]);
  });
});

describe("decodeOutput", () => {
  it("reads UTF-8, and GBK line by line where it is none", () => {
    const gbk = Buffer.from([0xb4, 0xed, 0xce, 0xf3, 0x0a]);
    assert.equal(
      decodeOutput(Buffer.concat([Buffer.from("通过\n"), gbk, Buffer.from("ok\n")])),
      "通过\n错误\nok\n",
    );
  });
});

describe("cleanEnvironment", () => {
  it("lets through what is listed and nothing else, whatever its case", () => {
    const clean = cleanEnvironment(
      { Path: "p", LC_ALL: "C", AWS_SECRET_ACCESS_KEY: "s", NODE_OPTIONS: "x", npm_config_token: "t" },
      "/t",
    );
    assert.deepEqual(
      Object.keys(clean).sort(),
      [
        "CI",
        "FORCE_COLOR",
        "LC_ALL",
        "NO_COLOR",
        "PYTHONDONTWRITEBYTECODE",
        "Path",
        "TEMP",
        "TMP",
        "TMPDIR",
      ].sort(),
    );
  });
});
