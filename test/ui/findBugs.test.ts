import assert from "node:assert/strict";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { replyWithText } from "../fakes/fakeModelServerReplies.ts";
import { waitFor } from "./waitFor.ts";
import { Workbench } from "./workbench.ts";

const javaBook = "java/src/main/java/org/example/orders/OrderBook.java";

describe("find bugs, offline", () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ theme: "light" });
  });
  after(() => workbench.close());

  it("says of a selection that its lines were searched, and not the file, which has a bug", async () => {
    await workbench.openFile(javaBook, { line: 1, column: 1 });
    await workbench.select({ line: 43, column: 1 }, { line: 47, column: 1 });
    await workbench.runCommand("Find Bugs");
    await workbench.notifications.waitForOnly(
      /The offline rules find nothing in lines 43–46 of OrderBook\.java\./,
    );
    await workbench.screenshot("find-bugs-selection");
    await workbench.notifications.closeAll();
  });

  it("shows the playground's Java bug in the Problems panel, with its reason", async () => {
    await workbench.openFile(javaBook, { line: 1, column: 1 });
    await workbench.runCommand("Find Bugs");
    const [problem] = await workbench.waitForProblems((problems) => problems.length > 0);
    assert.equal(problem?.line, 55);
    assert.equal(problem.source, "Flywheel (rule)");
    assert.match(problem.message, /compares object identity/);
    await workbench.notifications.click("Show Problems", "1 possible bug in OrderBook.java");
    await workbench.page
      .getByText(/compares object identity/)
      .first()
      .waitFor();
    await workbench.screenshot("find-bugs-light-en");
  });

  it("fixes it by the rule's edit, after a preview, and the problem is gone", async () => {
    await workbench.notifications.closeAll();
    await workbench.openFile(javaBook, { line: 55, column: 20 });
    await workbench.runCommand("Fix Problem");
    await workbench.notifications.waitFor(/proposes a change of OrderBook\.java/);
    await workbench.page.locator(".diff-editor, .monaco-diff-editor").first().waitFor();
    await workbench.screenshot("fix-preview-light-en");
    assert.match(workbench.diskText(javaBook), /order\.status\(\) == "cancelled"/);
    await workbench.notifications.click("Apply", "proposes a change");
    await workbench.waitForEditorText(/if \("cancelled"\.equals\(order\.status\(\)\)\) \{/, {
      path: javaBook,
    });
    await workbench.waitForProblems((problems) => problems.length === 0);
    // The command ends with the cursor at the change, and takes the front for that.
    await waitFor(
      async () => {
        const { scheme, path, start } = await workbench.activeEditor();
        const isShown = scheme === "file" && path === workbench.pathOf(javaBook);
        return isShown && start.line === 54 && start.character === 0;
      },
      { what: "the cursor at the change" },
    );
  });

  it("says in one message that a language without rules needs a chat backend", async () => {
    await workbench.notifications.closeAll();
    await workbench.openFile("README.md", { line: 1, column: 1 });
    await workbench.runCommand("Find Bugs");
    await workbench.notifications.waitForOnly(/needs a chat backend/);
  });
});

describe("find bugs, with a model", () => {
  let server: FakeModelServer;
  let workbench: Workbench;
  before(async () => {
    server = await FakeModelServer.start();
    workbench = await Workbench.open({
      theme: "dark",
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
  });

  it("marks the quoted line, and drops a finding that quotes what is not there", async () => {
    const quote = "  if (left.order === left.order) {";
    const found = [
      {
        line: 16,
        quote,
        problem: "It compares a column with itself.",
        fix: "  if (left.order === right.order) {",
      },
      { line: 20, quote: "return right.order;", problem: "Invented.", fix: null },
    ];
    server.rules = [
      {
        match: { bodyIncludes: "You search source code" },
        reply: replyWithText(JSON.stringify(found), { chunkChars: 9 }),
      },
    ];
    await workbench.openFile("typescript/src/columns.ts", { line: 16, column: 5 });
    await workbench.runCommand("Find Bugs");
    const problems = await workbench.waitForProblems((all) =>
      all.some(({ source }) => source === "Flywheel (model)"),
    );
    const ours = problems.filter(({ source }) => source?.startsWith("Flywheel") === true);
    assert.deepEqual(
      ours.map(({ line, message }) => [line, message]),
      [[16, "It compares a column with itself."]],
    );
    await workbench.notifications.click("Show Problems", "1 possible bug in compareColumns");
    await workbench.screenshot("find-bugs-dark-en");
  });

  it("previews the model's fix from the quick fix menu, and discards it on request", async () => {
    await workbench.notifications.closeAll();
    await workbench.openFile("typescript/src/columns.ts", { line: 16, column: 8 });
    await workbench.press("Control+.");
    const item = workbench.page.getByText("Apply the model's fix (preview)").first();
    await item.waitFor();
    await item.click();
    await workbench.notifications.click("Discard", "proposes a change of columns.ts");
    await waitFor(async () => (await workbench.activeEditor())?.path.endsWith("columns.ts") === true, {
      what: "the file to be in front again",
    });
    assert.match(await workbench.editorText("typescript/src/columns.ts"), /left\.order === left\.order/);
  });
});

describe("find bugs, in Chinese and high contrast", () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ theme: "hc", language: "zh-cn" });
  });
  after(() => workbench.close());

  it("explains the C++ bug in Chinese", async () => {
    await workbench.openFile("cpp/src/lru_cache.cpp", { line: 1, column: 1 });
    await workbench.executeCommandId("flywheel.findBugs");
    const [problem] = await workbench.waitForProblems((problems) => problems.length > 0);
    assert.equal(problem?.line, 18);
    assert.match(problem.message, /永远不会执行/);
    await workbench.notifications.click("显示问题", "1 处可能的缺陷");
    await workbench.screenshot("find-bugs-hc-zh");
  });
});
