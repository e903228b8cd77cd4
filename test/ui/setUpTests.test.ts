import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { waitFor } from "./waitFor.ts";
import { Workbench } from "./workbench.ts";

const manifest =
  '{\n  "name": "shop",\n  "private": true,\n  "devDependencies": {\n    "vite": "^7.0.0"\n  }\n}\n';
const files: Readonly<Record<string, string>> = {
  "package.json": '{\n  "private": true,\n  "workspaces": ["packages/*"]\n}\n',
  "packages/shop/package.json": manifest,
  "packages/shop/src/price.ts":
    "/** Free above fifty. */\nexport function shipping(total: number): number {\n  if (total > 50) {\n    return 0;\n  }\n  return 5;\n}\n",
  "python/requirements.txt": "",
  "python/price.py": "def shipping(total):\n    return 0 if total > 50 else 5\n",
};

/** A workspace without any test, and with a Python of its own that writes down how it was called. */
function makeWorkspace(): string {
  const folder = join(mkdtempSync(join(tmpdir(), "flywheel-set-up-")), "work");
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const python = join(folder, "python/.venv/bin/python");
  mkdirSync(dirname(python), { recursive: true });
  writeFileSync(python, '#!/bin/sh\nprintf "%s %s" "$PWD" "$*" > installed.txt\n');
  chmodSync(python, 0o755);
  return folder;
}

const requirements = "python/requirements-dev.txt";

