import assert from "node:assert/strict";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { replyWithText, type ReplySpec } from "../fakes/fakeModelServerReplies.ts";
import { waitFor } from "./waitFor.ts";
import { Workbench } from "./workbench.ts";

const itemsTest = "python/tests/test_items.py";
const orderBook = "java/src/main/java/org/example/orders/OrderBook.java";
const orderBookTest = "java/src/test/java/org/example/orders/OrderBookTest.java";
const columnsTest = "typescript/test/columns.test.ts";

/** From the command to the diff: the function at the cursor, the shown target confirmed. */
async function generate(workbench: Workbench, path: string, line: number, target: string): Promise<void> {
  await workbench.notifications.closeAll();
  await workbench.openFile(path, { line, column: 9 });
  await workbench.runCommand("Generate Tests");
  await workbench.quickPick.waitForOpen(target);
  await workbench.quickPick.choose(new RegExp(target.replaceAll(".", "\\.")));
}

/** The same where a model writes: the tests are asked for without running them. */
async function generateUnrun(
  workbench: Workbench,
  path: string,
  line: number,
  target: string,
): Promise<void> {
  await generate(workbench, path, line, target);
  await workbench.dialog.choose("Write without running");
}

/** Answers the preview and waits until the window has come to rest: the diff gone, the next file in front. */
async function answer(workbench: Workbench, button: string, proposal: RegExp, next: string): Promise<void> {
  await workbench.notifications.click(button, proposal);
  // The preview's own sides have the path of the file, so that only the tab's label tells them apart.
  const label = next.slice(next.lastIndexOf("/") + 1);
  const active = workbench.page.locator(".tab.active").filter({ hasText: label });
  await waitFor(async () => (await active.count()) > 0, { what: `the tab ${label} to be in front` });
  await workbench.waitForEditor(next);
}

/** The editor opens a changed file by itself; the command has ended when the cursor is at the new tests. */
async function waitForCursorBelow(workbench: Workbench, path: string, line: number): Promise<void> {
  await waitFor(
    async () => {
      const state = await workbench.activeEditor();
      return state.path === workbench.pathOf(path) && state.start.line >= line;
    },
    { what: `the cursor to be below line ${line}` },
  );
}

async function waitForDiff(workbench: Workbench): Promise<void> {
  await workbench.page.locator(".monaco-diff-editor").first().waitFor();
}

