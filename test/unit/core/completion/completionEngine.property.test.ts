import assert from "node:assert/strict";
import fc from "fast-check";
import { AssistantError } from "../../../../src/core/errors.ts";
import type { DocumentSnapshot, Offer } from "../../../../src/core/completion/completionTypes.ts";
import { soakEdits } from "../../../bench/completion/soakEdits.ts";
import { settle } from "../../../fakes/fakeClock.ts";
import { EngineSetup } from "./engineSetup.ts";

type Step =
  | { readonly kind: "type"; readonly text: string }
  | { readonly kind: "along" }
  | { readonly kind: "pair" }
  | { readonly kind: "enter" }
  | { readonly kind: "backspace" }
  | { readonly kind: "undo" }
  | { readonly kind: "paste"; readonly at: number; readonly text: string }
  | { readonly kind: "jump"; readonly at: number }
  | { readonly kind: "ask"; readonly isManual: boolean }
  | { readonly kind: "cancel" }
  | { readonly kind: "accept" }
  | { readonly kind: "reply"; readonly text: string; readonly isEnd: boolean }
  | { readonly kind: "fail" }
  | { readonly kind: "wait"; readonly ms: number };

const piece = fc.constantFrom("a", "b", "ab", "a(b)", ");", "\n", "  ", "x = a", "}", '"', "值");
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("type" as const),
      text: fc.constantFrom("a", "b", "(", " ", ";", "值"),
    }),
  },
  { weight: 4, arbitrary: fc.constant({ kind: "along" as const }) },
  fc.constant({ kind: "pair" as const }),
  fc.constant({ kind: "enter" as const }),
  { weight: 2, arbitrary: fc.constant({ kind: "backspace" as const }) },
  fc.constant({ kind: "undo" as const }),
  fc.record({ kind: fc.constant("paste" as const), at: fc.nat(200), text: piece }),
  fc.record({ kind: fc.constant("jump" as const), at: fc.nat(200) }),
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("ask" as const), isManual: fc.boolean() }) },
  fc.constant({ kind: "cancel" as const }),
  fc.constant({ kind: "accept" as const }),
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("reply" as const),
      text: fc.array(piece, { maxLength: 4 }).map((all) => all.join("")),
      isEnd: fc.boolean(),
    }),
  },
  fc.constant({ kind: "fail" as const }),
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.constantFrom(1, 40, 70, 400, 4000) }),
  },
);

interface Pending {
  readonly snapshot: DocumentSnapshot;
  readonly offset: number;
  readonly isCurrent: () => boolean;
  abort(): void;
}

/** Texts are compared without white space, which the filters may change. */
function squash(text: string): string {
  return text.replace(/\s+/g, "");
}

class Run {
  readonly setup: EngineSetup;
  readonly pending: Pending[] = [];
  readonly offers: Offer[] = [];
  readonly replies = new Map<object, string>();
  readonly problems: string[] = [];
  readonly #maxOpen: number;
  #version = 0;
  /** What the editor would show: shrinks while it is typed along, goes at any other edit and move. */
  #ghost = "";

  constructor(isOffline: boolean, more: { isLoopback?: boolean; maxOpen?: number } = {}) {
    this.#maxOpen = more.maxOpen ?? 1;
    this.setup = new EngineSetup("function f() {\n  ‸\n}\n");
    this.setup.isOffline = isOffline;
    this.setup.isLoopback = more.isLoopback ?? false;
    this.setup.delayMs = "auto";
    this.setup.prediction = { text: "ab(a);", confidence: 0.95 };
  }

