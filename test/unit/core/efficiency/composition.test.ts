import assert from "node:assert/strict";
import { Composition, type ComposedText } from "../../../../src/core/efficiency/composition.ts";

/** A document in which an input method, keys and the editor write. */
class Desk {
  readonly #composition = new Composition();
  readonly ended: ComposedText[] = [];
  #nowMs = 0;

  /** True where the change only went on with a composition. */
  change(offset: number, deletedChars: number, insertedText: string, document = "a"): boolean {
    this.#nowMs += 100;
    const edit = { document, offset, insertedText, deletedChars };
    if (this.#composition.isContinuedBy(edit, this.#nowMs)) {
      return true;
    }
    this.end(edit);
    return false;
  }

  end(edit?: Parameters<Composition["end"]>[0]): void {
    const text = this.#composition.end(edit);
    if (text !== undefined) {
      this.ended.push(text);
    }
  }

  get changedAtMs(): number | undefined {
    return this.#composition.changedAtMs;
  }
}

describe("Composition", () => {
  it("is what an input method writes and replaces until it commits", () => {
    const desk = new Desk();
    const steps = ["n", "ni", "ni h", "ni ha", "ni hao", "你好"];
    const isContinued = steps.map((text, index) => desk.change(5, steps[index - 1]?.length ?? 0, text));
    assert.deepEqual(isContinued, [false, true, true, true, true, true]);
    assert.equal(desk.changedAtMs, 600);
    assert.equal(desk.change(7, 0, "。"), false);
    assert.deepEqual(desk.ended, [{ document: "a", text: "你好", atMs: 600 }]);
    assert.equal(desk.changedAtMs, undefined);
  });

  it("takes kana on the way and a letter taken back", () => {
    const desk = new Desk();
    for (const [deleted, text] of [
      [0, "k"],
      [1, "か"],
      [1, "かn"],
      [2, "か"],
      [1, "かn"],
      [2, "かな"],
      [2, "仮名"],
    ] as const) {
      desk.change(0, deleted, text);
    }
    desk.end();
    assert.deepEqual(
      desk.ended.map(({ text }) => text),
      ["仮名"],
    );
  });

  it("is neither typing nor a word finished by the editor nor another document's change", () => {
    const desk = new Desk();
    assert.equal(desk.change(0, 0, "f"), false);
    assert.equal(desk.change(0, 1, "function"), false, "the word list finishes a word");
    assert.equal(desk.change(8, 0, "x"), false);
    assert.equal(desk.change(8, 1, "xy", "b"), false);
    assert.equal(desk.change(8, 2, ""), false, "deleting is no going on");
    desk.end();
    assert.deepEqual(desk.ended, []);
  });
});