describe("generate tests, offline", () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ theme: "light" });
  });
  after(() => workbench.close());

  it("Python: shows framework and target, then the diff, and writes only what is accepted", async () => {
    await workbench.openFile("python/inventory/items.py", { line: 31, column: 5 });
    await workbench.runCommand("Generate Tests");
    await workbench.quickPick.waitForOpen(itemsTest);
    assert.equal(await workbench.quickPick.title(), "Generate tests for normalise_code");
    const [first] = await workbench.quickPick.items();
    assert.match(first ?? "", /pytest → python\/tests\/test_items\.py/);
    assert.match(first ?? "", /found in python\/pyproject\.toml/);
    await workbench.screenshot("generate-tests-target-light-en");
    await workbench.quickPick.choose(/test_items/);
    await workbench.notifications.waitFor(/new file test_items\.py/);
    await waitForDiff(workbench);
    assert.equal(workbench.existsOnDisk(itemsTest), false);
    await workbench.screenshot("generate-tests-python-light-en");
    await answer(workbench, "Apply", /new file/, itemsTest);
    const text = workbench.diskText(itemsTest);
    assert.match(text, /^import pytest\n\nfrom inventory\.items import normalise_code\n/);
    assert.match(text, /offline backend/);
    assert.equal(text.match(/@pytest\.mark\.skip/g)?.length, text.match(/^def test_/gm)?.length);
  });

  it("Java: adds to the class that is there, and loses none of it", async () => {
    const before = workbench.diskText(orderBookTest);
    await generate(workbench, orderBook, 33, orderBookTest);
    await workbench.notifications.waitFor(/change of OrderBookTest\.java/);
    await waitForDiff(workbench);
    await workbench.screenshot("generate-tests-java-light-en");
    await answer(workbench, "Apply", /change of/, orderBookTest);
    await waitForCursorBelow(workbench, orderBookTest, 40);
    await workbench.waitForEditorText(/@Disabled/, { path: orderBookTest });
    const after = await workbench.editorText(orderBookTest);
    for (const line of before.split("\n")) {
      assert.ok(after.includes(line), `lost: ${line}`);
    }
    assert.match(after, /import org\.junit\.jupiter\.api\.Disabled;/);
  });

  it("TypeScript: a discarded proposal leaves nothing behind", async () => {
    await generate(workbench, "typescript/src/columns.ts", 38, columnsTest);
    await answer(workbench, "Discard", /new file columns\.test\.ts/, "typescript/src/columns.ts");
    assert.equal(workbench.existsOnDisk(columnsTest), false);
  });

  it("asks for the symbol where the cursor is in none, takes another path, and keeps it", async () => {
    await workbench.notifications.closeAll();
    await workbench.openFile("javascript/src/retry.js", { line: 1, column: 1 });
    await workbench.runCommand("Generate Tests");
    await workbench.quickPick.waitForOpen("Which code is to be tested?");
    await workbench.quickPick.choose(/parseRate/);
    await workbench.quickPick.waitForOpen("Generate tests for parseRate");
    await workbench.quickPick.choose(/Change the file/);
    await workbench.quickPick.waitForOpen("Test file");
    await workbench.quickPick.type("../outside.test.js");
    await waitFor(async () => (await workbench.quickPick.message()).includes("inside the workspace"), {
      what: "the complaint about the path",
    });
    await workbench.quickPick.type("javascript/test/unit/rates.test.js");
    await workbench.quickPick.accept();
    await workbench.quickPick.waitForOpen("Generate tests for parseRate");
    await workbench.quickPick.choose(/rates\.test\.js/);
    await answer(workbench, "Apply", /new file rates\.test\.js/, "javascript/test/unit/rates.test.js");
    assert.match(
      workbench.diskText("javascript/test/unit/rates.test.js"),
      /from '\.\.\/\.\.\/src\/retry\.js'/,
    );
    // The correction is kept for the next time, until it is taken back.
    await workbench.notifications.closeAll();
    await workbench.openFile("javascript/src/retry.js", { line: 1, column: 1 });
    const done = workbench.executeCommandId("flywheel.generateTests");
    done.catch(() => undefined);
    await workbench.quickPick.waitForOpen("Which code is to be tested?");
    await workbench.quickPick.choose(/parseRate/);
    await workbench.quickPick.waitForOpen("rates.test.js");
    const [kept] = await workbench.quickPick.items();
    assert.match(
      kept ?? "",
      /javascript\/test\/unit\/rates\.test\.js, adds to the file, as you corrected it/,
    );
    await workbench.screenshot("generate-tests-kept-light-en");
    await workbench.quickPick.choose(/Back to what is detected/);
    await workbench.quickPick.waitForOpen("retry.test.js");
    assert.doesNotMatch((await workbench.quickPick.items()).join("\n"), /Back to what is detected/);
    await workbench.quickPick.cancel();
    assert.equal((await done) ?? null, null, "leaving makes nothing");
  });

  it("C++: proposes the line that the build file needs as a second change", async () => {
    const target = "cpp/tests/size_text_test.cpp";
    await workbench.notifications.closeAll();
    await workbench.openFile("cpp/src/size_text.cpp", { line: 52, column: 9 });
    const done = workbench.executeCommandId("flywheel.generateTests");
    await workbench.quickPick.waitForOpen(target);
    await workbench.quickPick.choose(/size_text_test\.cpp/);
    await workbench.notifications.waitFor(/new file size_text_test\.cpp/);
    await workbench.notifications.click("Apply", /new file size_text_test\.cpp/);
    await workbench.notifications.waitFor(/change of CMakeLists\.txt/);
    await answer(workbench, "Apply", /change of CMakeLists\.txt/, target);
    await workbench.waitForEditorText(/tests\/lru_cache_test\.cpp tests\/size_text_test\.cpp/, {
      path: "cpp/CMakeLists.txt",
    });
    await done;
  });

  it("does not test a test", async () => {
    await workbench.notifications.closeAll();
    await workbench.openFile("javascript/test/circuitBreaker.test.js", { line: 12, column: 3 });
    await workbench.runCommand("Generate Tests");
    await workbench.notifications.waitFor(/circuitBreaker\.test\.js is a test file itself/);
  });

  it("says in one message that a language without a grammar needs a chat backend", async () => {
    await workbench.notifications.closeAll();
    await workbench.openFile("README.md", { line: 1, column: 1 });
    await workbench.runCommand("Generate Tests");
    await workbench.quickPick.waitForOpen("README");
    await workbench.quickPick.choose(/README/);
    await workbench.notifications.waitForOnly(/needs a chat backend/);
  });
});

