import assert from "node:assert/strict";
import { CodeGlossary } from "../../../../src/core/context/codeGlossary.ts";
import { readQuestion } from "../../../../src/core/context/readQuestion.ts";

const read = (question: string) => readQuestion(question, new CodeGlossary());

/** The first, exact term of each notion. */
function words(question: string): readonly string[] {
  return read(question).notions.map(({ weightByTerm }) => [...weightByTerm.keys()][0] ?? "");
}

describe("readQuestion", () => {
  it("looks for a Chinese word in the English of code, the usual one first, and says so", () => {
    const { notions, translated } = read("库存是怎么计算的？");
    assert.deepEqual(
      translated.map(({ chinese }) => chinese),
      ["库存", "计算"],
    );
    assert.equal(notions.length, 2);
    const [stock] = notions;
    const weightOf = (term: string): number => stock?.weightByTerm.get(term) ?? 0;
    assert.equal(weightOf("库存"), 1);
    assert.ok(weightOf("stock") > weightOf("inventory") && weightOf("inventory") > 0);
  });

  it("keeps a Chinese word that it does not know, in pairs of characters that count less", () => {
    const { notions, translated } = read("飞轮转速");
    assert.deepEqual(translated, []);
    assert.deepEqual(
      notions.map(({ weightByTerm }) => [...weightByTerm]),
      [[["飞轮", 0.5]], [["轮转", 0.5]], [["转速", 0.5]]],
    );
  });

  it("takes a word of one character only where it stands alone", () => {
    assert.deepEqual(
      read("锁是怎么加的").translated.map(({ chinese }) => chinese),
      ["锁"],
    );
    assert.deepEqual(read("锁骨").translated, []);
  });

  it("drops what says nothing, and keeps it when there is nothing else", () => {
    assert.deepEqual(words("Where is the retry done in this file?"), ["retry", "done"]);
    assert.deepEqual(words("请问这个函数里怎么重试"), ["函数", "重试"]);
    assert.deepEqual(words("what is this"), ["what", "is", "this"]);
  });

  it("looks for other forms and other names of an English word, less sure ones with less weight", () => {
    const [notion] = read("removed").notions;
    const weightOf = (term: string): number => notion?.weightByTerm.get(term) ?? 0;
    assert.equal(weightOf("removed"), 1);
    assert.equal(weightOf("remove"), 0.9);
    assert.equal(weightOf("delete"), 0.5);
  });

  it("reads English words within a Chinese sentence", () => {
    assert.deepEqual(words("OrderParser 怎么解析"), ["解析", "orderparser", "order"]);
  });

  it("counts two forms of a word once", () => {
    assert.deepEqual(words("reserve reserved stock"), ["reserve", "stock"]);
  });

  for (const question of ["how is this tested?", "unit tests of the parser", "订单的测试在哪里"]) {
    it(`takes "${question}" for a question about tests`, () => assert.ok(read(question).asksForTests));
  }

  for (const [question, isAboutGiven] of [
    ["What does this function do?", true],
    ["Explain the selected lines", true],
    ["解释一下这段代码", true],
    ["这个函数是做什么的？", true],
    ["这段代码有什么作用", true],
    ["这个函数怎么重试？", false],
    ["Explain the retry", false],
    ["库存在哪里", false],
  ] as const) {
    it(`takes "${question}" for one about ${isAboutGiven ? "the code at hand" : "something to look for"}`, () =>
      assert.equal(read(question).isAboutGiven, isAboutGiven));
  }

  it("knows whether it speaks of a function", () => {
    assert.ok(read("What does this function do?").namesFunction);
    assert.ok(read("这个方法是做什么的").namesFunction);
    assert.equal(read("What does this file do?").namesFunction, false);
  });

  for (const [question, isProse] of [
    ["How do I run this project?", true],
    ["怎么安装", true],
    ["Where is a quantity checked?", false],
  ] as const) {
    it(`takes "${question}" for ${isProse ? "a question about the project" : "one about code"}`, () =>
      assert.equal(read(question).asksForProse, isProse));
  }

  it("does not take the latest for a test", () => {
    assert.equal(read("where is the latest contest entry").asksForTests, false);
  });
});

describe("CodeGlossary", () => {
  const glossary = new CodeGlossary();

  it("cuts the longest known words out of a run", () => {
    assert.deepEqual(glossary.cut("令牌桶限流器"), [
      { text: "令牌桶", isKnown: true },
      { text: "限流", isKnown: true },
      { text: "器", isKnown: false },
    ]);
  });

  it("knows no word twice in one notion, and every notion has an English side", () => {
    for (const word of ["库存", "订单", "缓存", "重试", "解析", "错误", "补全"]) {
      const english = glossary.englishFor(word);
      assert.ok(english.length > 0, word);
      assert.equal(new Set(english).size, english.length, word);
    }
  });
});