  async take(next: Step): Promise<void> {
    const { setup } = this;
    const before = this.#textLength();
    switch (next.kind) {
      case "type":
        this.#edit({ offset: setup.cursor, removedLength: 0, text: next.text });
        break;
      case "along":
        this.#edit({ offset: setup.cursor, removedLength: 0, text: Array.from(this.#ghost)[0] ?? "a" });
        break;
      case "pair":
        this.#edit({ offset: setup.cursor, removedLength: 0, text: "()" }, 1);
        break;
      case "enter":
        this.#edit({ offset: setup.cursor, removedLength: 0, text: "\n  " });
        break;
      case "backspace":
        if (setup.cursor > 0) {
          this.#edit({ offset: setup.cursor - 1, removedLength: 1, text: "" });
        }
        break;
      case "undo":
        if (setup.cursor > 0) {
          this.#version += 1;
          this.#ghost = "";
          setup.edit({ offset: setup.cursor - 1, removedLength: 1, text: "" }, "undoRedo");
        }
        break;
      case "paste": {
        const cursor = setup.cursor;
        const offset = next.at % (before + 1);
        this.#edit({ offset, removedLength: 0, text: next.text });
        setup.cursor = cursor + (offset <= cursor ? next.text.length : 0);
        break;
      }
      case "jump":
        this.#ghost = "";
        setup.cursor = next.at % (before + 1);
        setup.engine.didMoveCursor(setup.snapshot.uri, setup.cursor);
        break;
      case "ask":
        this.#ask(next.isManual);
        break;
      case "cancel":
        this.pending.at(-1)?.abort();
        break;
      case "accept": {
        const offer = this.offers.at(-1);
        if (offer !== undefined && offer.replaceEnd <= before) {
          this.#version += 1;
          this.#ghost = "";
          setup.accept(offer);
        }
        break;
      }
      case "reply":
        this.#reply(next.text, next.isEnd);
        break;
      case "fail":
        setup.exchanges.find(({ isOpen }) => isOpen)?.fail(new AssistantError("serverError", "no"));
        break;
      case "wait":
        await setup.clock.advance(next.ms);
        break;
    }
    await settle();
    const open = setup.exchanges.filter((exchange) => exchange.isOpen && !exchange.signal.aborted).length;
    if (open > this.#maxOpen) {
      this.problems.push(`${open} requests at once`);
    }
  }

  #textLength(): number {
    return this.setup.snapshot.text.length;
  }

  #edit(edit: { offset: number; removedLength: number; text: string }, cursorIn?: number): void {
    this.#version += 1;
    this.pending.forEach(({ abort }) => abort());
    const isAlong =
      edit.offset === this.setup.cursor && edit.removedLength === 0 && this.#ghost.startsWith(edit.text);
    this.#ghost = isAlong && cursorIn === undefined ? this.#ghost.slice(edit.text.length) : "";
    this.setup.edit(edit, "other", cursorIn);
  }

  #ask(isManual: boolean): void {
    const { setup } = this;
    const version = this.#version;
    const { answer, abort } = setup.ask({ trigger: isManual ? "manual" : "automatic" });
    const { snapshot, cursor } = setup;
    let isAborted = false;
    const pending = {
      snapshot,
      offset: cursor,
      isCurrent: () => this.#version === version && !isAborted,
      abort: () => {
        isAborted = true;
        abort();
      },
    };
    this.pending.push(pending);
    void answer.then((offer) => {
      if (pending.isCurrent() && cursor === setup.cursor) {
        const text = offer?.text ?? "";
        if (this.#ghost.trim() !== "" && !text.startsWith(this.#ghost)) {
          this.problems.push(`what was shown has gone: ${JSON.stringify({ was: this.#ghost, is: text })}`);
        }
        this.#ghost = text;
      }
      if (offer !== undefined) {
        this.#check(offer, pending);
      }
    });
  }

  #reply(text: string, isEnd: boolean): void {
    const exchange = this.setup.exchanges.find(({ isOpen, signal }) => isOpen && !signal.aborted);
    if (exchange === undefined) {
      return;
    }
    this.replies.set(exchange, (this.replies.get(exchange) ?? "") + text);
    exchange.text(text);
    if (isEnd) {
      exchange.end();
    }
  }

  #check(offer: Offer, asked: Pending): void {
    if (!asked.isCurrent()) {
      this.problems.push("an offer for a document that is no more");
    }
    this.offers.push(offer);
    const { text } = asked.snapshot;
    const isInside =
      offer.replaceStart <= asked.offset &&
      offer.replaceEnd >= asked.offset &&
      offer.replaceEnd <= text.length;
    if (!isInside || text.slice(offer.replaceStart, offer.replaceEnd).includes("\n")) {
      this.problems.push(`a range outside its line: ${JSON.stringify(offer)}`);
    }
    const known = [...this.replies.values(), "ab(a);"].map(squash);
    if (!known.some((reply) => reply.includes(squash(offer.text)))) {
      this.problems.push(`a text that nobody predicted: ${JSON.stringify(offer.text)}`);
    }
    // It must be predicted to follow what stands before the cursor: the reply to a prompt with that text.
    const followed = squash(text.slice(Math.max(0, asked.offset - 40), asked.offset)) + squash(offer.text);
    const follows = this.setup.exchanges.some((exchange) => {
      const before = exchange.prompt.split("<before_cursor").at(-1) ?? "";
      const asked = squash(before.replace(/^[^>]*>/, "").replace("<cursor/>", ""));
      const reply = squash(this.replies.get(exchange) ?? "");
      // A reply may begin with an echo of what stands before the cursor, which is not shown.
      return Array.from({ length: reply.length + 1 }, (_, length) => length).some(
        (length) =>
          asked.endsWith(reply.slice(0, length)) && (asked + reply.slice(length)).includes(followed),
      );
    });
    if (
      !follows &&
      offer.source !== "local" &&
      !("ab(a);".endsWith(squash(offer.text)) && offer.source !== "remote")
    ) {
      this.problems.push(`a text that does not follow: ${JSON.stringify({ followed, offer })}`);
    }
  }
}

