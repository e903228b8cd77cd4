import assert from "node:assert/strict";
import { AssistantError } from "../../../../src/core/errors.ts";
import { CompletionBackend } from "../../../../src/core/completion/completionBackend.ts";
import { judgeDeparture } from "../../../../src/core/completion/departure.ts";
import { DocumentMoment } from "../../../../src/core/completion/documentMoment.ts";
import { EngineState } from "../../../../src/core/completion/engineState.ts";
import { findReady, isKnownEmpty } from "../../../../src/core/completion/lookUp.ts";
import { offerOf } from "../../../../src/core/completion/offerOf.ts";
import { RejectedLines } from "../../../../src/core/completion/rejectedLines.ts";
import { ShownText } from "../../../../src/core/completion/shownText.ts";
import { StatusKeeper } from "../../../../src/core/completion/statusKeeper.ts";
import { SuggestionCache } from "../../../../src/core/completion/suggestionCache.ts";
import { SuggestionEntry } from "../../../../src/core/completion/suggestionEntry.ts";
import { SuggestionTracker } from "../../../../src/core/completion/suggestionTracker.ts";
import { FakeClock } from "../../../fakes/fakeClock.ts";
import { FakeGatedBackend, streamsText } from "../../../fakes/gatedBackends.ts";
import { documentAt } from "./makeHole.ts";

const signal = new AbortController().signal;
const manner = { trigger: "automatic" as const, cursorCount: 1, isReadOnly: false, signal };

function entryAt(marked: string, text: string, source: "remote" | "local" = "remote"): SuggestionEntry {
  const { snapshot, offset } = documentAt(marked);
  const entry = new SuggestionEntry(snapshot, offset, { source, requestRid: "own", isMultiline: false });
  entry.text = text;
  entry.state = "done";
  return entry;
}

function shownOf(marked: string, text: string): ShownText {
  const { snapshot, offset } = documentAt(marked);
  const ready = {
    entry: entryAt(marked, text),
    consumed: 0,
    fitted: { text, replacedLength: 0 },
    isWhole: true,
  };
  return new ShownText(ready, { rid: "r", sinceMs: 100, snapshot, offset });
}

describe("DocumentMoment", () => {
  it("follows edits, questions and moves, and counts edits alone", () => {
    const at = new DocumentMoment();
    assert.equal(at.now, undefined);
    assert.equal(at.didMoveCursor(1), undefined);
    const { snapshot } = documentAt("ab‸");
    assert.deepEqual(at.didChange(snapshot, { kind: "typed", cursor: 2 }), { snapshot, offset: 2 });
    assert.deepEqual(at.didChange(snapshot, { kind: "undoRedo", cursor: undefined }), {
      snapshot,
      offset: 2,
    });
    assert.equal(at.version, 2);
    assert.equal(at.didMoveCursor(2), undefined, "it stands there already");
    assert.deepEqual(at.didMoveCursor(1), { snapshot, offset: 1 });
    at.didAsk(snapshot, 0);
    assert.deepEqual(at.now, { snapshot, offset: 0 });
    assert.equal(at.version, 2);
  });

  it("notices that the editor no longer asks", () => {
    const at = new DocumentMoment();
    const { snapshot } = documentAt("ab‸");
    at.didAsk(snapshot, 2);
    const seen = [1, 2, 3, 4].map(() => {
      at.didChange(snapshot, { kind: "typed", cursor: 2 });
      return at.isAskedFor;
    });
    assert.deepEqual(seen, [true, true, true, false]);
    at.didAsk(snapshot, 2);
    at.didChange(snapshot, { kind: "deleted", cursor: 2 });
    assert.equal(at.isAskedFor, true);
  });
});

describe("lookUp", () => {
  const marked = "x = ‸\n";
  const place = { ...documentAt(marked), trigger: "automatic" as const };

  it("finds what is kept, and prefers what arrives to it and what is shown to both", () => {
    const cache = new SuggestionCache();
    const known = { cache, live: undefined, shown: undefined, rejected: new RejectedLines() };
    assert.equal(findReady(known, place, 0), undefined);
    cache.add(entryAt(marked, "kept();"));
    assert.equal(findReady(known, place, 0)?.fitted.text, "kept();");
    const live = entryAt(marked, "live();");
    assert.equal(findReady({ ...known, live }, place, 0)?.fitted.text, "live();");
    const shown = shownOf(marked, "shown();");
    assert.equal(findReady({ ...known, live, shown }, place, 0)?.fitted.text, "shown();");
    const longer = entryAt(marked, "shown(); // and more");
    assert.equal(findReady({ ...known, live: longer, shown }, place, 0)?.fitted.text, "shown(); // and more");
  });

  it("does not find what the typist went away from on the line, nor unsure predictions unasked", () => {
    const cache = new SuggestionCache();
    const rejected = new RejectedLines();
    const known = { cache, live: undefined, shown: undefined, rejected };
    cache.add(entryAt(marked, "kept();"));
    rejected.note(0, "x = kept();");
    assert.equal(findReady(known, place, 0), undefined);
    rejected.clear();
    assert.equal(findReady(known, place, 0)?.fitted.text, "kept();");
    const unsure = entryAt("y = ‸\n", "perhaps();", "local");
    unsure.confidence = 0.5;
    cache.add(unsure);
    const other = documentAt("y = ‸\n");
    assert.equal(findReady(known, { ...other, trigger: "automatic" }, 0), undefined);
    assert.equal(findReady(known, { ...other, trigger: "manual" }, 0)?.fitted.text, "perhaps();");
  });

  it("knows where the model had nothing to say, until that lapses or the user asks by hand", () => {
    const cache = new SuggestionCache();
    assert.equal(isKnownEmpty(cache, place, 0), false);
    const empty = entryAt(marked, "");
    empty.expiresMs = 10;
    cache.add(empty);
    assert.equal(isKnownEmpty(cache, place, 9), true);
    assert.equal(isKnownEmpty(cache, { ...place, trigger: "manual" }, 9), false);
    assert.equal(isKnownEmpty(cache, place, 10), false);
  });
});

