import assert from "node:assert/strict";
import { splitSentence } from "../../../../src/core/text/splitSentence.ts";

describe("splitSentence", () => {
  for (const [text, first, rest] of [
    ["", "", ""],
    ["One only", "One only", ""],
    ["One only.", "One only.", ""],
    ["It is so. Do that. And that.", "It is so.", "Do that. And that."],
    ["127.0.0.1:80 refused the key. Check it.", "127.0.0.1:80 refused the key.", "Check it."],
    ["a.example said no (“Wrong. Bad.”). Try again.", "a.example said no (“Wrong. Bad.”).", "Try again."],
    ["密钥被拒绝。请检查密钥。", "密钥被拒绝。", "请检查密钥。"],
    ["服务器说（“不行。”）。请重试。", "服务器说（“不行。”）。", "请重试。"],
    ["Odd ) bracket. Rest", "Odd ) bracket.", "Rest"],
    ["Why? So!", "Why?", "So!"],
  ] as const) {
    it(JSON.stringify(text), () => assert.deepEqual(splitSentence(text), [first, rest]));
  }
});