describe("CompletionEngine as a state machine", () => {
  it("never shows what does not follow from the document, and leaks neither stream nor timer", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 60 }),
        fc.boolean(),
        async (steps, isOffline) => {
          const run = new Run(isOffline);
          for (const next of steps) {
            await run.take(next);
          }
          run.pending.forEach(({ abort }) => abort());
          run.setup.engine.dispose();
          await run.setup.clock.advance(10_000);
          assert.deepEqual(run.problems, []);
          assert.equal(run.setup.clock.pendingCount, 0, "a timer is left");
          assert.deepEqual(run.setup.engine.load, { documents: 0, entries: 0, running: 0 });
          const open = run.setup.exchanges.filter((exchange) => exchange.isOpen && !exchange.signal.aborted);
          assert.equal(open.length, 0, "a stream is left");
          assert.equal(run.setup.status.isWaiting, false);
        },
      ),
      { numRuns: 400, seed: 7 },
    );
  }).timeout(60_000);

  it("does so over long sequences of edits on this machine too, where it asks ahead", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 400, maxLength: 600 }), async (steps) => {
        const run = new Run(false, { isLoopback: true, maxOpen: 2 });
        let mostEntries = 0;
        for (const next of steps) {
          await run.take(next);
          mostEntries = Math.max(mostEntries, run.setup.engine.load.entries);
        }
        run.pending.forEach(({ abort }) => abort());
        run.setup.engine.dispose();
        await run.setup.clock.advance(10_000);
        assert.deepEqual(run.problems, []);
        assert.ok(mostEntries <= 256);
        assert.equal(run.setup.clock.pendingCount, 0, "a timer is left");
        assert.deepEqual(run.setup.engine.load, { documents: 0, entries: 0, running: 0 });
        const open = run.setup.exchanges.filter((exchange) => exchange.isOpen && !exchange.signal.aborted);
        assert.equal(open.length, 0, "a stream is left");
      }),
      { numRuns: 12, seed: 11 },
    );
  }).timeout(60_000);

  it("keeps its memory bounded over many edits", async () => {
    const setup = new EngineSetup("x = ‸");
    for (let round = 0; round < 400; round += 1) {
      const { answer } = setup.ask();
      await settle();
      setup.exchanges.at(-1)?.text(`value${round};`).end();
      await answer;
      setup.edit({ offset: setup.cursor, removedLength: 0, text: `name${round} = ` });
    }
    assert.ok(setup.engine.load.entries <= 256);
  });

  it("holds no more after many edits in many documents than after some, and leaves nothing behind", async () => {
    const report = await soakEdits(6000, 3);
    assert.deepEqual(report.left, { streams: 0, timers: 0, entries: 0 });
    assert.ok(report.offers > 50 && report.requests > 200, JSON.stringify(report));
    assert.ok(report.mostDocuments <= 50, `${report.mostDocuments} documents`);
    assert.ok(report.mostEntries <= 50 * 256, `${report.mostEntries} entries`);
    // One that is read, one ahead, and those that were just stopped.
    assert.ok(report.mostStreams <= 4, `${report.mostStreams} streams`);
  }).timeout(60_000);
});
