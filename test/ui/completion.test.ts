import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { replyWithText } from "../fakes/fakeModelServerReplies.ts";
import { Workbench } from "./workbench.ts";

function backendAt(baseUrl: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    "flywheel.backends": { fake: { preset: "openai-compatible", baseUrl, model: "fake-model", ...more } },
    "flywheel.roles.completion": "fake",
    "flywheel.completion.delayMs": 0,
  };
}

describe("inline completion", () => {
  let server: FakeModelServer;
  let workbench: Workbench;

  before(async () => {
    server = await FakeModelServer.start();
    workbench = await Workbench.open({ settings: backendAt(server.baseUrl) });
    // The first request loads the model client, reads the keys and the ignore rules: seconds on a busy machine. By
    // hand: of a key that is typed before the extension has started nobody is told.
    server.respondWith(() => replyWithText("1;"));
    await openWith("first.js", "const first = ");
    await workbench.executeCommandId("flywheel.triggerCompletion");
    await workbench.waitForGhostText((text) => text.trim() === "1;", 60_000);
  });

  after(async () => {
    await workbench?.close();
    await server?.stop();
  });

  /** An empty file with `text` in it and the cursor at its end. */
  async function openWith(name: string, text: string): Promise<void> {
    await writeFile(workbench.pathOf(name), text);
    const lines = text.split("\n");
    await workbench.openFile(name, { line: lines.length, column: (lines.at(-1) ?? "").length + 1 });
  }

  it("shows ghost text of a chat backend, trimmed, and puts it into the file by Tab", async () => {
    server.respondWith(() =>
      replyWithText("Here is the code:\n```javascript\ntotal + item.price * item.quantity;\n```"),
    );
    await openWith("chat.js", "function sum(total, item) {\n  return");
    await workbench.type(" ");
    const ghost = await workbench.waitForGhostText();
    assert.equal(ghost.trim(), "total + item.price * item.quantity;");
    await workbench.screenshot("completion-chat");
    await workbench.press("Tab");
    await workbench.waitForEditorText(/return total \+ item\.price \* item\.quantity;$/);
  });

  it("keeps the ghost text while it is typed along, without another request", async () => {
    server.respondWith(() => replyWithText("items.filter((item) => item.isOpen);"));
    await openWith("along.js", "const open =");
    await workbench.type(" ");
    await workbench.waitForGhostText((text) => text.includes("items.filter"));
    const before = server.requests.length;
    await workbench.type("items.fi");
    await workbench.waitForGhostText((text) => text.trim() === "lter((item) => item.isOpen);");
    const later = server.requests.slice(before).map(({ body }) => body);
    assert.ok(later.length <= 1, "at most the one for what follows the text");
    assert.ok(later.every((body) => body.includes("items.filter((item) => item.isOpen);<cursor/>")));
  });

  it("asks anew when the typist goes another way", async () => {
    server.respondWith((request) =>
      replyWithText(request.body.includes("const kind = s<cursor/>") ? "witchKind(value);" : '"none";'),
    );
    await openWith("diverge.js", "const kind =");
    await workbench.type(" ");
    await workbench.waitForGhostText((text) => text.includes('"none"'));
    await workbench.type("s");
    await workbench.waitForGhostText((text) => text.trim() === "witchKind(value);");
  });

  it("shows several lines in an empty block, indented like the file", async () => {
    server.respondWith(() => replyWithText("for item in items:\n    if item.is_open:\n        yield item\n"));
    await openWith("block.py", "def open_items(items):\n   ");
    await workbench.type(" ");
    const ghost = await workbench.waitForGhostText((text) => text.includes("yield item"));
    assert.match(ghost, /for item in items:\n\s+if item\.is_open:\n\s+yield item/);
    await workbench.screenshot("completion-multiline");
    await workbench.press("Tab");
    await workbench.waitForEditorText(
      /^def open_items\(items\):\n {4}for item in items:\n {8}if item\.is_open:\n {12}yield item$/,
    );
  });

  it("shows a first line early and has the rest ready when it is taken", async () => {
    const text = "open_item(item)\n    close_item(item)\n    return item\n";
    server.respondWith(() => replyWithText(text, { chunkChars: 8, chunkDelayMs: 250 }));
    await openWith("growing.py", "def grow(item):\n   ");
    await workbench.type(" ");
    const before = server.requests.length;
    await workbench.waitForGhostText((ghost) => ghost.includes("open_item(item)"));
    await workbench.press("Tab");
    const rest = await workbench.waitForGhostText((ghost) => ghost.includes("close_item"));
    assert.match(rest, /close_item\(item\)/);
    assert.ok(server.requests.length <= before + 2, "one more at most, for what follows the text");
  });

  it("closes the socket of a request whose place is left", async () => {
    server.respondWith(() => replyWithText("never.finished();", { stallAfterChunks: 0 }));
    const before = server.requests.length;
    await openWith("left.js", "const left =");
    await workbench.type(" ");
    await server.waitForRequests(before + 1);
    const request = server.requests[before];
    await workbench.press("ArrowUp");
    await workbench.press("Home");
    await request?.closed;
    assert.equal(request?.wasCutOff, true);
  });

  it("fits into the middle of a line and does not double what follows", async () => {
    server.respondWith(() => replyWithText("first, second);"));
    await writeFile(workbench.pathOf("middle.js"), "const best = Math.max();\nuse(best);\n");
    await workbench.openFile("middle.js", { line: 1, column: 23 });
    await workbench.type(" ");
    await workbench.waitForGhostText((text) => text.includes("first, second"));
    await workbench.press("Tab");
    await workbench.waitForEditorText(/^const best = Math\.max\( ?first, second\);\nuse\(best\);\n$/);
  });

  it("replaces the bracket that the editor closed by itself", async () => {
    server.respondWith(() => replyWithText("value).toString();"));
    await openWith("pair.js", "const text = String");
    await workbench.type("(");
    await workbench.waitForGhostText((text) => text.includes("value"));
    await workbench.press("Tab");
    await workbench.waitForEditorText(/^const text = String\(value\)\.toString\(\);$/);
  });

  it("uses the fill-in route where the backend has one", async () => {
    await workbench.setSettings(backendAt(server.baseUrl, { fillInTheMiddle: "suffix" }));
    server.respondWith(() => replyWithText("a + b;"));
    await openWith("fill.js", "const add = (a, b) =>");
    await workbench.type(" ");
    await workbench.waitForGhostText((text) => text.trim() === "a + b;");
    const last = server.lastRequest;
    assert.match(last?.path ?? "", /\/completions$/);
    assert.doesNotMatch(last?.path ?? "", /chat/);
    await workbench.press("Tab");
    await workbench.waitForEditorText(/=> a \+ b;$/);
  });

  it("says nothing when the backend fails, and works again afterwards", async () => {
    await workbench.setSettings(backendAt(server.baseUrl));
    server.respondWith(() => ({ status: 500, body: '{"error":{"message":"no"}}', headers: {} }));
    await openWith("failing.js", "const broken =");
    await workbench.type(" ");
    await server.waitForRequests(server.requests.length);
    assert.deepEqual(await workbench.notifications.texts(), []);
    server.respondWith(() => replyWithText("mended;"));
    await workbench.executeCommandId("flywheel.triggerCompletion");
    await workbench.waitForGhostText((text) => text.trim() === "mended;");
  });

  it("stops when it is switched off for the language", async () => {
    server.respondWith(() => replyWithText("never;"));
    await workbench.executeCommandId("flywheel.toggleCompletion", "javascript");
    await openWith("off.js", "const off =");
    await workbench.type(" 1");
    await workbench.executeCommandId("flywheel.toggleCompletion", "javascript");
    // Not by their number: what was asked about the file before may arrive late.
    assert.deepEqual(
      server.requests.map(({ body }) => body).filter((body) => body.includes("const off =")),
      [],
    );
  });

  it("predicts from the user's own files without a backend, by hand where it is less sure", async () => {
    await workbench.setSettings({ "flywheel.roles.completion": "offline" });
    const line = "  const report = createMonthlyReport(customer, period);\n";
    await writeFile(
      workbench.pathOf("own.js"),
      `export function first() {\n${line}}\n\nexport function second() {\n${line}}\n`,
    );
    await workbench.openFile("own.js", { line: 1, column: 1 });
    await openWith("offline.js", "export function third() {\n  const report = createMon");
    await workbench.type("t");
    await workbench.executeCommandId("flywheel.triggerCompletion");
    const ghost = await workbench.waitForGhostText();
    assert.match(ghost.trim(), /^hlyReport/);
    await workbench.press("Tab");
    await workbench.waitForEditorText(/createMonthlyReport/);
  });
});
