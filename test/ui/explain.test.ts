import assert from "node:assert/strict";
import type { Frame } from "playwright-core";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { Workbench } from "./workbench.ts";

const functions = [
  {
    language: "Python",
    path: "python/inventory/stock.py",
    line: 64,
    name: "ship",
    fact: /InsufficientStockError/,
  },
  {
    language: "Java",
    path: "java/src/main/java/org/example/orders/OrderParser.java",
    line: 18,
    name: "parse",
    fact: /IllegalArgumentException/,
  },
  {
    language: "JavaScript",
    path: "javascript/src/retry.js",
    line: 56,
    name: "parseRate",
    fact: /RangeError/,
  },
  { language: "TypeScript", path: "typescript/src/width.ts", line: 60, name: "truncate", fact: /RangeError/ },
  { language: "C++", path: "cpp/src/size_text.cpp", line: 54, name: "parse_size", fact: /invalid_argument/ },
] as const;

describe("explain", () => {
  let workbench: Workbench;
  let server: FakeModelServer;
  let chat: Frame;

  before(async () => {
    server = await FakeModelServer.start();
    workbench = await Workbench.open();
  });

  after(async () => {
    await workbench?.close();
    await server?.stop();
  });

  for (const { language, path, line, name, fact } of functions) {
    it(`explains the ${language} function at the cursor offline, labelled as such`, async () => {
      await workbench.openFile(path, { line, column: 5 });
      await workbench.runCommand("Explain");
      chat = await workbench.webview({ css: ".turn" });
      const turn = chat.locator(".turn[data-state=complete]", { hasText: `Explain ${name}` }).last();
      await turn.waitFor();
      const text = await turn.innerText();
      assert.match(text, fact);
      assert.match(text, /Offline backend · syntax tree only/);
      assert.match(text, new RegExp(`${path.slice(path.lastIndexOf("/") + 1)}:\\d+-\\d+`));
      await workbench.screenshot(`explain-offline-${language.replace("++", "pp").toLowerCase()}`);
    });
  }

  it("explains a loop of which the first lines are selected as the loop that it is", async () => {
    await workbench.openFile("java/src/main/java/org/example/orders/OrderBook.java", { line: 43, column: 1 });
    await workbench.select({ line: 43, column: 1 }, { line: 47, column: 1 });
    await workbench.runCommand("Explain");
    chat = await workbench.webview({ css: ".turn" });
    const turn = chat.locator(".turn[data-state=complete]", { hasText: "OrderBook.java:43-46" }).last();
    await turn.waitFor();
    assert.match(await turn.innerText(), /It is part of readyToShip\.[\s\S]*Loop for \(Order order/);
    await workbench.screenshot("explain-cut-loop");
  });

  it("tells the steps in order and who calls the function, each line a link", async () => {
    await workbench.openFile("python/inventory/stock.py", { line: 38, column: 5 });
    const answer = String(await workbench.executeCommandId("flywheel.explainSelection"));
    assert.match(
      answer,
      /How it runs[\s\S]*- If `code not in self\._items`[\s\S]* {2}- Raises `UnknownItemError\(code\)`/,
    );
    const turn = chat.locator(".turn:last-of-type[data-state=complete]");
    await turn.locator("strong", { hasText: "Called by this name in" }).waitFor();
    await workbench.screenshot("explain-offline-callers");
    await turn.locator("a", { hasText: "reports.py:27" }).first().click();
    await workbench.waitForEditor("python/inventory/reports.py");
    assert.equal((await workbench.activeEditor()).active.line, 26);
  });

  for (const { language, path, line, name } of functions) {
    it(`explains the ${language} function with a chat backend`, async () => {
      const fake = { preset: "openai-compatible", baseUrl: server.baseUrl, model: "fake-model" };
      await workbench.setSettings({ "flywheel.backends": { fake } });
      await workbench.openFile(path, { line, column: 5 });
      server.enqueue({ text: `**${name}** in ${language}, explained.` });
      const answer = await workbench.executeCommandId("flywheel.explainSelection");
      assert.equal(answer, `**${name}** in ${language}, explained.`);
      await chat.locator(".turn:last-of-type strong", { hasText: name }).waitFor();
      const body = server.lastRequest?.body ?? "";
      assert.match(body, new RegExp(`Explain \`${name}\``));
      assert.match(body, /Selected in /);
    });
  }

  it("explains the selected lines only", async () => {
    await workbench.openFile("python/inventory/stock.py");
    await workbench.select({ line: 66, column: 1 }, { line: 69, column: 1 });
    server.enqueue({ text: "Two checks." });
    await workbench.executeCommandId("flywheel.explainSelection");
    assert.match(
      server.lastRequest?.body ?? "",
      /the selected code \(python\/inventory\/stock\.py, lines 66 to 68\)/,
    );
    assert.doesNotMatch(server.lastRequest?.body ?? "", /class Stock/);
  });

  it("asks offline and finds passages whose links open the file", async () => {
    await workbench.setSettings({ "flywheel.roles.chat": "offline" });
    await workbench.executeCommandId("flywheel.ask", {
      text: "Where is the display width of a character computed?",
    });
    const turn = chat.locator(".turn:last-of-type[data-state=complete]");
    await turn.waitFor();
    assert.match(await turn.innerText(), /Offline backend · text search only/);
    assert.equal(await turn.locator(".reference").count(), 0, "a search sends no file along");
    assert.match(await turn.innerText(), /displayWidth\s+typescript\/src\/width\.ts:\d+-\d+/);
    await workbench.screenshot("ask-offline");
    await turn.locator("a", { hasText: "width.ts" }).first().click();
    await workbench.waitForEditor("typescript/src/width.ts");
  });

  it("finds English code for a Chinese question, right after the start", async () => {
    const fresh = await Workbench.open({ language: "zh-cn" });
    try {
      const answer = String(await fresh.executeCommandId("flywheel.ask", { text: "补货的逻辑在哪里？" }));
      assert.match(answer, /同时按英文查找：补货 → reorder/);
      assert.match(answer, /`codes_to_reorder` \[python\/inventory\/reports\.py:19-29\]/);
      await fresh.webview({ css: ".turn[data-state=complete]" });
      await fresh.screenshot("ask-offline-zh-cn");
    } finally {
      await fresh.close();
    }
  });
});
