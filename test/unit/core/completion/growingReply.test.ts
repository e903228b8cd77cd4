import assert from "node:assert/strict";
import { GrowingReply } from "../../../../src/core/completion/growingReply.ts";
import { holeAt } from "../../../../src/core/completion/hole.ts";
import type { ReplySummary } from "../../../../src/core/completion/readReply.ts";
import { SuggestionEntry } from "../../../../src/core/completion/suggestionEntry.ts";
import type { StatementVerdict } from "../../../../src/core/completion/syntax/findStatementEnd.ts";
import { documentAt } from "./makeHole.ts";

/** A reply at a place; the test answers for the syntax tree. */
class ReplySetup {
  readonly entry: SuggestionEntry;
  readonly reply: GrowingReply;
  readonly asked: string[] = [];
  cuts = 0;
  #answer: ((verdict: StatementVerdict | null) => void) | undefined;

  constructor(marked: string, more: { isMultiline?: boolean; goesOn?: boolean } = {}) {
    const { isMultiline = true, goesOn = false } = more;
    const { snapshot, offset } = documentAt(marked);
    this.entry = new SuggestionEntry(snapshot, offset, { source: "remote", requestRid: "r", isMultiline });
    const hole = holeAt(snapshot, offset, { isMultiline, isChat: false });
    this.reply = new GrowingReply(
      { entry: this.entry, hole, goesOn, snapshot, offset },
      {
        find: ({ reply }) => {
          this.asked.push(reply);
          return new Promise((resolve) => (this.#answer = resolve));
        },
      },
      { onCut: () => (this.cuts += 1), onGrow: () => undefined },
    );
  }

  async tree(verdict: StatementVerdict | null): Promise<void> {
    this.#answer?.(verdict);
    await new Promise(setImmediate);
  }

  end(text: string, end: ReplySummary["end"] = "stop"): void {
    this.reply.end({ text, end, firstTextMs: 1, durationMs: 2, usage: undefined, isOnlyReasoning: false });
    this.entry.state = "done";
  }
}

describe("GrowingReply", () => {
  it("goes by the plain rules until the tree has answered, and stops the stream at its end", async () => {
    const setup = new ReplySetup("function f() {\n  ‸\n");
    assert.equal(setup.reply.read("a();\n  b();\n"), "continue");
    assert.equal(setup.entry.text, "a();\n  b();\n");
    await setup.tree({ end: 4, isInside: false });
    assert.equal(setup.entry.text, "a();");
    assert.equal(setup.cuts, 1);
    assert.equal(setup.reply.isCut, true);
    setup.end("a();\n  b();\n");
    assert.equal(setup.entry.text, "a();");
  });

  it("asks once a line, not once a piece", () => {
    const setup = new ReplySetup("function f() {\n  ‸\n");
    for (const raw of ["a", "a()", "a();\n", "a();\n  b", "a();\n  b()"]) {
      setup.reply.read(raw);
    }
    assert.deepEqual(setup.asked, ["a();\n"]);
  });

  it("does not end in a string that the tree knows to be open", async () => {
    const setup = new ReplySetup("function f() {\n    ‸\n");
    setup.reply.read("a(`x\n");
    await setup.tree({ end: null, isInside: true });
    assert.equal(setup.reply.read("a(`x\ny\n"), "continue");
    assert.equal(setup.entry.text, "a(`x\ny\n");
  });

  it("ends there by the plain rules when the tree is late, and mends it when it answers", async () => {
    const setup = new ReplySetup("function f() {\n    ‸\n");
    const raw = "a(`x\ny`);\n    b();\n    c";
    assert.equal(setup.reply.read(raw), "stop");
    setup.end(raw);
    assert.equal(setup.entry.text, "a(`x");
    await setup.tree({ end: null, isInside: false });
    assert.equal(setup.entry.text, "a(`x\ny`);\n    b();");
    assert.equal(setup.cuts, 0);
  });

  it("never takes away what was offered", async () => {
    const setup = new ReplySetup("function f() {\n  ‸\n");
    setup.reply.read("a();\n  b();\n  c();\n");
    setup.entry.wasOffered = true;
    await setup.tree({ end: 4, isInside: false });
    assert.equal(setup.entry.text, "a();\n  b();\n  c();");
    assert.equal(setup.cuts, 1);
  });

  it("shortens a whole reply that was not offered yet", async () => {
    const setup = new ReplySetup("function f() {\n  ‸\n");
    setup.reply.read("a();\n  b();\n  c();\n");
    setup.end("a();\n  b();\n  c();\n");
    await setup.tree({ end: 11, isInside: false });
    assert.equal(setup.entry.text, "a();\n  b();");
    assert.equal(setup.cuts, 0);
  });

  it("keeps away from an entry that was stopped or went on elsewhere", async () => {
    const stopped = new ReplySetup("function f() {\n  ‸\n");
    stopped.reply.read("a();\n  b();\n");
    stopped.entry.state = "stopped";
    await stopped.tree({ end: 4, isInside: false });
    assert.equal(stopped.entry.text, "a();\n  b();\n");
    const extended = new ReplySetup("function f() {\n  ‸\n");
    extended.reply.read("a();\n  b();\n");
    extended.end("a();\n  b();\n");
    extended.entry.extend("\n  c();");
    await extended.tree({ end: 4, isInside: false });
    assert.equal(extended.entry.text, "a();\n  b();\n  c();");
  });

  it("reads some lines on behind a single line, as a part of their own", async () => {
    const setup = new ReplySetup("  const a = ‸\n}", { isMultiline: false, goesOn: true });
    assert.equal(setup.reply.read("b;\n  c();\n  d();\n}\n"), "stop");
    assert.equal(setup.entry.text, "b;\n  c();\n  d();");
    assert.equal(setup.entry.settledAfter(0), "b;");
    assert.equal(setup.entry.isInLaterPart(2), true);
    const long = new ReplySetup("  const a = ‸\n}", { isMultiline: false, goesOn: true });
    assert.equal(
      long.reply.read(`b;\n${Array.from("cdefghijk", (name) => `  ${name}(1);\n`).join("")}`),
      "stop",
    );
    assert.equal(long.entry.text.split("\n").length, 6);
  });

  it("asks nothing for a single line", () => {
    const setup = new ReplySetup("  const a = ‸\n}", { isMultiline: false });
    assert.equal(setup.reply.read("b;\n  c();\n"), "stop");
    assert.equal(setup.entry.text, "b;");
    assert.deepEqual(setup.asked, []);
  });

  it("drops the last line of a reply that ran into its limit, but not the only one", () => {
    const setup = new ReplySetup("function f() {\n  ‸\n");
    setup.reply.read("a();\n  b(");
    setup.end("a();\n  b(", "length");
    assert.equal(setup.entry.text, "a();");
    const whole = new ReplySetup("function f() {\n  ‸\n");
    whole.reply.read("a();\n  b()");
    whole.end("a();\n  b()");
    assert.equal(whole.entry.text, "a();\n  b()");
    const only = new ReplySetup("function f() {\n  ‸\n");
    only.reply.read("abc(");
    only.end("abc(", "incomplete");
    assert.equal(only.entry.text, "abc(");
  });
});