describe("set up tests where a project has none", () => {
  let folder: string;
  let workbench: Workbench;
  before(async () => {
    folder = makeWorkspace();
    workbench = await Workbench.open({ folder, theme: "light" });
  });
  after(async () => {
    await workbench.close();
    rmSync(dirname(folder), { recursive: true, force: true });
  });

  it("adds what the user picks after its diff, asks before it installs, and goes on to the tests", async () => {
    const path = "packages/shop/package.json";
    const target = "packages/shop/src/price.test.ts";
    await workbench.openFile("packages/shop/src/price.ts", { line: 3, column: 5 });
    const done = workbench.executeCommandId("flywheel.generateTests");
    done.catch(() => undefined);
    await workbench.quickPick.waitForOpen("Set up tests in packages/shop");
    const items = await workbench.quickPick.items();
    assert.match(items[0] ?? "", /Vitest.*adds to packages\/shop\/package\.json · npm install/);
    assert.equal(items.length, 4);
    await workbench.screenshot("set-up-tests-pick-light-en");
    await workbench.quickPick.choose(/Vitest/);
    await workbench.notifications.waitFor(/change of package\.json/);
    await workbench.page.locator(".monaco-diff-editor").first().waitFor();
    await workbench.screenshot("set-up-tests-diff-light-en");
    assert.equal(workbench.diskText(path), manifest, "nothing is written before");
    await workbench.notifications.click("Apply", /change of package\.json/);
    const question = await workbench.dialog.text();
    assert.match(question, /Install what was added\?\s*npm install\s/);
    assert.match(question, /In the workspace folder itself, in a terminal/);
    await workbench.screenshot("set-up-tests-install-light-en");
    await workbench.dialog.choose("Cancel");
    assert.equal(workbench.existsOnDisk("node_modules"), false, "nothing is installed");
    await workbench.waitForEditorText(
      /"vitest": "[^"]+"\n {2}\},\n {2}"scripts": \{\n {4}"test": "vitest run"/,
      { path },
    );
    await workbench.quickPick.waitForOpen(target, 30_000);
    const [first] = await workbench.quickPick.items();
    assert.match(
      first ?? "",
      /Vitest → packages\/shop\/src\/price\.test\.ts.*found in packages\/shop\/package\.json/,
    );
    await workbench.quickPick.choose(/Change the framework/);
    await workbench.quickPick.waitForOpen("Kept for this project");
    await workbench.quickPick.choose(/^Jest/);
    await workbench.quickPick.waitForOpen("Add Jest to the build");
    await workbench.screenshot("set-up-tests-other-light-en");
    await workbench.quickPick.choose(/Back to what is detected/);
    await workbench.quickPick.waitForOpen("Vitest → packages/shop/src/price.test.ts");
    await workbench.quickPick.choose(/price\.test\.ts/);
    await workbench.notifications.waitFor(/new file price\.test\.ts/);
    await workbench.notifications.click("Apply", /new file price\.test\.ts/);
    await waitFor(() => Promise.resolve(workbench.existsOnDisk(target)), { what: "the test file" });
    assert.match(workbench.diskText(target), /from 'vitest'/);
    await done;
  });

  it("undoes what was added in one step", async () => {
    await workbench.openFile("packages/shop/package.json", { line: 1, column: 1 });
    await workbench.executeCommandId("undo");
    await workbench.waitForEditorText(
      /^\{\n {2}"name": "shop",\n {2}"private": true,\n[^]*"vite": "\^7\.0\.0"\n {2}\}\n\}\n$/,
      {
        path: "packages/shop/package.json",
      },
    );
  });

  it("writes nothing when its diff is discarded", async () => {
    await workbench.notifications.closeAll();
    await workbench.openFile("python/price.py", { line: 2, column: 5 });
    await workbench.runCommand("Generate Tests");
    await workbench.quickPick.waitForOpen("Set up tests in python");
    assert.match((await workbench.quickPick.items()).join("\n"), /unittest.*nothing is added/);
    await workbench.quickPick.choose(/pytest/);
    await workbench.notifications.waitFor(/new file requirements-dev\.txt/);
    await workbench.notifications.click("Discard", /new file requirements-dev\.txt/);
    await waitFor(async () => (await workbench.notifications.texts()).length === 0, { what: "silence" });
    assert.equal(await workbench.quickPick.isOpen(), false);
    assert.equal(workbench.existsOnDisk(requirements), false);
  });

  it("runs the command that fetches what was added, and finds the framework by what was added", async () => {
    await workbench.openFile("python/price.py", { line: 2, column: 5 });
    void workbench.executeCommandId("flywheel.generateTests").catch(() => undefined);
    await workbench.quickPick.waitForOpen("Set up tests in python");
    await workbench.quickPick.choose(/pytest/);
    await workbench.notifications.waitFor(/new file requirements-dev\.txt/);
    await workbench.notifications.click("Apply", /new file requirements-dev\.txt/);
    const command = /python\/\.venv\/bin\/python -m pip install -r requirements-dev\.txt/;
    assert.match(await workbench.dialog.text(), command);
    assert.equal(workbench.existsOnDisk("python/installed.txt"), false, "nothing is installed before");
    await workbench.dialog.choose("Install");
    await workbench.quickPick.waitForOpen("python/tests/test_price.py", 60_000);
    assert.match(
      workbench.diskText("python/installed.txt"),
      /\/python -m pip install -r requirements-dev\.txt$/,
    );
    assert.match(
      (await workbench.quickPick.items())[0] ?? "",
      /pytest.*found in python\/requirements-dev\.txt/,
    );
    await workbench.screenshot("set-up-tests-done-light-en");
    await workbench.quickPick.cancel();
  });
});

describe("set up tests, in Chinese and high contrast", () => {
  let folder: string;
  let workbench: Workbench;
  before(async () => {
    folder = makeWorkspace();
    workbench = await Workbench.open({ folder, theme: "hc", language: "zh-cn" });
  });
  after(async () => {
    await workbench.close();
    rmSync(dirname(folder), { recursive: true, force: true });
  });

  it("offers the frameworks with what they add", async () => {
    await workbench.openFile("packages/shop/src/price.ts", { line: 3, column: 5 });
    void workbench.executeCommandId("flywheel.generateTests").catch(() => undefined);
    await workbench.quickPick.waitForOpen("在 packages/shop 中设置测试");
    assert.match(
      (await workbench.quickPick.items()).join("\n"),
      /node:test.*写入 packages\/shop\/package\.json/,
    );
    await workbench.screenshot("set-up-tests-pick-hc-zh");
    await workbench.quickPick.cancel();
  });
});
