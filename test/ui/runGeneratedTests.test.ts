import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureTestTools } from "../../scripts/ensureTestTools.mjs";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { replyWithText } from "../fakes/fakeModelServerReplies.ts";
import { repliesFor } from "../runners/scenarios.ts";
import type { TestFramework } from "../../src/core/testing/testProject.ts";
import type { Scenario } from "../runners/scenarios.ts";
import { waitFor } from "./waitFor.ts";
import { Workbench } from "./workbench.ts";

const fixtures = join(import.meta.dirname, "../fixtures/runners");

/** A workspace of three projects whose runners are all on this machine. */
function makeWorkspace(nodeModules: string): string {
  const folder = join(mkdtempSync(join(tmpdir(), "flywheel-tests-")), "shop");
  for (const [name, fixture] of [
    ["python", "python-pytest"],
    ["java", "java-junit5"],
    ["typescript", "ts-vitest"],
  ] as const) {
    cpSync(join(fixtures, fixture), join(folder, name), { recursive: true });
  }
  mkdirSync(join(folder, "typescript", "node_modules"));
  for (const name of readdirSync(nodeModules)) {
    symlinkSync(join(nodeModules, name), join(folder, "typescript", "node_modules", name));
  }
  writeFileSync(join(folder, ".gitignore"), "node_modules\n__pycache__\n");
  git(folder, "init", "-q");
  commit(folder);
  return folder;
}

function git(folder: string, ...args: readonly string[]): void {
  const identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"];
  execFileSync("git", [...identity, ...args], { cwd: folder });
}

function commit(folder: string): void {
  git(folder, "add", "-A");
  git(folder, "commit", "-q", "--allow-empty", "-m", "state");
}

const themes = { light: "Light Modern", hc: "Default High Contrast", dark: "Dark Modern" } as const;

function pick(result: unknown): unknown {
  const { made, passed, outcome } = result as Record<string, unknown>;
  return { made, passed, outcome };
}