describe("judgeDeparture", () => {
  const before = (text: string): { snapshot: ReturnType<typeof documentAt>["snapshot"]; offset: number } =>
    documentAt(`x = ${text}‸\n`);

  it("calls a text rejected that was painted and then contradicted by a key", () => {
    const shown = shownOf("x = ‸\n", "value.name;");
    const judge = (isTyped: boolean, nowMs: number) => judgeDeparture(shown, before(""), { isTyped, nowMs });
    assert.deepEqual(judge(true, 130), { isFollowed: false, isTypedAlong: false, isRejected: true });
    assert.deepEqual(judge(true, 129), { isFollowed: false, isTypedAlong: false, isRejected: false });
    assert.deepEqual(judge(false, 500), { isFollowed: false, isTypedAlong: false, isRejected: false });
  });

  it("calls a text followed of which six characters were typed", () => {
    const shown = shownOf("x = ‸\n", "value.name;");
    const followed = (text: string): boolean =>
      judgeDeparture(shown, before(text), { isTyped: true, nowMs: 500 }).isFollowed;
    assert.equal(followed("value"), false);
    assert.equal(followed("value."), true);
    assert.equal(followed("other."), false);
  });
});

describe("offerOf", () => {
  const ask = { ...manner, ...documentAt("x = ‸)\n") };
  const ready = (entry: SuggestionEntry) => ({
    entry,
    consumed: 0,
    fitted: { text: "f()", replacedLength: 1 },
    isWhole: true,
  });
  const newRid = (): string => "new";

  it("gives each showing of a text an id of its own, and says where the text came from", () => {
    const entry = entryAt("x = ‸)\n", "f()");
    const offered = (shownRid?: string) => offerOf({ ask, ready: ready(entry), shownRid, newRid });
    assert.deepEqual(offered(), {
      rid: "own",
      text: "f()",
      replaceStart: 4,
      replaceEnd: 5,
      source: "remote",
    });
    entry.wasOffered = true;
    assert.deepEqual([offered()?.rid, offered()?.source], ["new", "cache"]);
    assert.deepEqual([offered("r")?.rid, offered("r")?.source], ["r", "typed_through"]);
    assert.equal(
      offerOf({ ask, ready: ready(entryAt("x = ‸)\n", "f()", "local")), shownRid: undefined, newRid })
        ?.source,
      "local",
    );
  });

  it("extends the selected item of the suggest list or is none", () => {
    const offered = (text: string, start: number) =>
      offerOf({
        ask: { ...ask, selected: { text, start } },
        ready: ready(entryAt("x = ‸)\n", "f()")),
        shownRid: undefined,
        newRid,
      });
    assert.equal(offered("= f", 2)?.text, "= f()");
    assert.equal(offered("= f", 2)?.replaceStart, 2);
    assert.equal(offered("= g", 2), undefined);
    assert.equal(offered("= f()", 2), undefined, "nothing more than the item");
    assert.equal(offered("f", 5), undefined, "an item that begins behind the cursor");
  });
});

describe("CompletionBackend", () => {
  function stateOf(clock: FakeClock): EngineState {
    const events = { record: () => undefined };
    const tracker = new SuggestionTracker(clock, events, { didAccept: () => undefined });
    return new EngineState(events, tracker, new StatusKeeper(() => undefined));
  }

  it("gives none while the backend rests, and says so", async () => {
    const clock = new FakeClock();
    const state = stateOf(clock);
    const backend = new FakeGatedBackend("a", streamsText(""));
    const ours = new CompletionBackend(
      { clock, backends: { forRole: () => Promise.resolve(backend) } },
      state,
    );
    assert.equal(await ours.ready(), backend);
    assert.equal(ours.isFree, backend.identity.isLoopback);
    state.health.noteFailure(new AssistantError("serverError", "down"), clock.monotonicMs());
    assert.equal(await ours.ready(), undefined);
    assert.equal(state.status.status.isLocalOnly, true);
    await clock.advance(5000);
    assert.equal(await ours.ready(), backend);
    assert.equal(state.status.status.isLocalOnly, false);
  });

  it("never rejects: a fault goes into the status", async () => {
    const clock = new FakeClock();
    const state = stateOf(clock);
    const fault = new AssistantError("unreachable", "no such host");
    const ours = new CompletionBackend({ clock, backends: { forRole: () => Promise.reject(fault) } }, state);
    assert.equal(await ours.ready(), undefined);
    assert.equal(state.status.status.lastError, fault);
    assert.equal(state.status.status.isLocalOnly, true);
  });
});
