import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
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
  return folder;
}

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
      settings: {
        "flywheel.backends": {
          fake: { preset: "openai-compatible", baseUrl: server.baseUrl, model: "fake-model" },
        },
        "flywheel.tests.timeLimitSeconds": 180,
      },
    });
  });
  after(async () => {
    await workbench.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

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
    assert.match(workbench.diskText(target), /large orders are free/);
  });

  it("asks for the command once: the next run starts by itself, and prose runs nothing", async () => {
    answer("prose", "vitest");
    await generate("typescript/src/shipping.ts", 6, "typescript/src/shipping.test.ts");
    await workbench.notifications.waitFor(/prose/, 30_000);
    assert.equal(await workbench.quickPick.isOpen(), false);
  });
});
