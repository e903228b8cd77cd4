import assert from "node:assert/strict";
import { ThinkSplitter } from "../../../../src/core/backends/thinkSplitter.ts";

interface Split {
  readonly reasoning: string;
  readonly text: string;
}

function split(pieces: readonly string[]): Split {
  const splitter = new ThinkSplitter();
  const said = { reasoning: "", text: "" };
  for (const segment of [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()]) {
    assert.notEqual(segment.text, "", "an empty segment");
    said[segment.kind] += segment.text;
  }
  assert.deepEqual(splitter.end(), [], "what was held comes out once");
  return said;
}

const cases: readonly (readonly [string, string, string, string])[] = [
  ["plain text", "hello", "", "hello"],
  ["nothing", "", "", ""],
  ["a block and an answer", "<think>why</think>\n\nso", "why", "so"],
  ["a block in capitals", "<THINK>Why</Think>So", "Why", "So"],
  ["the longer tags", "<thinking>a</thinking>b", "a", "b"],
  ["thoughts", "<thought>a</thought>b", "a", "b"],
  ["reasoning", "<reasoning>a</reasoning>b", "a", "b"],
  ["blanks ahead of the block", " \n<think>a</think>b", "a", "b"],
  ["a block of another end", "<think>a</thinking>b", "a</thinking>b", ""],
  ["an unclosed block", "<think>a </thin", "a </thin", ""],
  ["an empty block", "<think></think>b", "", "b"],
  ["a block and no answer", "<think>a</think>\n\n", "a", ""],
  ["a block and blanks of the answer", "<think>a</think>\r\n  b\n", "a", "  b\n"],
  ["the tag further down", "x <think>a</think>", "", "x <think>a</think>"],
  ["a second block", "<think>a</think>b<think>c</think>", "a", "b<think>c</think>"],
  ["half a tag at the end", "<thin", "", "<thin"],
  ["a tag of another name", "<thin>x", "", "<thin>x"],
  ["a comparison", "< 3", "", "< 3"],
  ["blanks alone", "  \n", "", "  \n"],
  ["blanks and text", "  \nx", "", "  \nx"],
  ["a closing tag's look-alikes inside", "<think>a</thi</think>b", "a</thi", "b"],
];

describe("ThinkSplitter", () => {
  for (const [name, input, reasoning, text] of cases) {
    it(`reads ${name}, however it is cut`, () => {
      assert.deepEqual(split([input]), { reasoning, text });
      assert.deepEqual(split(Array.from(input)), { reasoning, text });
      for (let at = 1; at < input.length; at += 1) {
        assert.deepEqual(split([input.slice(0, at), input.slice(at)]), { reasoning, text }, `cut at ${at}`);
      }
    });
  }

  it("holds back no more than it must", () => {
    const splitter = new ThinkSplitter();
    assert.deepEqual(splitter.push("<thi"), []);
    assert.deepEqual(splitter.push("nk>ab</th"), [{ kind: "reasoning", text: "ab" }]);
    assert.deepEqual(splitter.push("ing"), [{ kind: "reasoning", text: "</thing" }]);
    assert.deepEqual(splitter.push("</think>"), []);
    assert.deepEqual(splitter.push("\n"), []);
    assert.deepEqual(splitter.push("\nso"), [{ kind: "text", text: "so" }]);
    assert.deepEqual(splitter.push("\n\n"), [{ kind: "text", text: "\n\n" }]);
    assert.deepEqual(splitter.push(""), []);
    const plain = new ThinkSplitter();
    assert.deepEqual(plain.push("a<think>"), [{ kind: "text", text: "a<think>" }]);
    assert.deepEqual(plain.push("</think>"), [{ kind: "text", text: "</think>" }]);
  });

  it("says at the end what it held, as what it was", () => {
    const head = new ThinkSplitter();
    head.push("<rea");
    assert.deepEqual(head.end(), [{ kind: "text", text: "<rea" }]);
    const inside = new ThinkSplitter();
    inside.push("<think>x</");
    assert.deepEqual(inside.end(), [{ kind: "reasoning", text: "</" }]);
  });
});
