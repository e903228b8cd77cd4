import assert from "node:assert/strict";
import { join } from "node:path";
import { detectTestProject } from "../../../../src/core/testing/detectTestProject.ts";
import type { Signature } from "../../../../src/core/testing/callees/readSignatures.ts";
import { buildTestPrompt, type TestPromptInput } from "../../../../src/core/testing/testPrompt.ts";
import { estimateTokens } from "../../../../src/core/text/tokens.ts";
import { DiskFileSource } from "../../../fakes/diskFileSource.ts";

const playground = new DiskFileSource(join(import.meta.dirname, "../../../../seeds/playground"));

async function inputFor(
  path: string,
  languageId: string,
  changes: Partial<TestPromptInput> = {},
): Promise<TestPromptInput> {
  const project = await detectTestProject(path, languageId, playground);
  const fileText = (await playground.read(path)) ?? "";
  return {
    project,
    code: fileText.slice(0, 400),
    source: { path, startLine: 1, endLine: 12 },
    fileText,
    plan: { units: [] },
    isPlanChosen: false,
    styleText: project.styleTestPath === null ? undefined : await playground.read(project.styleTestPath),
    callees: [],
    answersInChinese: false,
    instructions: [],
    limits: { contextTokens: 32_000, outputTokens: 8_000 },
    ...changes,
  };
}

function textOf(input: TestPromptInput): string {
  return buildTestPrompt(input)
    .messages.flatMap(({ parts }) => parts.map(({ text }) => text))
    .join("");
}

describe("buildTestPrompt", () => {
  it("names framework, place, import and the example of style", async () => {
    const text = textOf(await inputFor("typescript/src/columns.ts", "typescript"));
    assert.match(text, /unit tests in typescript with Vitest/);
    assert.match(text, /The test file is typescript\/test\/columns\.test\.ts/);
    assert.match(text, /'\.\.\/src\/columns\.js'/);
    assert.match(text, /lines up the cells/);
  });

  it("says that an existing file is added to", async () => {
    const text = textOf(await inputFor("java/src/main/java/org/example/orders/OrderBook.java", "java"));
    assert.match(text, /are added to this file: write only new ones/);
    assert.match(text, /Its package is org\.example\.orders, its class OrderBookTest/);
  });

  it("tells the gate where every piece of a file came from", async () => {
    const input = await inputFor("python/inventory/items.py", "python");
    const request = buildTestPrompt(input);
    const parts = request.messages.flatMap((message) => message.parts);
    for (const part of parts.filter(({ text }) => text.includes("```"))) {
      assert.ok(part.source !== undefined, `no source: ${part.text.slice(0, 60)}`);
    }
    assert.deepEqual([...new Set(parts.flatMap(({ source }) => source?.path ?? []))].sort(), [
      "python/inventory/items.py",
      "python/tests/test_stock.py",
    ]);
    // The example was not chosen by the user: it is left out, not the request, when it is withheld.
    assert.equal(parts.find(({ source }) => source?.path === "python/tests/test_stock.py")?.isGathered, true);
    assert.equal(request.feature, "tests");
    assert.equal(request.restoreInto, "python/tests/test_items.py");
  });

  it("lists the cases that the branches call for, and says when they were chosen", async () => {
    const input = await inputFor("python/inventory/items.py", "python", {
      plan: {
        units: [
          {
            name: "f",
            className: undefined,
            reach: "free",
            isAsync: false,
            parameters: [],
            constructorParameters: undefined,
            exportKind: "named",
            namespaceName: "",
            cases: [
              {
                kind: "branch",
                title: { id: "testing.case.raises", args: ["ValueError", "x < 0"] },
                outcome: { kind: "raises", error: "ValueError" },
              },
            ],
          },
        ],
      },
    });
    assert.match(textOf(input), /Add those that callers rely on besides:\n- f: raises ValueError when x < 0/);
    assert.match(textOf({ ...input, isPlanChosen: true }), /Write these and no others:\n- f: raises/);
  });

  it("shows signatures of other files, each as a part of its own file that may be withheld", async () => {
    const signature = (name: string): Signature => ({
      name,
      text: `// What it does.\nexport function ${name}(a: number): number`,
      startLine: 4,
      endLine: 9,
    });
    const callees = [
      { path: "src/prices.ts", isForTests: false, signatures: [signature("net"), signature("gross")] },
      {
        path: "test/many.ts",
        isForTests: true,
        signatures: Array.from({ length: 200 }, (_v, index) => signature(`f${index}`)),
      },
    ];
    const input = await inputFor("typescript/src/columns.ts", "typescript", { callees });
    const parts = buildTestPrompt(input).messages.flatMap((message) => message.parts);
    const prices = parts.find(({ source }) => source?.path === "src/prices.ts");
    assert.match(prices?.text ?? "", /Declared in src\/prices\.ts[^]*function net[^]*function gross/);
    assert.match(textOf(input), /Declared in test\/many\.ts, used by the tests:/);
    assert.deepEqual(prices?.source, { path: "src/prices.ts", startLine: 5, endLine: 10 });
    assert.equal(prices?.isGathered, true);
    const tokens = parts
      .filter(({ text }) => text.includes("Declared in"))
      .reduce((sum, { text }) => sum + estimateTokens(text), 0);
    assert.ok(tokens > 800 && tokens <= 1_200, String(tokens));
  });

  it("fits a small model: file and example are cut, the code is not", async () => {
    const fileText = "x = 1\n".repeat(20_000);
    const input = await inputFor("python/inventory/items.py", "python", {
      fileText,
      styleText: "def test_a(): assert 1\n".repeat(5_000),
      limits: { contextTokens: 4_096, outputTokens: 2_048 },
    });
    const request = buildTestPrompt(input);
    const tokens = request.messages
      .flatMap(({ parts }) => parts)
      .reduce((sum, { text }) => sum + estimateTokens(text), 0);
    assert.ok(tokens + request.maxOutputTokens <= 4_096, `${tokens} + ${request.maxOutputTokens}`);
    assert.ok(textOf(input).includes(input.code));
  });

  it("asks for Chinese comments where answers are Chinese", async () => {
    const input = await inputFor("cpp/src/size_text.cpp", "cpp", { answersInChinese: true });
    assert.match(textOf(input), /Simplified Chinese/);
    assert.match(textOf(input), /#include "shelf\/size_text\.hpp"/);
  });
});
