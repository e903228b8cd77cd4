import assert from "node:assert/strict";
import { joinRequest, type JoinInput } from "../../../../src/core/completion/joinRequest.ts";
import { LiveRequest } from "../../../../src/core/completion/liveRequest.ts";
import { readyPart, type ReadySuggestion } from "../../../../src/core/completion/readyPart.ts";
import { FakeClock, settle } from "../../../fakes/fakeClock.ts";
import { FakeGatedBackend, streamsText } from "../../../fakes/gatedBackends.ts";
import { documentAt } from "./makeHole.ts";

/** A request that never leaves: the test writes its entry by hand. */
class Joined {
  readonly clock = new FakeClock();
  readonly place = documentAt("f() {\n  ‸\n}\n");
  readonly controller = new AbortController();
  ensured = 0;
  isStale = false;
  local: Promise<void> | undefined;
  extra: ReadySuggestion | undefined;
  live: LiveRequest;

  constructor(isMultiline = true) {
    this.live = this.#request(isMultiline);
  }

  #request(isMultiline: boolean): LiveRequest {
    const backend = new FakeGatedBackend("a", streamsText(""));
    return new LiveRequest(
      { ...this.place, backend, isMultiline, trigger: "automatic", rid: "r" },
      { clock: this.clock },
    );
  }

  join(): Promise<ReadySuggestion | undefined> {
    const input: JoinInput = {
      clock: this.clock,
      signal: this.controller.signal,
      local: this.local,
      find: () => readyPart(this.live.entry, this.place.snapshot, this.place.offset) ?? this.extra,
      ensure: () => {
        this.ensured += 1;
        return this.live;
      },
      live: () => (this.live.isRunning ? this.live : undefined),
      isStale: () => this.isStale,
    };
    return joinRequest(input);
  }

  /** Another piece has come; `stop` tells those who wait. */
  grow(text: string, state: "streaming" | "done" = "streaming"): void {
    this.live.entry.text = text;
    this.live.entry.state = state;
  }
}

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let isOver = false;
  void promise.then(() => (isOver = true));
  await settle();
  return isOver;
}

describe("joinRequest", () => {
  it("returns at once what is whole, and asks for nothing", async () => {
    const joined = new Joined();
    joined.grow("a();", "done");
    assert.equal((await joined.join())?.fitted.text, "a();");
    assert.equal(joined.ensured, 0);
    assert.equal(joined.clock.pendingCount, 0);
  });

  it("waits 60 ms after the first complete line for the rest of a block, and no longer", async () => {
    const joined = new Joined();
    joined.grow("a();\n  b(");
    const answer = joined.join();
    await joined.clock.advance(59);
    assert.equal(await isSettled(answer), false);
    await joined.clock.advance(1);
    assert.equal((await answer)?.fitted.text, "a();");
    assert.equal(joined.clock.pendingCount, 0);
  });

  it("does not wait for more of a single line", async () => {
    const joined = new Joined(false);
    joined.grow("a();\n  b(");
    joined.live.entry.endPart("a();".length);
    assert.equal((await joined.join())?.fitted.text, "a();");
  });

  it("looks again when the predictor has spoken", async () => {
    const joined = new Joined();
    let speak = (): void => undefined;
    joined.local = new Promise((resolve) => (speak = resolve));
    joined.grow("");
    const answer = joined.join();
    assert.equal(await isSettled(answer), false);
    const { snapshot, offset } = joined.place;
    const entry = new Joined().live.entry;
    entry.text = "p();";
    entry.state = "done";
    joined.extra = readyPart(entry, snapshot, offset);
    speak();
    assert.equal((await answer)?.fitted.text, "p();");
  });

  it("gives up when the question is stale, aborted, or the request ends with nothing", async () => {
    const stale = new Joined();
    stale.isStale = true;
    assert.equal(await stale.join(), undefined);
    assert.equal(stale.ensured, 0);
    const aborted = new Joined();
    aborted.grow("");
    const answer = aborted.join();
    await settle();
    aborted.isStale = true;
    aborted.controller.abort();
    assert.equal(await answer, undefined);
    const ended = new Joined();
    ended.grow("", "done");
    assert.equal(await ended.join(), undefined);
    assert.equal(ended.ensured, 1);
  });
});