describe("generate tests and run them", function () {
  this.timeout(240_000);
  let server: FakeModelServer;
  let workbench: Workbench;
  let folder: string;
  before(async () => {
    const { nodeModules } = await ensureTestTools({ onProgress: (text) => console.error(text) });
    server = await FakeModelServer.start();
    folder = makeWorkspace(nodeModules);
    workbench = await Workbench.open({
      folder,
      theme: "dark",
      env: { PATH: `/usr/bin:${process.env["PATH"] ?? ""}` },
      settings: settings(),
    });
  });
  after(async () => {
    await workbench.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function settings(): Record<string, unknown> {
    return {
      "flywheel.backends": {
        fake: { preset: "openai-compatible", baseUrl: server.baseUrl, model: "fake-model" },
      },
      "flywheel.tests.timeLimitSeconds": 180,
    };
  }

  function answer(scenario: Scenario, framework: TestFramework): void {
    const replies = repliesFor(scenario, framework, "/nowhere");
    let asked = 0;
    server.respondWith(() => {
      asked += 1;
      return replyWithText(replies[Math.min(asked, replies.length) - 1]?.text ?? "", { chunkChars: 60 });
    });
  }

  /** Starts the command and answers its first question; `done` is what the command returns at its end. */
  async function generate(path: string, line: number, target: string): Promise<{ done: Promise<unknown> }> {
    await workbench.notifications.closeAll();
    await workbench.openFile(path, { line, column: 5 });
    const done = workbench.executeCommandId("flywheel.generateTests");
    // A failure of the command is told by the test that awaits it.
    done.catch(() => undefined);
    await workbench.quickPick.waitForOpen(target);
    await workbench.quickPick.choose(new RegExp(target.replaceAll(".", "\\.")));
    return { done };
  }

  async function waitForQuestion(text: RegExp): Promise<void> {
    await waitFor(async () => (await workbench.dialog.isOpen()) && text.test(await workbench.dialog.text()), {
      what: `the question ${text}`,
      timeoutMs: 20_000,
    });
  }

  it("Python: shows the command, runs, and puts the contradiction to the user", async () => {
    answer("wrong expectation", "pytest");
    const target = "python/tests/test_shipping.py";
    const { done } = await generate("python/shop/shipping.py", 8, target);
    await waitForQuestion(/python3 -m pytest tests\/test_shipping\.py[\s\S]*In a copy of python/);
    await workbench.screenshot("run-tests-consent-dark-en");
    await workbench.page
      .locator(".monaco-dialog-box")
      .getByRole("button", { name: "Run", exact: true })
      .click();
    await workbench.quickPick.waitForOpen("Which tests are to be added?", 60_000);
    const items = (await workbench.quickPick.items()).join("\n");
    assert.match(items, /test_large_orders_are_free/);
    assert.match(items, /test_fifty_is_free/);
    await workbench.screenshot("run-tests-choose-dark-en");
    assert.equal(workbench.existsOnDisk(target), false, "nothing is written before");
    await workbench.quickPick.accept();
    await workbench.notifications.waitFor(/new file test_shipping\.py/, 60_000);
    await workbench.page.locator(".monaco-diff-editor").first().waitFor();
    await workbench.screenshot("run-tests-diff-dark-en");
    await workbench.notifications.click("Apply", /new file/);
    await waitFor(() => Promise.resolve(workbench.existsOnDisk(target)), { what: "the test file" });
    await workbench.waitForEditor(target);
    assert.deepEqual(pick(await done), { made: 1, passed: 1, outcome: "applied" });
    assert.match(workbench.diskText(target), /test_large_orders_are_free/);
    assert.doesNotMatch(workbench.diskText(target), /test_fifty_is_free/);
    assert.equal(server.requests.length, 1, "the model is not asked to bend the test");
    await workbench.executeCommandId("workbench.view.testing.focus");
    await workbench.page.locator(".test-explorer").first().waitFor();
    await waitFor(
      async () =>
        /test_shipping\.py/.test((await workbench.page.locator(".test-explorer").allInnerTexts()).join()),
      {
        what: "the tests in the Test Explorer",
      },
    );
    await workbench.screenshot("run-tests-explorer-dark-en");
    await workbench.notifications.waitFor(/1 passed, 1 against the code/);
    await workbench.notifications.click("Show the results");
    await workbench.webview({ css: "h1" });
    await workbench.screenshot("run-tests-results-dark-en");
    for (const theme of ["light", "hc", "dark"] as const) {
      await workbench.setSettings({ ...settings(), "workbench.colorTheme": themes[theme] });
      await workbench.screenshot(`run-tests-results-${theme}-en`);
    }
  });

  it("runs them again from the Test Explorer, on the code as it is now", async () => {
    const explorer = workbench.page.locator(".test-explorer");
    const run = async (state: string): Promise<void> => {
      await workbench.executeCommandId("testing.runAll");
      await waitFor(
        async () => (await explorer.locator(`.computed-state.codicon-testing-${state}-icon`).count()) > 0,
        {
          what: `a test that has ${state}`,
          timeoutMs: 60_000,
        },
      );
    };
    await workbench.executeCommandId("workbench.view.testing.focus");
    await explorer.first().waitFor();
    await run("passed");
    const source = workbench.diskText("python/shop/shipping.py");
    writeFileSync(workbench.pathOf("python/shop/shipping.py"), source.replace("return 0", "return 1"));
    await run("failed");
    const page = await workbench.webview({ css: "h1" });
    await page.getByText("0 passed, 1 against the code").waitFor({ timeout: 20_000 });
    await workbench.screenshot("run-tests-again-dark-en");
    writeFileSync(workbench.pathOf("python/shop/shipping.py"), source);
    await run("passed");
    assert.equal(workbench.diskText("python/shop/shipping.py"), source);
  });

  it("says in one sentence that a debugger is not there", async () => {
    await workbench.notifications.closeAll();
    await workbench.executeCommandId("testing.debugAll");
    await workbench.notifications.waitFor(/debugged by Python Debugger.*not installed/, 30_000);
    assert.equal(await workbench.dialog.isOpen(), false);
    await workbench.screenshot("run-tests-no-debugger-dark-en");
  });

  it("Java: repairs what does not compile, and adds what passes", async () => {
    const target = "java/src/test/java/shop/ShippingTest.java";
    answer("compile error, then repaired", "junit5");
    const before = server.requests.length;
    const { done } = await generate("java/src/main/java/shop/Shipping.java", 12, target);
    await waitForQuestion(/mvn -o -B .*-Dtest=ShippingTest/);
    await workbench.page
      .locator(".monaco-dialog-box")
      .getByRole("button", { name: "Run", exact: true })
      .click();
    await workbench.notifications.waitFor(/new file ShippingTest\.java/, 200_000);
    await workbench.screenshot("run-tests-java-dark-en");
    assert.equal(server.requests.length - before, 2);
    assert.match(
      JSON.stringify(server.lastRequest?.json),
      /cannot find symbol/,
      "the exact failure went back",
    );
    await workbench.notifications.click("Apply", /new file/);
    await waitFor(() => Promise.resolve(workbench.existsOnDisk(target)), { what: "the test file" });
    await workbench.waitForEditor(target);
    assert.deepEqual(pick(await done), { made: 2, passed: 2, outcome: "applied" });
    assert.match(workbench.diskText(target), /small_orders_cost_5/);
    assert.equal(workbench.existsOnDisk("java/target"), false, "the build ran in the copy");
  });

  it("TypeScript: what passes at once goes straight to the diff", async () => {
    const target = "typescript/src/shipping.test.ts";
    answer("good", "vitest");
    const { done } = await generate("typescript/src/shipping.ts", 6, target);
    await waitForQuestion(/vitest\.mjs run src\/shipping\.test\.ts/);
    await workbench.page
      .locator(".monaco-dialog-box")
      .getByRole("button", { name: "Run", exact: true })
      .click();
    await workbench.notifications.waitFor(/new file shipping\.test\.ts/, 100_000);
    await workbench.notifications.click("Apply", /new file/);
    await waitFor(() => Promise.resolve(workbench.existsOnDisk(target)), { what: "the test file" });
    await workbench.waitForEditor(target);
    assert.deepEqual(pick(await done), { made: 3, passed: 3, outcome: "applied" });
    assert.match(workbench.diskText(target), /it\("large orders are free"/, "in the layout of Prettier");
  });

  it("debugs the tests of a file in the workspace where there is a debugger", async () => {
    await workbench.notifications.closeAll();
    await workbench.openFile("typescript/src/shipping.test.ts", { line: 1, column: 1 });
    const isOver = workbench.executeCommandId("testing.debugCurrentFile");
    const toolbar = workbench.page.locator(".debug-toolbar");
    await toolbar.waitFor({ state: "visible", timeout: 60_000 });
    await workbench.screenshot("run-tests-debug-dark-en");
    await isOver;
    await toolbar.waitFor({ state: "hidden", timeout: 60_000 });
  });

  it("asks for the command once: the next run starts by itself, and prose runs nothing", async () => {
    answer("prose", "vitest");
    await generate("typescript/src/shipping.ts", 6, "typescript/src/shipping.test.ts");
    await workbench.notifications.waitFor(/prose/, 30_000);
    await workbench.quickPick.waitForClosed();
  });

  it("has logged what was made, compiled, passed at first, repaired and kept, and what a commit still holds", async () => {
    commit(workbench.pathOf("."));
    const exportFolder = mkdtempSync(join(tmpdir(), "flywheel-log-"));
    const events = async (): Promise<Record<string, unknown>[]> => {
      const paths = await workbench.executeCommandId("flywheel.exportStatistics", {
        folder: exportFolder,
        format: "ndjson",
      });
      const [path = ""] = paths as string[];
      return readFileSync(path, "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    };
    const retainedIn = (all: readonly Record<string, unknown>[]): Record<string, unknown>[] =>
      all.filter(
        ({ type, feature, horizon }) =>
          type === "suggest.retain" && feature === "tests" && horizon === "commit",
      );
    try {
      await waitFor(async () => retainedIn(await events()).length >= 3, {
        what: "the look at what the commit holds",
        timeoutMs: 30_000,
      });
      const all = await events();
      // The last of each language that was kept: a test above that was tried again has left more.
      const kept = all.filter(({ type, kept: count }) => type === "test.generate" && count !== 0);
      const made = ["python", "java", "typescript"].map((language) =>
        kept.findLast(({ lang }) => lang === language),
      );
      assert.deepEqual(
        made.map((event) => [
          event?.["lang"],
          event?.["phase"],
          event?.["made"],
          event?.["compiled"],
          event?.["firstPass"],
          event?.["repaired"],
          event?.["kept"],
        ]),
        [
          ["python", "testing", 2, 2, 1, 0, 1],
          ["java", "testing", 2, 2, 0, 2, 2],
          ["typescript", "testing", 3, 3, 3, 0, 3],
        ],
      );
      const retained = retainedIn(all).map(({ rid, kept: share, isCensored }) => [rid, share, isCensored]);
      for (const event of made) {
        assert.deepEqual(
          retained.find(([id]) => id === event?.["rid"]),
          [event?.["rid"], 1, false],
        );
      }
    } finally {
      rmSync(exportFolder, { recursive: true, force: true });
    }
  });
});

describe("generate tests and run them, in Chinese and high contrast", function () {
  this.timeout(240_000);
  let server: FakeModelServer;
  let workbench: Workbench;
  let folder: string;
  before(async () => {
    const { nodeModules } = await ensureTestTools({ onProgress: (text) => console.error(text) });
    server = await FakeModelServer.start();
    folder = makeWorkspace(nodeModules);
    workbench = await Workbench.open({
      folder,
      theme: "hc",
      language: "zh-cn",
      env: { PATH: `/usr/bin:${process.env["PATH"] ?? ""}` },
      settings: {
        "flywheel.backends": {
          fake: { preset: "openai-compatible", baseUrl: server.baseUrl, model: "fake-model" },
        },
      },
    });
  });
  after(async () => {
    await workbench.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("shows question and results in the display language", async () => {
    const [reply] = repliesFor("wrong expectation", "pytest", "/nowhere");
    server.respondWith(() => replyWithText(reply?.text ?? ""));
    const target = "python/tests/test_shipping.py";
    await workbench.openFile("python/shop/shipping.py", { line: 8, column: 5 });
    void workbench.executeCommandId("flywheel.generateTests").catch(() => undefined);
    await workbench.quickPick.waitForOpen(target);
    await workbench.quickPick.choose(/test_shipping\.py/);
    assert.match(await workbench.dialog.text(), /先运行测试再给你看吗/);
    await workbench.screenshot("run-tests-consent-hc-zh");
    await workbench.dialog.choose("运行");
    await workbench.quickPick.waitForOpen("要添加哪些测试？", 60_000);
    await workbench.screenshot("run-tests-choose-hc-zh");
    await workbench.quickPick.cancel();
    await workbench.notifications.click("查看结果");
    await workbench.webview({ css: "h1" });
    await workbench.screenshot("run-tests-results-hc-zh");
  });
});
