import assert from "node:assert/strict";
import { KeyLane } from "../../../../src/adapters/models/keyLane.ts";
import { KeyLanes } from "../../../../src/adapters/models/keyLanes.ts";
import { FakeClock, settle } from "../../../fakes/fakeClock.ts";

const endless = new AbortController().signal;

async function isIn(pass: Promise<unknown>): Promise<boolean> {
  let hasEntered = false;
  void pass.then(() => (hasEntered = true));
  await settle();
  return hasEntered;
}

describe("KeyLane", () => {
  let clock: FakeClock;
  let lane: KeyLane;
  beforeEach(() => {
    clock = new FakeClock();
    lane = new KeyLane(clock);
  });

  it("lets chats run as many as there are, and completions two at a time", async () => {
    for (let count = 0; count < 5; count += 1) {
      assert.ok(await isIn(lane.enter(true, endless)));
    }
    const first = await lane.enter(false, endless);
    await lane.enter(false, endless);
    const third = lane.enter(false, endless);
    assert.equal(await isIn(third), false);
    assert.equal(await isIn(lane.enter(true, endless)), true, "a chat never waits for completions");
    first?.leave();
    assert.equal(await isIn(third), true);
  });

  it("a chat takes the one place of a completion and goes before those that wait", async () => {
    lane.limitTo(1);
    const running = await lane.enter(false, endless);
    const waiting = lane.enter(false, endless);
    const chat = lane.enter(true, endless);
    assert.equal(running?.displaced.aborted, true);
    assert.equal(await isIn(chat), false, "one at a time: the place is free when the other has left");
    running?.leave();
    running?.leave();
    assert.equal(await isIn(chat), true);
    assert.equal(await isIn(waiting), false, "leaving twice frees one place");
    (await chat)?.leave();
    assert.equal(await isIn(waiting), true);
  });

  it("never displaces a chat", async () => {
    lane.limitTo(1);
    const running = await lane.enter(true, endless);
    void lane.enter(true, endless);
    assert.equal(running?.displaced.aborted, false);
  });

  it("forgets who gave up waiting", async () => {
    lane.limitTo(1);
    const running = await lane.enter(true, endless);
    const leaver = new AbortController();
    const gone = lane.enter(true, leaver.signal);
    const next = lane.enter(true, endless);
    leaver.abort();
    assert.equal(await gone, undefined);
    running?.leave();
    assert.equal(await isIn(next), true);
    assert.equal(await lane.enter(true, leaver.signal), undefined);
  });

  it("rests after a refusal for as long as the server says, else 2 s doubling to a minute", async () => {
    lane.noteRefusal(7_000);
    await clock.advance(6_999);
    assert.equal(lane.isResting, true);
    await clock.advance(1);
    assert.equal(lane.isResting, false);
    lane.noteSuccess();
    const rests: number[] = [];
    for (let count = 0; count < 7; count += 1) {
      lane.noteRefusal(undefined);
      const startMs = clock.monotonicMs();
      while (lane.isResting) {
        await clock.advance(1_000);
      }
      rests.push(clock.monotonicMs() - startMs);
    }
    assert.deepEqual(rests, [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    lane.noteSuccess();
    lane.noteRefusal(undefined);
    await clock.advance(2_000);
    assert.equal(lane.isResting, false);
  });
});

describe("KeyLanes", () => {
  it("has one lane per origin and key", () => {
    const lanes = new KeyLanes(new FakeClock());
    assert.equal(lanes.laneOf("https://a", "k"), lanes.laneOf("https://a", "k"));
    assert.notEqual(lanes.laneOf("https://a", "k"), lanes.laneOf("https://a", "other"));
    assert.notEqual(lanes.laneOf("https://a", "k"), lanes.laneOf("https://b", "k"));
  });
});
