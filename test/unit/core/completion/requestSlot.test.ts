import assert from "node:assert/strict";
import type { TextEdit, Trigger } from "../../../../src/core/completion/completionTypes.ts";
import type { CompletionDeps } from "../../../../src/core/completion/completionPorts.ts";
import type { Eagerness } from "../../../../src/core/completion/eagerness.ts";
import { EngineState } from "../../../../src/core/completion/engineState.ts";
import type { LiveRequest } from "../../../../src/core/completion/liveRequest.ts";
import { RequestSlot, type Place } from "../../../../src/core/completion/requestSlot.ts";
import { StatusKeeper } from "../../../../src/core/completion/statusKeeper.ts";
import { SuggestionTracker } from "../../../../src/core/completion/suggestionTracker.ts";
import { AssistantError } from "../../../../src/core/errors.ts";
import type { EventBody } from "../../../../src/core/efficiency/events.ts";
import type { CompletionStatus } from "../../../../src/core/completion/completionStatus.ts";
import type { ContextSnippet } from "../../../../src/core/ports.ts";
import { FakeClock, settle } from "../../../fakes/fakeClock.ts";
import { FakeGatedBackend } from "../../../fakes/gatedBackends.ts";
import { FakeExchange } from "./engineSetup.ts";
import { documentAt } from "./makeHole.ts";

/** A slot whose requests the test answers by hand. */
class Slot {
  readonly clock = new FakeClock();
  readonly events: EventBody[] = [];
  readonly statuses: CompletionStatus[] = [];
  readonly exchanges: FakeExchange[] = [];
  readonly done: LiveRequest[] = [];
  readonly state: EngineState;
  readonly slot: RequestSlot;
  isWanted = true;
  delayMs: number | "auto" = 0;
  eagerness: Eagerness = "balanced";
  multiline: "auto" | "never" = "auto";
  snippets: readonly ContextSnippet[] = [];
  askedFor: string[] = [];
  readonly backend: FakeGatedBackend;

  constructor(isLoopback = false) {
    const sink = { record: (body: EventBody) => void this.events.push(body) };
    const keeper = new StatusKeeper((status) => this.statuses.push(status));
    const tracker = new SuggestionTracker(this.clock, sink, { didAccept: () => undefined });
    this.state = new EngineState(sink, tracker, keeper);
    this.backend = new FakeGatedBackend(
      "a",
      ({ messages }, signal) => {
        const prompt = messages.flatMap(({ parts }) => parts.map(({ text }) => text)).join("");
        const exchange = new FakeExchange(prompt, signal);
        this.exchanges.push(exchange);
        return exchange.stream();
      },
      { isLoopback },
    );
    let ids = 0;
    const deps: CompletionDeps = {
      clock: this.clock,
      random: { next: () => 0.5, uuid: () => `rid${(ids += 1)}` },
      backends: { forRole: () => Promise.resolve(this.backend) },
      predictor: { predict: () => Promise.resolve(null) },
      context: {
        readySnippets: (uri) => {
          this.askedFor.push(uri);
          return this.snippets;
        },
      },
      options: {
        isEnabled: () => true,
        delayMs: () => this.delayMs,
        multiline: () => this.multiline,
        eagerness: () => this.eagerness,
      },
      listener: { onStatus: () => undefined },
    };
    this.slot = new RequestSlot(deps, this.state, {
      isStillWanted: () => this.isWanted,
      onDone: (live) => void this.done.push(live),
    });
  }

  get last(): FakeExchange {
    const last = this.exchanges.at(-1);
    assert.ok(last !== undefined, "no request was made");
    return last;
  }

  get requested(): Extract<EventBody, { type: "request" }>[] {
    return this.events.filter((event) => event.type === "request");
  }

  ensure(marked: string, trigger: Trigger = "automatic"): LiveRequest {
    return this.slot.ensure(at(marked, trigger), this.backend);
  }

  /** Ends the running request with this text. */
  async answer(text: string): Promise<void> {
    await settle();
    this.last.text(text).end();
    await settle();
  }
}

function at(marked: string, trigger: Trigger = "automatic"): Place {
  return { ...documentAt(marked), trigger };
}

function typed(offset: number, text: string): TextEdit[] {
  return [{ offset, removedLength: 0, text }];
}

