import assert from "node:assert/strict";
import { applyFixReply as applyReply, readEdits } from "../../../../src/core/review/fixReply.ts";

const text = "def f(a):\n    if a > 0:\n        return a\n    return 0\n";
const hint = { startOffset: 14, endOffset: 24 };
const block = (original: string, replacement: string): string =>
  `<<<<<<< ORIGINAL\n${original}\n=======\n${replacement}\n>>>>>>> REPLACEMENT\n`;
const applyFixReply = (reply: string, into: string, at: typeof hint): string =>
  applyReply({ text: reply, endReason: "stop" }, into, at);
const fixed = text.replace("a > 0", "a >= 0");

describe("applyFixReply", () => {
  for (const [shape, reply] of Object.entries({
    "a block": block("    if a > 0:", "    if a >= 0:"),
    "a block with prose and a fence around": `Sure:\n\`\`\`\n${block("    if a > 0:", "    if a >= 0:")}\`\`\`\nDone.`,
    "a block with other marks": "<<<<<<< SEARCH\n    if a > 0:\n=======\n    if a >= 0:\n>>>>>>> REPLACE",
    "a block without indentation": block("if a > 0:", "if a >= 0:"),
    "a block with line numbers": block("2|     if a > 0:", "2|     if a >= 0:"),
    JSON: JSON.stringify([{ original: "    if a > 0:", replacement: "    if a >= 0:" }]),
    "two fenced blocks":
      "ORIGINAL\n```python\n    if a > 0:\n```\nREPLACEMENT\n```python\n    if a >= 0:\n```",
    "the whole function": `\`\`\`python\n${fixed}\`\`\``,
  })) {
    it(`reads ${shape}`, () => {
      assert.equal(applyFixReply(reply, text, hint), fixed);
    });
  }

  it("makes several edits", () => {
    const reply = block("    if a > 0:", "    if a >= 0:") + block("    return 0", "    return 1");
    assert.equal(applyFixReply(reply, text, hint), fixed.replace("return 0", "return 1"));
  });

  it("deletes what a block replaces by nothing", () => {
    assert.deepEqual(readEdits("<<<<<<< ORIGINAL\na\n=======\n>>>>>>> REPLACEMENT", "a\n"), [
      { original: "a", replacement: "" },
    ]);
  });

  for (const underline of ["=====", "=======", "=========="]) {
    it(`takes a heading over ${underline} for no end of a half`, () => {
      const page = `Wrong\n${underline}\n\nwords\n`;
      const right = page.replace("Wrong", "Right");
      const [before, after] = [page, right].map((each) => each.slice(0, each.indexOf("\n\n")));
      assert.equal(applyFixReply(block(before ?? "", after ?? ""), page, hint), right);
      const crlf = page.replaceAll("\n", "\r\n");
      assert.equal(
        applyFixReply(block(before ?? "", after ?? ""), crlf, hint),
        right.replaceAll("\n", "\r\n"),
      );
    });
  }

  it("reads a block that quotes more loosely than the text up to the mark as long as its first one", () => {
    assert.deepEqual(readEdits(block("Wrong\n=====", "Right\n====="), "  Wrong\n  =====\n"), [
      { original: "Wrong\n=====", replacement: "Right\n=====" },
    ]);
  });

  it("keeps CRLF", () => {
    const crlf = text.replaceAll("\n", "\r\n");
    assert.equal(
      applyFixReply(block("    if a > 0:", "    if a >= 0:"), crlf, hint),
      fixed.replaceAll("\n", "\r\n"),
    );
  });

  for (const [why, reply] of Object.entries({
    "is not in the file": block("    if b > 0:", "    if b >= 0:"),
    "is there twice": block("return", "yield"),
    "stays as it is": block("    if a > 0:", "    if a > 0:"),
    "is left out in part": block(
      "    if a > 0:\n        return a",
      "    if a >= 0:\n        # ... rest unchanged",
    ),
  })) {
    it(`refuses when what it replaces ${why}`, () => {
      const twice = `${text}    return 0\n`;
      assert.throws(() => applyFixReply(reply, twice, hint), { name: "AssistantError", kind: "noAnchor" });
    });
  }

  for (const endReason of ["length", "incomplete", "filtered", undefined] as const) {
    it(`makes nothing of a reply that ended by ${String(endReason)}, whole as it may look`, () => {
      const reply = block("    if a > 0:", "    if a >= 0:");
      assert.throws(() => applyReply({ text: reply, endReason }, text, hint), { kind: "replyCutOff" });
    });
  }

  it("makes nothing of a pair of blocks whose second one has no end", () => {
    const reply = "ORIGINAL\n```\n    if a > 0:\n```\nREPLACEMENT\n```\n    if a >= 0:";
    assert.throws(() => applyFixReply(reply, text, hint), { kind: "badReply" });
  });

  it("passes on the words of a reply without a repair", () => {
    assert.throws(() => applyFixReply("The caller must change.", text, hint), {
      name: "AssistantError",
      kind: "badReply",
      detail: "The caller must change.",
    });
  });
});
