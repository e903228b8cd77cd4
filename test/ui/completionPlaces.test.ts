import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { replyWithText } from "../fakes/fakeModelServerReplies.ts";
import { CompletionWindow, completionSettings } from "./completionWindow.ts";
import { waitFor } from "./waitFor.ts";
import type { Workbench } from "./workbench.ts";

const locked = "const locked = 1;\n";

describe("where ghost text has its place", () => {
  let window: CompletionWindow;
  let workbench: Workbench;

  before(async () => {
    window = await CompletionWindow.open({ settings: { "files.readonlyInclude": { "**/locked.js": true } } });
    workbench = window.workbench;
  });

  after(() => window?.close());

  /** What each text editor on the screen shows as ghost text, from left to right. */
  async function ghostTexts(): Promise<string[]> {
    return workbench.page.locator(".editor-instance .monaco-editor .view-lines").evaluateAll((editors) =>
      editors
        .map((editor) => ({
          left: editor.getBoundingClientRect().left,
          text: [...editor.querySelectorAll(".ghost-text-decoration")]
            .map(({ textContent }) => textContent)
            .join(""),
        }))
        .sort((a, b) => a.left - b.left)
        .map(({ text }) => text),
    );
  }

  /** Types `keys` and sees that no ghost text comes and no request leaves for as long as a person would wait. */
  async function staysSilent(keys: string): Promise<void> {
    const before = await window.settle();
    await workbench.type(keys, { delayMs: 80 });
    await window.settle(700);
    assert.equal(await workbench.ghostText(), "");
    assert.equal(window.server.requests.length, before, "nothing is asked");
  }

  /** By the status item's menu, and once more where a click was lost while the list was drawn. */
  async function chooseInMenu(labels: readonly string[], status: RegExp): Promise<void> {
    await waitFor(
      async () => {
        await workbench.statusItem("flywheel").click();
        for (const label of labels) {
          await workbench.quickPick.choose(label, 1000);
        }
        return (await workbench.waitForStatus("flywheel", status, 1000)) !== "";
      },
      { what: `${labels.join(", ")} to be done` },
    );
  }

  it("two files side by side: each has its own, and leaving one stops its request", async () => {
    await window.openWith("right.js", "const right =");
    await workbench.executeCommandId("workbench.action.splitEditorLeft");
    await window.openWith("left.js", "const left =");
    window.server.respondWith(({ body }) =>
      body.includes("const left = <cursor/>")
        ? replyWithText("never();", { stallAfterChunks: 0 })
        : replyWithText("one();"),
    );
    const before = await window.settle();
    await workbench.type(" ");
    const request = await waitFor(() => window.asksAfter(before, "const left = ")[0], {
      what: "the request of the left editor",
    });
    await workbench.executeCommandId("workbench.action.focusRightGroup");
    await workbench.waitForEditor("right.js");
    await request.closed;
    assert.equal(request.wasCutOff, true);
    await workbench.press("Control+End");
    await workbench.type(" ");
    await workbench.waitForGhostText((text) => text.trim() === "one();");
    const shown = await ghostTexts();
    assert.deepEqual(
      shown.map((text) => text.trim()),
      ["", "one();"],
    );
    await workbench.screenshot("completion-two-files");
  });

  it("one file side by side: ghost text is where the typist is, and going to the other side stops it", async () => {
    await workbench.executeCommandId("workbench.action.closeAllEditors");
    await window.openWith("both.js", "let first = 1;\nlet second =");
    await workbench.executeCommandId("workbench.action.splitEditorLeft");
    await workbench.press("Control+End");
    window.say("two();");
    await workbench.type(" ");
    await workbench.waitForGhostText((text) => text.trim() === "two();");
    assert.deepEqual(
      (await ghostTexts()).map((text) => text.trim()),
      ["two();", ""],
    );
    window.server.respondWith(() => replyWithText("never();", { stallAfterChunks: 0 }));
    const before = await window.settle();
    await workbench.type("x");
    const request = await waitFor(() => window.asksAfter(before, "let second = x")[0], {
      what: "the request of the left editor",
    });
    await workbench.executeCommandId("workbench.action.focusRightGroup");
    await request.closed;
    assert.equal(request.wasCutOff, true);
    await workbench.executeCommandId("workbench.action.closeAllEditors");
  });

  it("says nothing with several cursors", async () => {
    window.say("many();");
    await window.openWith("cursors.js", "let a =\nlet b =", "let a =".length);
    await workbench.executeCommandId("editor.action.insertCursorBelow");
    await staysSilent(" 1 +");
    await workbench.waitForEditorText((text) => text === "let a = 1 +\nlet b = 1 +");
    await workbench.press("Escape");
    await workbench.press("Escape");
  });

  it("says nothing in a file that cannot be written, and the command says so at once", async () => {
    window.say("written();");
    await window.openWith("locked.js", locked);
    const before = await window.settle();
    const startedMs = Date.now();
    assert.equal(await workbench.executeCommandId("flywheel.triggerCompletion"), false);
    assert.ok(Date.now() - startedMs < 8000, "without waiting for a model that was never asked");
    assert.equal(window.server.requests.length, before);
    assert.equal(await workbench.ghostText(), "");
  });

  it("yields to the suggest list, and shows what extends its choice", async () => {
    window.say("Everything(items);");
    await window.openWith("list.py", "collect_every_item = 1\nvalue = collect");
    await workbench.executeCommandId("editor.action.triggerSuggest");
    const list = workbench.page.locator(".suggest-widget.visible");
    await list.getByText("collect_every_item").first().waitFor();
    await window.settle();
    assert.equal(
      (await workbench.ghostText()).includes("Everything"),
      false,
      "no text of its own over the list",
    );
    await workbench.press("Tab");
    await workbench.waitForEditorText(/value = collect_every_item$/);
    window.say("_every_item + rest(items)");
    await window.openWith("extended.py", "collect_every_item = 1\nvalue = collect");
    await workbench.executeCommandId("editor.action.triggerSuggest");
    await list.getByText("collect_every_item").first().waitFor();
    await workbench.waitForGhostText((text) => text.includes("_every_item + rest(items)"));
    await workbench.screenshot("completion-with-list");
    await workbench.press("Escape");
    await workbench.press("Escape");
  });

  it("yields to a snippet: Tab goes to its next place", async () => {
    window.say("ghost();");
    await window.openWith("snippet.js", "");
    const snippet = "for (const ${1:item} of ${2:items}) {\n\t$0\n}";
    await workbench.executeCommandId("editor.action.insertSnippet", { snippet });
    await workbench.type("one", { delayMs: 80 });
    await window.settle(700);
    assert.equal(await workbench.ghostText(), "");
    await workbench.press("Tab");
    await workbench.type("all");
    await workbench.press("Tab");
    await workbench.type("use");
    await workbench.waitForEditorText(/^for \(const one of all\) \{\n\s+use/);
  });

  it("works in a file without a name", async () => {
    window.say("untitledValue;");
    await workbench.executeCommandId("workbench.action.files.newUntitledFile", { languageId: "javascript" });
    await workbench.type("const named = ");
    await workbench.waitForGhostText((text) => text.trim() === "untitledValue;");
    await workbench.press("Tab");
    await workbench.waitForEditorText(/^const named = untitledValue;$/);
    await workbench.executeCommandId("workbench.action.revertAndCloseActiveEditor");
  });

  it("works in a cell of a notebook", async () => {
    window.say("cell_value");
    const cell = { cell_type: "code", metadata: {}, outputs: [], execution_count: null, source: ["total ="] };
    const metadata = { language_info: { name: "python" } };
    const notebook = JSON.stringify({ cells: [cell], metadata, nbformat: 4, nbformat_minor: 5 });
    await writeFile(workbench.pathOf("cells.ipynb"), notebook);
    await workbench.executeCommandId(
      "vscode.openWith",
      { $uri: workbench.pathOf("cells.ipynb") },
      "jupyter-notebook",
    );
    const editor = workbench.page.locator(".notebookOverlay .cell .monaco-editor .view-lines").first();
    await editor.click();
    await workbench.press("Control+End");
    await workbench.type(" ");
    await workbench.waitForGhostText((text) => text.trim() === "cell_value");
    await workbench.screenshot("completion-notebook");
    await workbench.press("Tab");
    await workbench.waitForEditorText(/^total = cell_value$/);
    await workbench.executeCommandId("workbench.action.revertAndCloseActiveEditor");
  });

  it("comes by hand alone where it is set so, or switched off for the language", async () => {
    const settings = completionSettings(window.server.baseUrl);
    await workbench.setSettings({ ...settings, "flywheel.completion.eagerness": "manual" });
    window.say("byHand();");
    await window.openWith("manual.js", "const hand =");
    await staysSilent(" 1 + ");
    assert.equal(await workbench.executeCommandId("flywheel.triggerCompletion"), true);
    await workbench.waitForGhostText((text) => text.trim() === "byHand();");
    await workbench.setSettings({ ...settings, "flywheel.completion.enabled": { "*": true, python: false } });
    await window.openWith("manual.py", "hand =");
    await staysSilent(" 1 + ");
    assert.equal(await workbench.executeCommandId("flywheel.triggerCompletion"), true);
    await workbench.waitForGhostText((text) => text.trim() === "byHand();");
    await workbench.setSettings(settings);
  });

  it("asks for nothing while the editor snoozes, tells so, and goes on afterwards", async () => {
    window.say("awake();");
    await window.openWith("snooze.js", "const dream =");
    await chooseInMenu(["Snooze", "10 minutes"], /snoozed until/);
    await workbench.executeCommandId("workbench.action.focusActiveEditorGroup");
    await staysSilent(" 1 + ");
    await workbench.screenshot("completion-snoozed");
    await chooseInMenu(["End snooze"], /^(?!.*snoozed)/s);
    await workbench.executeCommandId("workbench.action.focusActiveEditorGroup");
    await workbench.type("2 + ");
    await workbench.waitForGhostText((text) => text.trim() === "awake();");
  });

  it("stands in the accessible view for a screen reader", async () => {
    const settings = completionSettings(window.server.baseUrl);
    await workbench.setSettings({ ...settings, "editor.accessibilitySupport": "on" });
    window.say("spoken(aloud);");
    await window.openWith("reader.js", "const word =");
    const before = await window.settle();
    await workbench.type(" ");
    await workbench.waitForGhostText((text) => text.trim() === "spoken(aloud);");
    const announced = workbench.page.locator(".monaco-aria-container", { hasText: "spoken(aloud);" });
    await announced.first().waitFor({ state: "attached" });
    await workbench.executeCommandId("editor.action.accessibleView");
    const view = workbench.page.locator(".accessible-view .view-lines", { hasText: "spoken(aloud);" });
    await view.first().waitFor();
    await workbench.screenshot("completion-accessible-view");
    // The view has an editor of its own, in which nothing is asked; closing it gives the keys back to the file. That
    // the suggestion is withdrawn then is the editor's doing: by hand it comes again.
    await window.settle(700);
    const asked = window.server.requests.slice(before).map(({ body }) => body);
    assert.deepEqual(
      asked.filter((body) => body.includes("accessible-view")),
      [],
    );
    await workbench.press("Escape");
    await workbench.waitForEditor("reader.js");
    await workbench.waitForEditorText(/^const word = $/, { path: "reader.js" });
    assert.equal(await workbench.executeCommandId("flywheel.triggerCompletion"), true);
    await workbench.waitForGhostText((text) => text.trim() === "spoken(aloud);");
    await workbench.press("Tab");
    await workbench.waitForEditorText(/^const word = spoken\(aloud\);$/, { path: "reader.js" });
    await workbench.setSettings(settings);
  });
});