describe("RequestSlot", () => {
  it("sends at once where nothing is to be waited for, and hands over what came", async () => {
    const slot = new Slot();
    slot.snippets = [{ path: "other.ts", text: "export const other = 1;" }];
    const live = slot.ensure("const a = ‸\n");
    assert.equal(slot.slot.live, live);
    await settle();
    assert.match(slot.last.prompt, /export const other = 1;[^]*const a = <cursor\/>$/);
    assert.deepEqual(slot.askedFor, ["file:///a.ts"]);
    assert.equal(slot.statuses.at(-1)?.isWaiting, true);
    await slot.answer("b;");
    assert.deepEqual(
      slot.done.map(({ entry }) => entry.text),
      ["b;"],
    );
    assert.equal(slot.slot.live, undefined, "free for the next one");
    assert.equal(slot.requested.length, 1);
    assert.equal(slot.statuses.at(-1)?.isWaiting, false);
  });

  it("keeps the one on its way while it fits, and puts a new one in its place where not", async () => {
    const slot = new Slot();
    const first = slot.ensure("const a = ‸\n");
    await settle();
    assert.equal(slot.ensure("const a = ‸\n"), first);
    const second = slot.ensure("let c = ‸\n");
    assert.notEqual(second, first);
    assert.equal(first.isRunning, false);
    await settle();
    assert.deepEqual(
      slot.exchanges.map(({ signal }) => signal.aborted),
      [true, false],
    );
    assert.equal(slot.slot.live, second, "the end of the first one does not free the place of the second");
  });

  it("asks anew after one has ended", async () => {
    const slot = new Slot();
    const first = slot.ensure("a‸");
    await slot.answer("b");
    assert.notEqual(slot.ensure("a‸"), first);
    slot.slot.drop();
  });

  it("does not let a user who asks by hand wait for the delay of another", async () => {
    const slot = new Slot();
    slot.delayMs = 500;
    const waiting = slot.ensure("const a = ‸\n");
    assert.equal(slot.ensure("const a = ‸\n"), waiting, "another call of the editor's waits with it");
    const atOnce = slot.ensure("const a = ‸\n", "manual");
    assert.notEqual(atOnce, waiting);
    await settle();
    assert.equal(slot.exchanges.length, 1);
    assert.equal(slot.ensure("const a = ‸\n", "manual"), atOnce, "what is sent already is joined");
    slot.slot.drop();
    await slot.clock.advance(1000);
    assert.equal(slot.exchanges.length, 1, "the one that waited never left");
    assert.equal(slot.requested.length, 1);
  });

  it("waits the rest of its delay: what has passed since the edit counts", async () => {
    const slot = new Slot();
    slot.delayMs = 100;
    const { snapshot } = documentAt("ab‸");
    await slot.clock.advance(1000);
    slot.slot.didChange(snapshot, typed(1, "b"), 2);
    await slot.clock.advance(40);
    slot.ensure("ab‸");
    await slot.clock.advance(59);
    assert.equal(slot.exchanges.length, 0);
    await slot.clock.advance(1);
    assert.equal(slot.exchanges.length, 1);
    slot.slot.drop();
    await slot.clock.advance(500);
    slot.ensure("ab‸");
    await settle();
    assert.equal(slot.exchanges.length, 2, "longer ago than the delay: at once");
    slot.slot.drop();
  });

  it("waits the whole delay where nothing was edited yet", async () => {
    const slot = new Slot();
    slot.delayMs = 100;
    await slot.clock.advance(1000);
    slot.ensure("ab‸");
    await slot.clock.advance(99);
    assert.equal(slot.exchanges.length, 0);
    await slot.clock.advance(1);
    assert.equal(slot.exchanges.length, 1);
    slot.slot.drop();
  });

  it("takes the typist's own pause, the line and the eagerness into its automatic delay", async () => {
    const waited = async (
      marked: string,
      prepare: (slot: Slot) => void,
      isLoopback = false,
    ): Promise<number> => {
      const slot = new Slot(isLoopback);
      slot.delayMs = "auto";
      slot.state.caution = 1;
      for (let key = 0; key < 10; key += 1) {
        slot.slot.noteKey(key * 90);
      }
      prepare(slot);
      slot.ensure(marked);
      for (let ms = 0; ms <= 2000; ms += 10) {
        await settle();
        if (slot.exchanges.length > 0) {
          slot.slot.drop();
          return ms;
        }
        await slot.clock.advance(10);
      }
      return Infinity;
    };
    const nothing = (): void => undefined;
    // 1.1 times the interval of 90 ms, without the head start of 40, in steps of 10.
    assert.equal(await waited("abc‸", nothing), 60);
    assert.equal(await waited("if (a) {\n  ‸\n}", nothing), 0, "an empty line");
    assert.equal(await waited("a\nb = c.‸", nothing), 0, "its own line ends so");
    assert.equal(await waited("a = \nabc‸", nothing), 60, "another line does");
    assert.equal(await waited("abc‸ = \n", nothing), 60, "behind the cursor it does");
    assert.equal(await waited("abc‸", nothing, true), 0, "on this machine");
    assert.equal(await waited("abc‸", (slot) => slot.slot.noteKey(1500)), 0, "after a pause");
    assert.equal(await waited("abc‸", (slot) => slot.slot.noteDivergence()), 0, "went another way");
    assert.equal(await waited("abc‸", (slot) => (slot.state.caution = 2)), 120);
    assert.equal(await waited("abc‸", (slot) => (slot.eagerness = "high")), 30);
    const reject = (slot: Slot): void => {
      for (let count = 0; count < 6; count += 1) {
        slot.state.rejections.noteRejected();
      }
    };
    const quietMs = await waited("abc‸", reject);
    assert.ok(quietMs >= 300, `${quietMs}`);
    assert.equal(
      await waited("abc‸", (slot) => {
        reject(slot);
        slot.eagerness = "high";
      }),
      30,
      "never quiet when it is to be eager",
    );
  });

  it("asks for the rest of the line or for a block as the setting says", async () => {
    const tokens = (slot: Slot): number => slot.backend.requests.at(-1)?.maxOutputTokens ?? 0;
    const slot = new Slot();
    const line = slot.ensure("const a = ‸\n");
    await settle();
    assert.equal(line.entry.isMultiline, false);
    const withAhead = tokens(slot);
    const block = slot.ensure("f() {\n  ‸\n}\n");
    await settle();
    assert.equal(block.entry.isMultiline, true);
    slot.multiline = "never";
    const never = slot.ensure("f() {\n  ‸\n}\nx");
    await settle();
    assert.equal(never.entry.isMultiline, false);
    assert.ok(tokens(slot) < withAhead, "and reads no lines on");
    slot.slot.drop();
  });

  it("gives each request its trigger and an id of its own", async () => {
    const slot = new Slot();
    const first = slot.ensure("a‸", "manual");
    await slot.answer("b");
    const second = slot.ensure("a‸");
    assert.deepEqual([first.input.trigger, second.input.trigger], ["manual", "automatic"]);
    assert.deepEqual([first.input.rid, second.input.rid], ["rid1", "rid2"]);
    await slot.answer("b");
    assert.deepEqual(
      slot.requested.map(({ rid }) => rid),
      ["rid1", "rid2"],
    );
  });
});

