import assert from "node:assert/strict";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { desktopCommand, desktopProgram, openInDesktop, ownEnvironment } from "../../../scripts/desktop.mjs";
import { opensWindowsHere } from "../../../scripts/findVscode.mjs";

describe("openInDesktop", () => {
  let folder: string;

  before(function () {
    // The stand-in for an editor is a script with a line that names its interpreter.
    if (process.platform === "win32") this.skip();
    folder = realpathSync(mkdtempSync(join(tmpdir(), "flywheel-desktop-")));
  });

  after(() => {
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  async function open(script: string): Promise<{ code: number; calls: string[]; errors: string }> {
    const executable = join(folder, "editor");
    const calls = join(folder, "calls");
    writeFileSync(calls, "");
    writeFileSync(executable, `#!/bin/sh\necho "$*" >> '${calls}'\n${script}\n`);
    chmodSync(executable, 0o755);
    const written: unknown[] = [];
    const { error } = console;
    console.error = (text: unknown) => written.push(text);
    try {
      const code = await openInDesktop({
        executable,
        dataDir: join(folder, "data"),
        userSettings: { "flywheel.language": "en" },
        vsix: "flywheel.vsix",
        folder: "playground",
        stopped: new Promise(() => {}),
      });
      return { code, calls: readFileSync(calls, "utf8").trim().split("\n"), errors: written.join("\n") };
    } finally {
      console.error = error;
    }
  }

  it("installs the extension, then opens the folder, with folders and settings of its own", async () => {
    const { code, calls, errors } = await open("exit 0");
    assert.equal(code, 0);
    assert.equal(errors, "");
    assert.match(calls[0] ?? "", /--user-data-dir .* --extensions-dir .* --install-extension flywheel\.vsix/);
    assert.match(calls[1] ?? "", /--user-data-dir .* --extensions-dir .* --wait .*playground$/);
    assert.match(calls[1] ?? "", /--disable-workspace-trust/);
    const settings = join(folder, "data", "user-data", "User", "settings.json");
    assert.match(readFileSync(settings, "utf8"), /"flywheel\.language": "en"/);
  });

  it("tells why an editor that could not open its window ended", async () => {
    const script = `case "$*" in *--install-extension*) exit 0;; esac\necho "cannot open display" >&2\nexit 3`;
    const { code, errors } = await open(script);
    assert.equal(code, 3);
    assert.match(errors, /cannot open display/);
    assert.match(errors, /FLYWHEEL_VSCODE/);
  });

  it("starts the program behind a `code` command, and installs with the command", () => {
    const bin = join(folder, "share", "code", "bin");
    mkdirSync(bin, { recursive: true });
    const [command, program, link] = [join(bin, "code"), join(bin, "..", "code"), join(folder, "code")];
    for (const path of [command, program]) writeFileSync(path, "");
    symlinkSync(command, link);
    assert.equal(desktopProgram(link), program);
    assert.equal(desktopCommand(link), command);
    assert.equal(desktopCommand(program), command);
  });

  it("takes the command of a snap package by its own name, not the snap that it links to", () => {
    const bin = join(folder, "snap", "bin");
    mkdirSync(join(folder, "snap", "code"), { recursive: true });
    mkdirSync(bin);
    mkdirSync(join(folder, "usr"));
    writeFileSync(join(folder, "usr", "snap"), "");
    symlinkSync(join(folder, "usr", "snap"), join(bin, "code"));
    assert.equal(desktopProgram(join(bin, "code")), join(bin, "code"));
    assert.equal(desktopCommand(join(bin, "code")), join(bin, "code"));
  });
});

describe("ownEnvironment", () => {
  it("holds nothing of the editor whose terminal this is", () => {
    const env = {
      PATH: "/bin",
      ELECTRON_RUN_AS_NODE: "1",
      VSCODE_IPC_HOOK_CLI: "/tmp/x.sock",
      OPENAI_API_KEY: "k",
    };
    assert.deepEqual(ownEnvironment(env), { PATH: "/bin", OPENAI_API_KEY: "k" });
  });
});

describe("opensWindowsHere", () => {
  for (const [path, platform, expected] of [
    ["/usr/bin/code", "linux", true],
    ["/snap/bin/code", "linux", true],
    ["/home/me/.vscode-server/bin/1/bin/remote-cli/code", "linux", false],
    ["/mnt/c/Users/me/AppData/Local/Programs/Microsoft VS Code/bin/code", "linux", false],
    ["/mnt/c/code", "darwin", true],
    ["C:\\Programs\\Microsoft VS Code\\bin\\code.cmd", "win32", true],
  ] as const) {
    it(`is ${expected} of ${path} on ${platform}`, () =>
      assert.equal(opensWindowsHere(path, platform), expected));
  }
});
