import assert from "node:assert/strict";
import { replyWithText } from "../fakes/fakeModelServerReplies.ts";
import { CompletionWindow } from "./completionWindow.ts";
import type { Workbench } from "./workbench.ts";

describe("taking ghost text", () => {
  let window: CompletionWindow;
  let workbench: Workbench;

  before(async () => {
    window = await CompletionWindow.open();
    workbench = window.workbench;
  });

  after(() => window?.close());

  it("word by word: the rest stays, nothing is asked again, and the log says partly taken", async () => {
    window.say("items.filter((item) => item.isOpen);");
    await window.openWith("words.js", "const open =");
    await workbench.type(" ");
    await workbench.waitForGhostText((text) => text.trim() === "items.filter((item) => item.isOpen);");
    const before = await window.settle();
    const known = await window.resolved();
    await workbench.press("Control+ArrowRight");
    await workbench.waitForEditorText(/^const open = items$/);
    await workbench.waitForGhostText((text) => text === ".filter((item) => item.isOpen);");
    for (const text of ["items.", "items.filter"]) {
      await workbench.press("Control+ArrowRight");
      await workbench.waitForEditorText((now) => now === `const open = ${text}`);
    }
    await workbench.waitForGhostText((text) => text === "((item) => item.isOpen);");
    await workbench.screenshot("completion-by-word");
    await window.settle();
    assert.deepEqual(window.asksAfter(before, "const open = items"), []);
    assert.deepEqual(window.asksAfter(before, "const open = items.filter"), []);
    await workbench.press("Escape");
    await workbench.type("x");
    const [resolved] = await window.waitForResolved((found) => found.length > 0, known);
    assert.equal(resolved?.outcome, "partial");
    assert.equal(resolved.takenChars, "items.filter".length);
    assert.equal(resolved.certainty, "inferred");
  });

  it("line by line: the rest stays, nothing is asked again, and the last line ends it", async () => {
    window.say("for item in items:\n    if item.is_open:\n        yield item\n");
    await window.openWith("lines.py", "def open_items(items):\n   ");
    await workbench.type(" ");
    await workbench.waitForGhostText((text) => text.includes("yield item"));
    const before = await window.settle();
    await workbench.executeCommandId("editor.action.inlineSuggest.acceptNextLine");
    await workbench.waitForEditorText(/^def open_items\(items\):\n {4}for item in items:\n?[ ]*$/);
    await workbench.waitForGhostText((text) => text.includes("yield item") && !text.includes("for item"));
    await window.settle();
    const text = await workbench.editorText();
    assert.deepEqual(window.asksAfter(before, text), [], "the rest was there already");
    // At the start of a line Tab indents first: the editor's own rule.
    await workbench.press("Tab");
    await workbench.waitForGhostText((ghost) => ghost.startsWith("if item.is_open:"));
    await workbench.press("Tab");
    await workbench.waitForEditorText(
      /^def open_items\(items\):\n {4}for item in items:\n {8}if item\.is_open:\n {12}yield item$/,
    );
  });

  it("is undone in one step that gives the file back exactly", async () => {
    const text = "def undone(items):\n    rest = 1\n    \n    return rest\n";
    window.say("for item in items:\n    rest += item\n");
    await window.openWith("undone.py", text, text.indexOf("    return") - 1);
    await workbench.executeCommandId("flywheel.triggerCompletion");
    await workbench.waitForGhostText((ghost) => ghost.includes("rest += item"));
    await workbench.press("Tab");
    await workbench.waitForEditorText(/for item in items:\n {8}rest \+= item\n {4}return rest\n$/);
    await workbench.press("Control+z");
    await workbench.waitForEditorText((now) => now === text);
    await workbench.press("Control+y");
    await workbench.waitForEditorText(/for item in items:\n {8}rest \+= item\n {4}return rest\n$/);
  });

  it("keeps the line ends of a CRLF file", async () => {
    window.say("    first();\n    second();\n}");
    await window.openWith("ends.js", "function ends() {\r\n");
    await workbench.executeCommandId("flywheel.triggerCompletion");
    await workbench.waitForGhostText((text) => text.includes("second();"));
    await workbench.executeCommandId("editor.action.inlineSuggest.commit");
    await workbench.waitForEditorText(/second\(\);/);
    await workbench.save();
    assert.match(workbench.diskText("ends.js"), /^function ends\(\) \{\r\n {4}first\(\);\r\n {4}second\(\);/);
    assert.doesNotMatch(workbench.diskText("ends.js"), /[^\r]\n/);
  });

  it("leaves Tab in leading white space to indentation", async () => {
    window.say("    return total\n");
    await window.openWith("indent.py", "def indented(total):\n");
    await workbench.executeCommandId("flywheel.triggerCompletion");
    await workbench.waitForGhostText((text) => text.includes("return total"));
    await workbench.press("Tab");
    await workbench.waitForEditorText(/^def indented\(total\):\n {4}$/);
    await workbench.waitForGhostText((text) => text === "return total");
    await workbench.press("Tab");
    await workbench.waitForEditorText(/^def indented\(total\):\n {4}return total$/);
  });

  it("offers other texts when asked for them, and asks for them only then", async () => {
    window.server.respondWith(({ json }) => {
      const warmth = Number(json?.["temperature"] ?? 0);
      return replyWithText(
        warmth > 0.7 ? "byName(people);" : warmth > 0.3 ? "byAge(people);" : "all(people);",
      );
    });
    await window.openWith("others.js", "const sorted =");
    await workbench.type(" ");
    await workbench.waitForGhostText((text) => text.trim() === "all(people);");
    await window.settle();
    const asked = window.asksAfter(0, "const sorted = ");
    assert.equal(asked.length, 1, "one text shown, one request for it");
    await workbench.executeCommandId("editor.action.inlineSuggest.showNext");
    const second = await workbench.waitForGhostText((text) => text !== "" && text.trim() !== "all(people);");
    const more = window.asksAfter(0, "const sorted = ").slice(1);
    assert.ok(more.length >= 1 && more.length <= 2, `asked ${more.length} times for others`);
    await workbench.executeCommandId("editor.action.inlineSuggest.showNext");
    await workbench.waitForGhostText((text) => text.trim() !== second.trim() && text !== "");
    await workbench.press("Tab");
    await workbench.waitForEditorText(/^const sorted = (?:byName|byAge|all)\(people\);$/);
  });

  it("tells a text that was taken whole from one that was typed to its end", async () => {
    const known = await window.resolved();
    window.say("taken;");
    await window.openWith("taken.js", "const whole =");
    await workbench.type(" ");
    await workbench.waitForGhostText((text) => text.trim() === "taken;");
    await workbench.press("Tab");
    await workbench.waitForEditorText(/= taken;$/);
    window.say("typed;");
    await window.openWith("typed.js", "const byHand =");
    await workbench.type(" ");
    await workbench.waitForGhostText((text) => text.trim() === "typed;");
    await workbench.type("typed;", { delayMs: 60 });
    await workbench.waitForEditorText(/= typed;$/);
    window.say("");
    await workbench.type("\n");
    const found = await window.waitForResolved(
      (ends) => ["accept", "typed_through"].every((end) => ends.some(({ outcome }) => outcome === end)),
      known,
    );
    const accepted = found.find(({ outcome }) => outcome === "accept");
    assert.equal(accepted?.takenChars, "taken;".length);
    assert.equal(accepted.certainty, "exact");
    const typed = found.find(({ outcome }) => outcome === "typed_through");
    assert.equal(typed?.takenChars, "typed;".length);
    assert.equal(typed.certainty, "inferred");
  });
});