describe("RequestSlot after an edit", () => {
  const place = "const a = ‸\n";
  const offset = "const a = ".length;

  it("lets a stream go on that is followed, and moves its place with the text", async () => {
    const slot = new Slot();
    const above = `// ${"x".repeat(400)}\n`;
    const live = slot.ensure(above + place);
    await settle();
    slot.last.text("items.le");
    await settle();
    const start = above.length + offset;
    slot.slot.didChange(documentAt(`${above}const a = i‸\n`).snapshot, typed(start, "i"), start + 1);
    assert.equal(live.isRunning, true);
    slot.slot.didChange(documentAt(`zz${above}const a = i‸\n`).snapshot, typed(0, "zz"), start + 3);
    assert.deepEqual([live.isRunning, live.entry.anchor], [true, start + 2]);
    assert.equal(slot.state.caution, 1);
    slot.slot.drop();
  });

  it("stops one that had its say and was contradicted, and is more careful for it", async () => {
    const slot = new Slot();
    slot.delayMs = "auto";
    const live = slot.ensure("const a = ‸\n", "manual");
    await settle();
    slot.last.text("items.le");
    await settle();
    slot.slot.didChange(documentAt("const a = q‸\n").snapshot, typed(offset, "q"), offset + 1);
    assert.equal(live.isRunning, false);
    assert.equal(slot.slot.live, undefined);
    assert.equal(slot.last.signal.aborted, true);
    assert.ok(slot.state.caution > 1);
    slot.ensure("const a = q‸\n");
    await settle();
    assert.equal(slot.exchanges.length, 2, "the next one leaves at once");
    slot.slot.drop();
  });

  it("forgets at the next edit that the one before went another way", async () => {
    const slot = new Slot();
    slot.delayMs = "auto";
    for (let key = 0; key < 10; key += 1) {
      slot.slot.noteKey(key * 100);
    }
    slot.slot.noteDivergence();
    slot.slot.didChange(documentAt("abc‸").snapshot, typed(2, "c"), 3);
    slot.ensure("abc‸");
    await settle();
    assert.equal(slot.exchanges.length, 0, "it waits as ever");
    slot.slot.drop();
  });

  it("stops one without a word too, but learns nothing from it", async () => {
    const slot = new Slot();
    slot.ensure(place);
    await settle();
    // No telling where the cursor is.
    slot.slot.didChange(documentAt("const a = i‸\n").snapshot, typed(offset, "i"), undefined);
    assert.equal(slot.last.signal.aborted, true);
    assert.equal(slot.state.caution, 1);
  });

  it("stops one that still waits, whatever was typed", async () => {
    const slot = new Slot();
    slot.delayMs = 100;
    const live = slot.ensure(place);
    slot.slot.didChange(documentAt("const a = i‸\n").snapshot, typed(offset, "i"), offset + 1);
    assert.equal(live.isRunning, false);
    await slot.clock.advance(200);
    assert.equal(slot.exchanges.length, 0);
    assert.equal(slot.requested.length, 0, "what never left is no request");
    assert.deepEqual(slot.statuses, []);
  });

  it("is stopped by a move of the cursor to where it does not belong, and by no other", async () => {
    const slot = new Slot();
    const live = slot.ensure(place);
    await settle();
    const { snapshot } = documentAt(place);
    slot.slot.didMoveCursor(snapshot, offset);
    assert.equal(live.isRunning, true);
    slot.slot.didMoveCursor(snapshot, 3);
    assert.equal(live.isRunning, false);
    assert.equal(slot.slot.live, undefined);
    slot.slot.didMoveCursor(snapshot, 3);
  });

  it("stops a stream whose text turns out to be of no use", async () => {
    const slot = new Slot();
    const live = slot.ensure(place);
    await settle();
    slot.isWanted = false;
    slot.last.text("nothing");
    await settle();
    assert.equal(live.isRunning, false);
    assert.equal(slot.last.signal.aborted, true);
    assert.deepEqual(slot.done, []);
  });
});

