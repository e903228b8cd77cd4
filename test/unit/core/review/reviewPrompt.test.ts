import assert from "node:assert/strict";
import { buildFixPrompt } from "../../../../src/core/review/fixPrompt.ts";
import { numberLines } from "../../../../src/core/review/numberedCode.ts";
import { buildReviewPrompt } from "../../../../src/core/review/reviewPrompt.ts";
import { estimateTokens } from "../../../../src/core/text/tokens.ts";

const lines = Array.from({ length: 400 }, (_, index) => `const value${index + 1} = compute(${index + 1});`);
const limits = { contextTokens: 3000, outputTokens: 1000 };

describe("numberLines", () => {
  it("writes each line behind its number", () => {
    assert.deepEqual(numberLines(["a", "", "c"], { startLine: 2, endLine: 3 }, 100), {
      text: "2| \n3| c",
      startLine: 2,
      endLine: 3,
      isCut: false,
    });
  });

  it("grows around its focus as far as the tokens reach", () => {
    const { startLine, endLine, isCut, text } = numberLines(
      lines,
      { startLine: 1, endLine: 400, focusLine: 200 },
      300,
    );
    assert.ok(isCut && startLine < 200 && endLine > 200);
    assert.ok(Math.abs(200 - startLine - (endLine - 200)) <= 1);
    assert.ok(estimateTokens(text) <= 300);
  });
});

describe("buildReviewPrompt", () => {
  const input = {
    path: "src/a.ts",
    languageId: "typescript",
    text: lines.join("\r\n"),
    language: "en",
  } as const;

  it("names the file of the code, so that the gate can judge it", () => {
    const { request, code } = buildReviewPrompt({ ...input, startLine: 3, endLine: 5 }, limits);
    const sources = request.messages.flatMap((message) => message.parts.map((part) => part.source));
    assert.deepEqual(
      sources.filter((source) => source !== undefined),
      [{ path: "src/a.ts", startLine: 3, endLine: 5 }],
    );
    assert.equal(code.isCut, false);
    assert.equal(request.restoreInto, "src/a.ts");
  });

  it("fits a long file into the model's context and says that it was cut", () => {
    const { request, code } = buildReviewPrompt({ ...input, startLine: 1, endLine: 400 }, limits);
    const tokens = request.messages
      .flatMap((message) => message.parts)
      .reduce((sum, part) => sum + estimateTokens(part.text), 0);
    assert.ok(code.isCut && code.startLine === 1);
    assert.ok(tokens + request.maxOutputTokens <= limits.contextTokens, String(tokens));
  });

  it("asks for explanations in the language of answers", () => {
    const system = (language: "en" | "zh-cn"): string =>
      buildReviewPrompt({ ...input, language, startLine: 1, endLine: 2 }, limits).request.messages[0]
        ?.parts[0]?.text ?? "";
    assert.match(system("zh-cn"), /Simplified Chinese/);
    assert.doesNotMatch(system("en"), /Chinese/);
  });
});

describe("buildFixPrompt", () => {
  it("shows the code around the problem, and the report with its source", () => {
    const request = buildFixPrompt(
      {
        path: "src/a.ts",
        languageId: "typescript",
        text: lines.join("\n"),
        startLine: 300,
        endLine: 300,
        message: "No overload.",
        source: "ts 2769",
      },
      limits,
    );
    const text = request.messages[1]?.parts.map((part) => part.text).join("") ?? "";
    assert.match(text, /^300\| const value300/m);
    assert.match(text, /Reported by ts 2769 at line 300:\nNo overload\./);
    const tokens = request.messages
      .flatMap((message) => message.parts)
      .reduce((sum, part) => sum + estimateTokens(part.text), 0);
    assert.ok(tokens + request.maxOutputTokens <= limits.contextTokens, String(tokens));
  });
});
