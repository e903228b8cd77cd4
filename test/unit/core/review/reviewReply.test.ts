import assert from "node:assert/strict";
import { readReview } from "../../../../src/core/review/reviewReply.ts";

const text = "def f(a):\n    if a > 0:\n        return a\n    return 0\n\ndef g(a):\n        return a\n";
const sent = { text: "", startLine: 1, endLine: 7, isCut: false };

const finding = (fields: Record<string, unknown>): string =>
  JSON.stringify([{ line: 2, quote: "    if a > 0:", problem: "Zero is left out.", ...fields }]);

describe("readReview", () => {
  it("reads a JSON array", () => {
    assert.deepEqual(readReview(finding({ fix: "    if a >= 0:" }), text, sent), {
      findings: [
        { startLine: 2, endLine: 2, explanation: "Zero is left out.", replacement: "    if a >= 0:" },
      ],
      dropped: 0,
    });
  });

  for (const [shape, reply] of Object.entries({
    "a fenced block with prose around": `Here is what I found:\n\`\`\`json\n${finding({})}\n\`\`\`\nHope it helps {really}.`,
    "an object around the list": `{"findings": ${finding({})}}`,
    "an array that was cut off": `${finding({}).slice(0, -1)}, {"line": 3, "quote": "ret`,
    "a comma too many and a raw line end":
      '[{"line": 2, "quote": "    if a > 0:", "problem": "Zero is\nleft out.",}]',
    "other names": '[{"lineNumber": "2", "code": "if a > 0:", "explanation": "Zero is left out."}]',
    "a line with a number copied":
      '[{"line": 2, "quote": "2|     if a > 0:", "problem": "Zero is left out."}]',
    "lines instead of JSON": "1. Bugs:\n- Line 2: `if a > 0:` - Zero is left out.",
    "lines in Chinese": "第 2 行：`if a > 0:` — 漏掉了零。",
  })) {
    it(`reads ${shape}`, () => {
      const { findings, dropped } = readReview(reply, text, sent);
      assert.deepEqual(
        findings.map(({ startLine, replacement }) => [startLine, replacement]),
        [[2, undefined]],
      );
      assert.equal(dropped, 0);
    });
  }

  it("drops a finding whose quoted line is not in the file", () => {
    assert.deepEqual(readReview(finding({ quote: "    if a < 0:" }), text, sent), {
      findings: [],
      dropped: 1,
    });
    assert.deepEqual(readReview(finding({ quote: "if a" }), text, sent), { findings: [], dropped: 1 });
    assert.deepEqual(readReview(finding({ quote: "}" }), `${text}}`, { ...sent, endLine: 8 }), {
      findings: [],
      dropped: 1,
    });
  });

  it("drops a finding outside the lines that were sent", () => {
    assert.equal(readReview(finding({}), text, { ...sent, startLine: 3 }).dropped, 1);
  });

  it("takes the equal line nearest to the number given", () => {
    const near = (line: number): number | undefined =>
      readReview(finding({ line, quote: "return a" }), text, sent).findings[0]?.startLine;
    assert.equal(near(1), 3);
    assert.equal(near(4), 3);
    assert.equal(near(6), 7);
    assert.equal(near(99), 7);
  });

  it("indents a fix like the line it replaces", () => {
    const fix = (value: unknown): string | undefined =>
      readReview(finding({ fix: value }), text, sent).findings[0]?.replacement;
    assert.equal(fix("if a >= 0:"), "    if a >= 0:");
    assert.equal(
      fix("if a is None:\n    return 0\nif a > 0:"),
      "    if a is None:\n        return 0\n    if a > 0:",
    );
    assert.equal(fix("```python\nif a >= 0:\n```"), "    if a >= 0:");
    assert.equal(fix(["if a >= 0:"]), "    if a >= 0:");
  });

  it("offers no fix that changes nothing, leaves code out or says null", () => {
    for (const fix of ["if a > 0:", null, "null", "", "if a >= 0:\n    # ... rest unchanged"]) {
      assert.equal(readReview(finding({ fix }), text, sent).findings[0]?.replacement, undefined, String(fix));
    }
  });

  it("finds lines of a file with CRLF", () => {
    assert.equal(readReview(finding({}), text.replaceAll("\n", "\r\n"), sent).findings.length, 1);
  });

  it("takes an empty list, or words that say so, as nothing found", () => {
    for (const reply of ["[]", "```json\n[ ]\n```", "I found no bugs.", "未发现问题。"]) {
      assert.deepEqual(readReview(reply, text, sent), { findings: [], dropped: 0 });
    }
  });

  it("refuses a reply that is no list", () => {
    for (const reply of ["", "Sure! Let me look at it.", "<html>"]) {
      assert.throws(() => readReview(reply, text, sent), { name: "AssistantError", kind: "badReply" });
    }
  });

  it("says the same thing once", () => {
    const twice = `[${finding({}).slice(1, -1)},${finding({}).slice(1, -1)}]`;
    assert.equal(readReview(twice, text, sent).findings.length, 1);
  });
});
