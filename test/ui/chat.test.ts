import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import type { Frame } from "playwright-core";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { defaultReply } from "../fakes/fakeModelServerReplies.ts";
import { waitFor } from "./waitFor.ts";
import { Workbench } from "./workbench.ts";

const fixedCode = `def codes_to_reorder(stock: Stock, codes: list[str] | None = None) -> list[str]:
    """Codes of the items that have fallen to their reorder mark."""
    ordered = list(codes or [])
    for item in stock.items():
        if item.code not in ordered and stock.free(item.code) <= item.reorder_at:
            ordered.append(item.code)
    return ordered`;

const answer = [
  "## What happens",
  "",
  "The default list is **shared** between calls:",
  "",
  "1. the first call fills it;",
  "2. the next one finds it filled (`python/inventory/reports.py:19`).",
  "",
  "```python python/inventory/reports.py",
  fixedCode,
  "```",
  "",
  "See [the same line](python/inventory/reports.py:19) and [no script](javascript:alert(1)).",
  "",
  "<img src=x onerror=alert(1)> ![seen](https://example.com/pixel.png) [run](command:workbench.action.quit)",
].join("\n");

const reports = "python/inventory/reports.py";

describe("chat view", () => {
  let workbench: Workbench;
  let server: FakeModelServer;
  let chat: Frame;

  const requestText = (): string => server.lastRequest?.body ?? "";

  const turnOf = (question: string, state: string) =>
    chat.locator(`.turn[data-state=${state}]`, {
      has: chat.locator(".question-text", { hasText: question }),
    });

  async function ask(text: string): Promise<void> {
    await chat.locator(".input").fill(text);
    await chat.locator(".input").press("Enter");
  }

  before(async () => {
    server = await FakeModelServer.start();
    const fake = { preset: "openai-compatible", baseUrl: server.baseUrl, model: "fake-model" };
    workbench = await Workbench.open({ settings: { "flywheel.backends": { fake } } });
    await workbench.openFile(reports, { line: 20 });
    await workbench.executeCommandId("flywheel.ask");
    chat = await workbench.webview({ css: ".composer" });
  });

  after(async () => {
    await workbench?.close();
    await server?.stop();
  });

  it("teaches in three lines, and names the backend and what goes along", async () => {
    await chat.locator(".empty .lines li").nth(2).waitFor();
    assert.equal(await chat.locator(".empty .lines li").count(), 3);
    assert.match(await chat.locator(".backend-card").innerText(), /fake-model/);
    assert.match(await chat.locator(".chips").innerText(), /reports\.py/);
    await chat.locator(".input:focus").waitFor();
  });

  it("streams an answer as Markdown, with the open file sent and named", async () => {
    const gate = Promise.withResolvers<void>();
    const half = answer.slice(0, 60);
    const chunk = (content: string): string =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;
    const end = `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] })}\n\ndata: [DONE]\n\n`;
    server.enqueue({
      headers: { "content-type": "text/event-stream" },
      pieces: [chunk(half), { until: gate.promise }, chunk(answer.slice(60)), end],
    });
    await ask("Why does the list grow?");
    await turnOf("Why does the list grow?", "running").locator("h2", { hasText: "What happens" }).waitFor();
    assert.equal(await chat.locator(".stop").isVisible(), true);
    await workbench.screenshot("chat-streaming");
    gate.resolve();
    await turnOf("Why does the list grow?", "complete").waitFor();
    assert.equal(await turnOf("Why does the list grow?", "complete").locator("ol li").count(), 2);
    const code = turnOf("Why does the list grow?", "complete").locator(".code-frame pre");
    assert.equal(await code.locator(".code-keyword", { hasText: /^def$/ }).count(), 1);
    assert.equal((await code.textContent())?.trimEnd(), fixedCode, "colours change no character");
    assert.match(
      await turnOf("Why does the list grow?", "complete").locator(".answer-head").innerText(),
      /fake-model · 127\.0\.0\.1/,
    );
    assert.match(
      await turnOf("Why does the list grow?", "complete").locator(".references").innerText(),
      /reports\.py:1-\d+/,
    );
    assert.match(requestText(), /def codes_to_reorder/);
    assert.match(requestText(), /Why does the list grow\?/);
    assert.match(requestText(), /Rules of this project \(AGENTS\.md\)/);
    await workbench.screenshot("chat-answer");
  });

  it("explains a long wait, and takes that back with the first word", async () => {
    const first = Promise.withResolvers<void>();
    const rest = Promise.withResolvers<void>();
    const chunk = (delta: object, reason: string | null = null): string =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`;
    const pieces = [
      ": still loading\n\n",
      { until: first.promise },
      chunk({ content: "At last" }),
      { until: rest.promise },
      `${chunk({}, "stop")}data: [DONE]\n\n`,
    ];
    server.respondWith((request) =>
      request.body.includes("Are you cold?")
        ? { headers: { "content-type": "text/event-stream" }, pieces }
        : defaultReply(request),
    );
    await ask("Are you cold?");
    const running = turnOf("Are you cold?", "running").locator(".progress-text");
    await running.filter({ hasText: "Still waiting: a cold model is loaded first" }).waitFor();
    await workbench.screenshot("chat-long-wait");
    first.resolve();
    await running.filter({ hasText: /^Working$/ }).waitFor();
    rest.resolve();
    await turnOf("Are you cold?", "complete").waitFor();
    server.respondWith(undefined);
  });

  it("shows nothing of an answer that could load or run something", async () => {
    const turn = turnOf("Why does the list grow?", "complete");
    assert.equal(await turn.locator("img").count(), 0);
    assert.equal(await turn.locator("a[href^='command:'], a[href^='javascript:']").count(), 0);
    assert.match(await turn.locator(".markdown").innerText(), /<img src=x onerror=alert\(1\)>/);
  });

  it("opens the file that an answer names at its line", async () => {
    await workbench.openFile("README.md");
    await turnOf("Why does the list grow?", "complete").locator("a", { hasText: "reports.py:19" }).click();
    const editor = await workbench.waitForEditor(reports);
    assert.equal(editor.start.line, 18);
    await workbench.openFile("README.md");
    await turnOf("Why does the list grow?", "complete").locator("a", { hasText: "the same line" }).click();
    await workbench.waitForEditor(reports);
    assert.equal(workbench.context.pages().length, 1, "no browser page was opened");
  });

  it("applies a code block after the diff was seen, in one undo step", async () => {
    const before = await workbench.editorText(reports);
    await turnOf("Why does the list grow?", "complete").locator("button[aria-label='Apply as diff']").click();
    await workbench.notifications.waitFor("reports.py");
    await workbench.page.locator(".monaco-diff-editor").first().waitFor();
    await workbench.screenshot("chat-apply-diff");
    assert.equal(await workbench.editorText(reports), before);
    await workbench.notifications.click("Apply", "reports.py");
    const applied = await workbench.waitForEditorText(/ordered\.append\(item\.code\)/, { path: reports });
    assert.doesNotMatch(applied, /codes: list\[str\] = \[\]/);
    assert.match(applied, /def stock_value_cents/);
    assert.match(applied, /def bulk_discount_percent/);
    await workbench.openFile(reports, { line: 20 });
    await workbench.executeCommandId("undo");
    assert.equal(await workbench.waitForEditorText((text) => text === before, { path: reports }), before);
  });

  it("refuses a block that leaves code out, and says so", async () => {
    server.enqueue({
      text: "```python\ndef codes_to_reorder(stock):\n    # ... existing code ...\n    return []\n```",
    });
    await ask("Shorter?");
    await turnOf("Shorter?", "complete").locator("button[aria-label='Apply as diff']").click();
    assert.match(
      await workbench.notifications.waitFor("Nothing was changed"),
      /leaves parts of .*reports\.py out/,
    );
  });

  it("inserts a code block at the cursor after the diff was seen", async () => {
    await workbench.openFile(reports, { line: 11, column: 5 });
    server.enqueue({ text: "```python\n  checked = True\n  if checked:\n      pass\n```" });
    await ask("A check?");
    await turnOf("A check?", "complete").locator("button[aria-label='Insert at cursor']").click();
    await workbench.notifications.waitFor("reports.py");
    await workbench.notifications.click("Apply", "reports.py");
    const inserted = /"""\n {4}checked = True\n {4}if checked:\n {8}pass\n {4}total = 0/;
    await workbench.waitForEditorText(inserted, { path: reports });
    await workbench.openFile(reports, { line: 11 });
    await workbench.executeCommandId("undo");
    await workbench.waitForEditorText((text) => !text.includes("checked"), { path: reports });
  });

  it("stops by Escape, keeps what was said, and asks again", async () => {
    server.enqueue({ text: "First half of a very long answer.", stallAfterChunks: 3 });
    await ask("Long?");
    await turnOf("Long?", "running").locator("p", { hasText: "First half" }).waitFor();
    await chat.locator(".input").press("Escape");
    await turnOf("Long?", "stopped").locator(".note").waitFor();
    assert.match(await turnOf("Long?", "stopped").innerText(), /First half[\s\S]*You stopped this answer/);
    await waitFor(() => server.lastRequest?.wasCutOff === true, { what: "the socket to be closed" });
    server.enqueue({ text: "The whole answer." });
    await turnOf("Long?", "stopped").locator("button[aria-label='Ask again']").click();
    await turnOf("Long?", "complete").locator("p", { hasText: "The whole answer." }).waitFor();
    assert.equal(await chat.locator(".question", { hasText: "Long?" }).count(), 1);
    assert.doesNotMatch(requestText(), /First half/);
  });

  it("shows what went wrong with the step that leads on", async () => {
    const reply = { status: 401, json: { error: { message: "bad key" } } };
    server.rules = [{ match: { bodyIncludes: "Key?" }, reply }];
    await ask("Key?");
    const failed = turnOf("Key?", "error");
    await failed.locator(".note-error", { hasText: "refused the API key" }).waitFor();
    await failed.locator("button", { hasText: "Set Up Backend" }).waitFor();
    await workbench.screenshot("chat-error");
    server.rules = [];
  });

  it("sends no file whose chip was removed", async () => {
    server.enqueue({ text: "Alone." });
    await workbench.executeCommandId("flywheel.newChat");
    await chat.locator(".empty").waitFor();
    await chat.locator("button[aria-label='Remove from the question: reports.py']").click();
    await chat.locator(".chip", { hasText: "reports.py" }).waitFor({ state: "detached" });
    await ask("Without?");
    await turnOf("Without?", "complete").locator("p", { hasText: "Alone." }).waitFor();
    assert.doesNotMatch(requestText(), /def codes_to_reorder/);
    assert.equal(await turnOf("Without?", "complete").locator(".reference").count(), 0);
  });

  it("adds files by the list, and shows a withheld one as such", async () => {
    await workbench.executeCommandId("flywheel.newChat");
    writeFileSync(workbench.pathOf(".env"), "TOKEN_OF_SHOP=abcdef123456\n");
    await chat.locator(".chip.add").click();
    await workbench.quickPick.waitForOpen("best matching passages");
    for (const name of [".env", "stock.py"]) {
      await workbench.quickPick.type(name);
      // A row of a list of many is never "stable" for Playwright: its checkbox is drawn anew.
      const row = workbench.quickPick.widget.locator(".monaco-list-row", { hasText: name }).first();
      await row.click({ force: true });
      await workbench.quickPick.widget
        .locator(".monaco-list-row [aria-checked=true], [aria-checked=true].monaco-list-row")
        .first()
        .waitFor();
    }
    await workbench.quickPick.accept();
    await chat.locator(".chip.file", { hasText: "stock.py" }).waitFor();
    await chat.locator(".chip.withheld", { hasText: ".env" }).waitFor();
    server.enqueue({ text: "Seen." });
    await ask("What is in there?");
    await waitFor(() => workbench.dialog.isOpen(), { what: "the question whether the file may go once" });
    await workbench.press("Escape");
    await turnOf("What is in there?", "complete").locator("p", { hasText: "Seen." }).waitFor();
    assert.match(requestText(), /class Stock/);
    assert.doesNotMatch(requestText(), /abcdef123456/);
    assert.match(
      await turnOf("What is in there?", "complete").locator(".references").innerText(),
      /stock\.py:1-\d+/,
    );
    await turnOf("What is in there?", "complete")
      .locator(".reference.withheld", { hasText: ".env" })
      .waitFor();
    await workbench.screenshot("chat-withheld");
  });

  it("sends nothing for the Enter that ends a composition, and a line for Shift+Enter", async () => {
    const asked = server.requests.length;
    const input = chat.locator(".input");
    await input.fill("为什么");
    await input.dispatchEvent("compositionstart");
    await input.dispatchEvent("keydown", { key: "Enter", isComposing: true });
    await input.dispatchEvent("compositionend");
    await input.dispatchEvent("keydown", { key: "Enter", keyCode: 229 });
    await input.press("Shift+Enter");
    assert.equal(await input.inputValue(), "为什么\n");
    assert.equal(server.requests.length, asked);
    server.enqueue({ text: "因为。" });
    await input.press("Enter");
    await turnOf("为什么", "complete").locator("p", { hasText: "因为。" }).waitFor();
  });

  it("keeps a question that is too long to be sent, and says so until it is changed", async () => {
    const asked = server.requests.length;
    const input = chat.locator(".input");
    const complaint = chat.locator(".composer [role=alert]");
    await input.fill("x".repeat(200_001));
    await input.press("Enter");
    await complaint.waitFor();
    assert.match(await complaint.innerText(), /longer than 200,000 characters and was not sent/);
    await workbench.screenshot("chat-too-long");
    assert.equal((await input.inputValue()).length, 200_001);
    assert.equal(server.requests.length, asked);
    await input.fill("");
    await complaint.waitFor({ state: "hidden" });
  });

  it("keeps the chat and the draft over a reload, and lists earlier chats", async () => {
    await chat.locator(".input").fill("half a question");
    await workbench.reload();
    await workbench.executeCommandId("flywheel.ask");
    chat = await workbench.webview({ css: ".composer" });
    await turnOf("为什么", "complete").locator("p", { hasText: "因为。" }).waitFor();
    assert.equal(await chat.locator(".input").inputValue(), "half a question");
    await workbench.executeCommandId("flywheel.newChat");
    const earlier = chat.locator(".recent-entry", { hasText: "Why does the list grow?" });
    await earlier.waitFor();
    await workbench.screenshot("chat-earlier");
    await earlier.click();
    await chat.locator("h2", { hasText: "What happens" }).waitFor();
    assert.match(await chat.locator(".log").innerText(), /refused the API key/);
  });
});