const vitestReply = `Here are the tests.

\`\`\`ts
import { describe, expect, it } from 'vitest';
import { parseColumn } from '../src/columns.js';

describe('parseColumn', () => {
  it('reads order, title and alignment', () => {
    expect(parseColumn('2:Price:right')).toEqual({ title: 'Price', order: 2, alignment: 'right' });
  });

  it('refuses an order that is no number', () => {
    expect(() => parseColumn('x:Price')).toThrow(RangeError);
  });
});
\`\`\`
`;

/** Not word for word what is in the file by then: that would be left out. */
const otherTitles = vitestReply.replaceAll("it('", "it('also ");

const junitReply = `\`\`\`java
package org.example.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class OrderBookTest {
    @Test
    void aSmallOrderEarnsNoDiscount() {
        OrderBook small = new OrderBook();
        small.add(new Order("S", "paid", List.of(new OrderLine("BOLT", 1, 1))));
        assertEquals(0, small.discountPercent("S"));
    }
}
\`\`\``;

/** The answer to every request for tests until another one is set. */
function replyTests(server: FakeModelServer, reply: ReplySpec): void {
  server.rules = [{ match: { bodyIncludes: "You write unit tests" }, reply }];
}

describe("generate tests, with a model", () => {
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

  it("TypeScript: a new file in the project's framework and place", async () => {
    replyTests(server, replyWithText(vitestReply, { chunkChars: 11 }));
    await generateUnrun(workbench, "typescript/src/columns.ts", 38, columnsTest);
    await workbench.notifications.waitFor(/new file columns\.test\.ts/);
    await waitForDiff(workbench);
    await workbench.screenshot("generate-tests-typescript-dark-en");
    await answer(workbench, "Apply", /new file/, columnsTest);
    assert.match(workbench.diskText(columnsTest), /refuses an order that is no number/);
    const asked = JSON.stringify(server.lastRequest?.json);
    assert.match(asked, /with Vitest/);
    assert.match(asked, /lines up the cells/, "the nearest test went along as the example");
    await workbench.notifications.closeAll();
    replyTests(server, replyWithText(otherTitles));
    await generateUnrun(workbench, "typescript/src/columns.ts", 58, columnsTest);
    await workbench.notifications.waitFor(/change of columns\.test\.ts/);
    assert.match(
      JSON.stringify(server.lastRequest?.json),
      /Declared in typescript\/src\/width\.ts, used by the code:[^`]*```typescript[^`]*function displayWidth/,
      "the signature of what it calls went along",
    );
    await answer(workbench, "Discard", /change of/, "typescript/src/columns.ts");
  });

  it("lists the cases with where they come from, the model's among them, and asks for the ticked ones only", async () => {
    server.rules = [
      {
        match: { bodyIncludes: "You plan unit tests" },
        reply: replyWithText(
          "- `parseColumn`: keeps blanks inside a title\n- parseColumn: takes a width of 1\n",
        ),
      },
      { match: { bodyIncludes: "You write unit tests" }, reply: replyWithText(otherTitles) },
    ];
    await workbench.notifications.closeAll();
    await workbench.openFile("typescript/src/columns.ts", { line: 38, column: 9 });
    await workbench.runCommand("Generate Tests");
    await workbench.quickPick.waitForOpen(columnsTest);
    await workbench.quickPick.choose(/Choose the cases/);
    await workbench.quickPick.waitForOpen("Cases to test", 20_000);
    const items = (await workbench.quickPick.items()).join("\n");
    assert.match(items, /parseColumn · from the code/);
    await workbench.screenshot("generate-tests-cases-dark-en");
    assert.match(items, /keeps blanks inside a title, parseColumn · suggested by the model/);
    await workbench.quickPick.choose(/keeps blanks inside/);
    await workbench.quickPick.accept();
    await workbench.quickPick.waitForOpen(columnsTest);
    assert.match((await workbench.quickPick.items()).join("\n"), /Choose the cases …, 7 chosen/);
    await workbench.quickPick.choose(/columns\.test\.ts/);
    await workbench.dialog.choose("Write without running");
    await workbench.notifications.waitFor(/change of columns\.test\.ts/);
    const asked = JSON.stringify(server.lastRequest?.json);
    assert.match(asked, /Write these and no others/);
    assert.match(asked, /takes a width of 1/);
    assert.doesNotMatch(asked, /keeps blanks inside/, "what was unticked is not asked for");
    await answer(workbench, "Discard", /change of/, "typescript/src/columns.ts");
  });

  it("Java: new tests in the existing class", async () => {
    replyTests(server, replyWithText(junitReply, { chunkChars: 13 }));
    await generateUnrun(workbench, orderBook, 70, orderBookTest);
    await answer(workbench, "Apply", /change of OrderBookTest\.java/, orderBookTest);
    await waitForCursorBelow(workbench, orderBookTest, 40);
    await workbench.waitForEditorText(/aSmallOrderEarnsNoDiscount/, { path: orderBookTest });
    assert.match(await workbench.editorText(orderBookTest), /onlyPaidOrdersAreReadyToShip/);
  });

  it("Python: the wrong framework is refused with both names", async () => {
    replyTests(
      server,
      replyWithText(
        "```python\nimport unittest\n\nclass A(unittest.TestCase):\n    def test_a(self):\n        self.assertTrue(1)\n```",
      ),
    );
    await generateUnrun(workbench, "python/inventory/items.py", 31, itemsTest);
    await workbench.notifications.waitFor(/tests for unittest, but this project uses pytest/);
    await workbench.screenshot("generate-tests-refused-dark-en");
    assert.equal(workbench.existsOnDisk(itemsTest), false);
  });

  it("Python: a cut-off answer keeps its whole tests and says so", async () => {
    replyTests(
      server,
      replyWithText(
        "```python\nfrom inventory.items import normalise_code\n\n\ndef test_blanks_go():\n    assert normalise_code(' a b ') == 'AB'\n\n\ndef test_cut():\n    assert normal",
        { finishReason: "length" },
      ),
    );
    await generateUnrun(workbench, "python/inventory/items.py", 31, itemsTest);
    await workbench.notifications.waitFor(/cut off/);
    await answer(workbench, "Apply", /new file test_items\.py/, itemsTest);
    const text = workbench.diskText(itemsTest);
    assert.match(text, /test_blanks_go/);
    assert.doesNotMatch(text, /test_cut/);
  });

  it("stops at once when it is cancelled, without a word", async () => {
    await workbench.notifications.closeAll();
    replyTests(server, replyWithText(vitestReply, { ttftMs: 60_000 }));
    await generateUnrun(workbench, "typescript/src/width.ts", 58, "typescript/test/width.test.ts");
    await workbench.notifications.click("Cancel", /writing tests for/);
    await server.lastRequest?.closed;
    await waitFor(async () => (await workbench.notifications.texts()).length === 0, { what: "silence" });
    assert.equal(workbench.existsOnDisk("typescript/test/width.test.ts"), false);
  });
});

describe("generate tests, in Chinese and high contrast", () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ theme: "hc", language: "zh-cn" });
  });
  after(() => workbench.close());

  it("writes titles and comments in Chinese", async () => {
    await workbench.openFile("typescript/src/columns.ts", { line: 38, column: 5 });
    void workbench.executeCommandId("flywheel.generateTests").catch(() => undefined);
    await workbench.quickPick.waitForOpen("为 parseColumn 生成测试");
    await workbench.screenshot("generate-tests-target-hc-zh");
    await workbench.quickPick.choose(/columns\.test\.ts/);
    await workbench.notifications.waitFor(/新建文件 columns\.test\.ts/);
    await waitForDiff(workbench);
    await workbench.screenshot("generate-tests-typescript-hc-zh");
    await answer(workbench, "应用", /新建文件/, columnsTest);
    assert.match(workbench.diskText(columnsTest), /it\.todo\('当 .*时抛出 RangeError'\)/);
  });
});