describe("RequestSlot at the end of a request", () => {
  it("learns how long the first text takes, of silence too", async () => {
    const slot = new Slot();
    slot.ensure("a‸");
    await slot.clock.advance(800);
    await slot.answer("b");
    assert.ok((slot.state.health.expectedFirstTextMs ?? 0) >= 800);
    const silent = new Slot();
    await silent.clock.advance(500);
    silent.ensure("a‸");
    await silent.clock.advance(900);
    silent.slot.drop();
    await settle();
    const expectedMs = silent.state.health.expectedFirstTextMs ?? 0;
    assert.ok(expectedMs >= 900, "it would have taken longer still");
    assert.ok(expectedMs < 1400, "what passed before the request does not count");
  });

  it("learns nothing of a stream that was stopped after its first text, nor of one that never left", async () => {
    const slot = new Slot();
    slot.ensure("a‸");
    await slot.clock.advance(900);
    slot.last.text("b");
    await settle();
    slot.slot.drop();
    await settle();
    assert.equal(slot.state.health.expectedFirstTextMs, undefined);
    slot.delayMs = 500;
    slot.ensure("a‸");
    await slot.clock.advance(100);
    slot.slot.drop();
    await settle();
    assert.equal(slot.state.health.expectedFirstTextMs, undefined);
  });

  it("tells of a failure and lets the backend rest", async () => {
    const slot = new Slot();
    slot.ensure("a‸");
    await settle();
    slot.last.fail(new AssistantError("unreachable", "Down."));
    await settle();
    const { lastError, isOnlyReasoning } = slot.statuses.at(-1) ?? {};
    assert.deepEqual([lastError?.kind, isOnlyReasoning], ["unreachable", false]);
    assert.equal(slot.state.health.isResting(slot.clock.monotonicMs() + 1000), true);
    assert.deepEqual(slot.done, []);
    assert.equal(slot.slot.live, undefined);
    assert.equal(slot.requested.length, 1);
  });

  it("tells at once of a model that only reasons", async () => {
    const slot = new Slot();
    slot.ensure("a‸");
    await settle();
    slot.last.reasoning();
    await slot.clock.advance(3000);
    const { lastError, isOnlyReasoning } = slot.statuses.at(-1) ?? {};
    assert.deepEqual([lastError?.kind, isOnlyReasoning], ["onlyReasoning", true]);
  });

  it("takes a failure back with the next good reply", async () => {
    const slot = new Slot();
    slot.ensure("a‸");
    await settle();
    slot.last.fail(new AssistantError("unreachable", "Down."));
    await settle();
    slot.ensure("a‸");
    assert.equal(slot.statuses.at(-1)?.lastError?.kind, "unreachable");
    await slot.answer("b");
    assert.equal(slot.statuses.at(-1)?.lastError, undefined);
  });
});
