import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openInDesktop } from "../../../scripts/desktop.mjs";

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
});
