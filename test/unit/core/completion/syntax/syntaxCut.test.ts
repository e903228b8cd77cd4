import assert from "node:assert/strict";
import type {
  StatementQuestion,
  StatementVerdict,
} from "../../../../../src/core/completion/syntax/findStatementEnd.ts";
import { SyntaxCut } from "../../../../../src/core/completion/syntax/syntaxCut.ts";
import { makeHole } from "../makeHole.ts";

class HeldEnds {
  readonly questions: StatementQuestion[] = [];
  readonly #answers: { resolve(value: StatementVerdict | null): void; reject(error: Error): void }[] = [];

  find(question: StatementQuestion): Promise<StatementVerdict | null> {
    this.questions.push(question);
    return new Promise((resolve, reject) => this.#answers.push({ resolve, reject }));
  }

  async answer(verdict: StatementVerdict | null): Promise<void> {
    this.#answers.shift()?.resolve(verdict);
    await new Promise(setImmediate);
  }

  async fail(): Promise<void> {
    this.#answers.shift()?.reject(new Error("gone"));
    await new Promise(setImmediate);
  }
}

function setUp(at: string, languageId = "typescript"): { ends: HeldEnds; cut: SyntaxCut; views: number[] } {
  const ends = new HeldEnds();
  const views: number[] = [];
  const cut: SyntaxCut = new SyntaxCut(
    ends,
    makeHole(at, { languageId }),
    () => "code before",
    () => views.push(cut.view?.seen.length ?? -1),
  );
  return { ends, cut, views };
}

describe("SyntaxCut", () => {
  it("asks about complete lines only, one question at a time, and then about the newest", async () => {
    const { ends, cut, views } = setUp("{\n  ‸\n}");
    cut.see("a");
    assert.equal(ends.questions.length, 0);
    cut.see("a();\nb");
    cut.see("a();\nb();\nc");
    cut.see("a();\nb();\nc();\nd");
    assert.deepEqual(
      ends.questions.map(({ reply }) => reply),
      ["a();\n"],
    );
    await ends.answer({ end: null, isInside: true });
    assert.deepEqual(cut.view, { seen: "a();\n", end: null, isInside: true });
    assert.deepEqual(
      ends.questions.map(({ reply }) => reply),
      ["a();\n", "a();\nb();\nc();\n"],
    );
    await ends.answer({ end: 3, isInside: false });
    assert.equal(cut.view?.end, 3);
    assert.deepEqual(views, [5, 15]);
    cut.see("a();\nb();\nc();\nd");
    assert.equal(ends.questions.length, 2);
  });

  it("tells what the place is like", () => {
    const { ends, cut } = setUp("if (a) {‸\n}");
    cut.see("\n  b();\n");
    assert.deepEqual(ends.questions[0], {
      ...{ languageId: "typescript", before: "code before", reply: "\n  b();\n", scope: "statement" },
      ...{ hasCloserBelow: true, maxLines: 24 },
    });
    const other = setUp("  ‸\nfoo();");
    other.cut.see("b();\n");
    assert.equal(other.ends.questions[0]?.scope, "block");
    assert.equal(other.ends.questions[0]?.hasCloserBelow, false);
  });

  it("keeps what it knows when the tree says nothing", async () => {
    const { ends, cut, views } = setUp("{\n  ‸\n}");
    cut.see("a();\n");
    await ends.answer({ end: null, isInside: false });
    cut.see("a();\nb(\n");
    await ends.answer(null);
    assert.equal(cut.view?.seen, "a();\n");
    assert.equal(views.length, 1);
  });

  it("asks no more after a failure or a stop", async () => {
    const { ends, cut, views } = setUp("{\n  ‸\n}");
    cut.see("a();\n");
    await ends.fail();
    cut.see("a();\nb();\n");
    assert.equal(cut.view, undefined);
    assert.equal(ends.questions.length <= 1, true);
    const other = setUp("{\n  ‸\n}");
    other.cut.see("a();\n");
    other.cut.stop();
    await other.ends.answer({ end: 1, isInside: false });
    assert.equal(other.cut.view, undefined);
    assert.deepEqual([views, other.views], [[], []]);
  });

  it("asks nothing for a language without a grammar, for empty lines, or without a worker", () => {
    const { ends, cut } = setUp("{\n  ‸\n}", "ruby");
    cut.see("a\nb\n");
    const empty = setUp("{\n  ‸\n}");
    empty.cut.see("\n \n");
    assert.equal(ends.questions.length + empty.ends.questions.length, 0);
    const alone = new SyntaxCut(
      undefined,
      makeHole("‸"),
      () => "",
      () => undefined,
    );
    alone.see("a\nb\n");
    assert.equal(alone.view, undefined);
  });
});
