import assert from "node:assert/strict";
import { CircuitBreaker } from "../../../../src/core/backends/circuitBreaker.ts";
import { withFallback, type FallbackRules } from "../../../../src/core/backends/fallbackBackend.ts";
import { areAllResting, standingOf } from "../../../../src/core/backends/standing.ts";
import type { BackendIdentity } from "../../../../src/core/ports.ts";
import type { GatedBackend, OutboundChat } from "../../../../src/core/egress/outbound.ts";
import { AssistantError, type ErrorKind } from "../../../../src/core/errors.ts";
import { FakeClock, settle } from "../../../fakes/fakeClock.ts";
import { FakeGatedBackend, failsWith, fakeIdentity, streamsText } from "../../../fakes/gatedBackends.ts";

const request: OutboundChat = {
  feature: "ask",
  messages: [{ role: "user", parts: [{ text: "hello" }] }],
  maxOutputTokens: 10,
  temperature: 0,
  stop: [],
  thinking: "off",
};

async function answerOf(backend: GatedBackend): Promise<string> {
  let text = "";
  for await (const chunk of backend.chat.send(request, new AbortController().signal)) {
    text += chunk.kind === "text" ? chunk.text : "";
  }
  return text;
}

function down(kind: ErrorKind, before = ""): ReturnType<typeof failsWith> {
  return failsWith(new AssistantError(kind, kind), before);
}

function rulesOf(
  breaker = new CircuitBreaker(new FakeClock()),
  spent: ReadonlySet<string> = new Set(),
): FallbackRules {
  return { breaker, mayStandIn: () => true, isSpent: (profile) => spent.has(profile) };
}

describe("withFallback", () => {
  it("answers from the first backend and leaves the second alone", async () => {
    const first = new FakeGatedBackend("first", streamsText("one"));
    const second = new FakeGatedBackend("second", streamsText("two"));
    assert.equal(await answerOf(withFallback([first, second], rulesOf())), "one");
    assert.equal(second.requests.length, 0);
  });

  for (const kind of ["unreachable", "timeout", "serverError", "tls", "proxy", "notAnApi"] as const) {
    it(`goes on to the second when the first is down: ${kind}`, async () => {
      const first = new FakeGatedBackend("first", down(kind));
      const second = new FakeGatedBackend("second", streamsText("two"));
      assert.equal(await answerOf(withFallback([first, second], rulesOf())), "two");
    });
  }

  for (const kind of ["badKey", "badRequest", "moderated", "fileWithheld", "hostNotConfirmed"] as const) {
    it(`does not hide a failure that is no outage: ${kind}`, async () => {
      const first = new FakeGatedBackend("first", down(kind));
      const second = new FakeGatedBackend("second", streamsText("two"));
      await assert.rejects(answerOf(withFallback([first, second], rulesOf())), {
        kind,
      });
      assert.equal(second.requests.length, 0);
    });
  }

  it("never mixes two answers: a break after the first text is the caller's to see", async () => {
    const first = new FakeGatedBackend("first", down("streamBroken", "half an ans"));
    const second = new FakeGatedBackend("second", streamsText("two"));
    await assert.rejects(answerOf(withFallback([first, second], rulesOf())), {
      kind: "streamBroken",
    });
    assert.equal(second.requests.length, 0);
  });

  it("passes over a host that is not confirmed and reports the outage of the first", async () => {
    const first = new FakeGatedBackend("first", down("unreachable"));
    const second = new FakeGatedBackend("second", down("hostNotConfirmed"));
    await assert.rejects(answerOf(withFallback([first, second], rulesOf())), {
      kind: "unreachable",
    });
  });

  it("rests a backend that is down, then tries it again and heals", async () => {
    const clock = new FakeClock();
    const breaker = new CircuitBreaker(clock);
    let isDown = true;
    const first = new FakeGatedBackend("first", (outbound, signal) =>
      (isDown ? down("unreachable") : streamsText("one"))(outbound, signal),
    );
    const second = new FakeGatedBackend("second", streamsText("two"));
    const both = withFallback([first, second], rulesOf(breaker));
    assert.equal(await answerOf(both), "two");
    assert.equal(await answerOf(both), "two");
    assert.equal(first.requests.length, 1, "no storm on a backend that is down");
    isDown = false;
    await clock.advance(5_000);
    assert.equal(await answerOf(both), "one");
    assert.equal(breaker.isOpen("first"), false);
  });

  it("never asks a host that is not confirmed, not even whether it may", async () => {
    const first = new FakeGatedBackend("first", down("unreachable"));
    const second = new FakeGatedBackend("second", streamsText("two"));
    const third = new FakeGatedBackend("third", streamsText("three"));
    const rules: FallbackRules = { ...rulesOf(), mayStandIn: ({ profile }) => profile !== "second" };
    const all = withFallback([first, second, third], rules);
    assert.equal(await answerOf(all), "three");
    assert.equal(await answerOf(all), "three");
    assert.equal(second.requests.length, 0);
    assert.equal(withFallback([first, second, third], rules).identity.profile, "third");
    await assert.rejects(answerOf(withFallback([first, second], rules)), { kind: "unreachable" });
    assert.equal(second.requests.length, 0);
  });

  it("sends one request to see whether a backend is back; others go to the next meanwhile", async () => {
    const clock = new FakeClock();
    const breaker = new CircuitBreaker(clock);
    breaker.fail("first", "timeout");
    await clock.advance(5_000);
    const gate = Promise.withResolvers<void>();
    const first = new FakeGatedBackend("first", async function* slow() {
      await gate.promise;
      yield { kind: "text", text: "one" };
      yield { kind: "end", reason: "stop" };
    });
    const second = new FakeGatedBackend("second", streamsText("two"));
    const both = withFallback([first, second], rulesOf(breaker));
    const trial = answerOf(both);
    await settle();
    assert.equal(await answerOf(both), "two");
    assert.equal(first.requests.length, 1);
    gate.resolve();
    assert.equal(await trial, "one");
    assert.equal(breaker.downSinceMs("first"), undefined);
  });

  it("a trial that was given up or told nothing leaves the next one free to try", async () => {
    const clock = new FakeClock();
    const breaker = new CircuitBreaker(clock);
    breaker.fail("first", "timeout");
    await clock.advance(5_000);
    const first = new FakeGatedBackend("first", down("badKey"));
    await assert.rejects(answerOf(withFallback([first], rulesOf(breaker))), { kind: "badKey" });
    const quiet = new FakeGatedBackend("first", async function* empty() {
      yield { kind: "end", reason: "incomplete" };
    });
    assert.equal(await answerOf(withFallback([quiet], rulesOf(breaker))), "");
    assert.equal(breaker.isOpen("first"), false);
    assert.notEqual(breaker.downSinceMs("first"), undefined, "neither says that it is back");
  });

  it("tells once that a backend is down, since when, and once that it is back", async () => {
    const clock = new FakeClock();
    let changes = 0;
    const breaker = new CircuitBreaker(clock, () => (changes += 1));
    const sinceMs = clock.nowMs();
    breaker.fail("first", "timeout");
    await clock.advance(60_000);
    breaker.fail("first", "unreachable");
    assert.equal(breaker.downSinceMs("first"), sinceMs);
    assert.equal(changes, 1);
    breaker.succeed("first");
    breaker.succeed("first");
    assert.equal(changes, 2);
  });

  it("doubles the rest up to two minutes", async () => {
    const clock = new FakeClock();
    const breaker = new CircuitBreaker(clock);
    for (let failure = 0; failure < 20; failure += 1) {
      breaker.fail("first", "timeout");
    }
    await clock.advance(119_999);
    assert.equal(breaker.isOpen("first"), true);
    await clock.advance(1);
    assert.equal(breaker.isOpen("first"), false);
  });
});

describe("withFallback and a spent cap of the day", () => {
  const first = (): FakeGatedBackend => new FakeGatedBackend("first", down("quotaExceeded"));
  const second = (): FakeGatedBackend => new FakeGatedBackend("second", streamsText("two"));

  it("goes to the next without asking the spent one, and back at the day's turn", async () => {
    const spent = new Set(["first"]);
    const rules = rulesOf(undefined, spent);
    const one = new FakeGatedBackend("first", streamsText("one"));
    const both = withFallback([one, second()], rules);
    assert.equal(await answerOf(both), "two");
    assert.equal(both.identity.profile, "second");
    assert.equal(one.requests.length, 0);
    spent.clear();
    assert.equal(await answerOf(both), "one");
    assert.equal(withFallback([one, second()], rules).identity.profile, "first");
  });

  it("goes on when the last tokens were spent while the request waited", async () => {
    const spent = new Set<string>();
    const one = new FakeGatedBackend("first", (outbound, signal) => {
      spent.add("first");
      return down("quotaExceeded")(outbound, signal);
    });
    const breaker = new CircuitBreaker(new FakeClock());
    assert.equal(await answerOf(withFallback([one, second()], rulesOf(breaker, spent))), "two");
    assert.equal(breaker.downSinceMs("first"), undefined, "it is not down");
  });

  it("tells a quota of the server, which is no cap of ours", async () => {
    const two = second();
    await assert.rejects(answerOf(withFallback([first(), two], rulesOf())), { kind: "quotaExceeded" });
    assert.equal(two.requests.length, 0);
  });

  it("never crosses to a host that is not confirmed", async () => {
    const two = second();
    const rules = { ...rulesOf(undefined, new Set(["first"])), mayStandIn: () => false };
    await assert.rejects(answerOf(withFallback([first(), two], rules)), { kind: "quotaExceeded" });
    assert.equal(two.requests.length, 0);
  });

  it("says so when all are spent, and tries one that is down before one that is spent", async () => {
    const all = rulesOf(undefined, new Set(["first", "second"]));
    const two = second();
    await assert.rejects(answerOf(withFallback([first(), two], all)), { kind: "quotaExceeded" });
    assert.equal(two.requests.length, 0);
    const breaker = new CircuitBreaker(new FakeClock());
    breaker.fail("second", "timeout");
    assert.equal(await answerOf(withFallback([first(), two], rulesOf(breaker, new Set(["first"])))), "two");
  });
});

describe("standingOf", () => {
  const [first, second] = ["first", "second"].map(fakeIdentity) as [BackendIdentity, BackendIdentity];
  let clock: FakeClock;
  let rules: FallbackRules;
  beforeEach(() => {
    clock = new FakeClock();
    rules = rulesOf(new CircuitBreaker(clock));
  });

  it("names the first while all is well, and offline where there is none", () => {
    assert.deepEqual(standingOf([first, second], true, rules), { active: first });
    assert.deepEqual(standingOf([], true, rules), { active: undefined });
  });

  it("names who stands in and since when the first rests, until it answers again", async () => {
    const sinceMs = clock.nowMs();
    rules.breaker.fail("first", "timeout");
    const resting = { profile: "first", reason: "down" as const, sinceMs };
    assert.deepEqual(standingOf([first, second], false, rules), { active: second, resting });
    await clock.advance(3_600_000);
    assert.deepEqual(
      standingOf([first, second], false, rules),
      { active: second, resting },
      "time alone heals nothing",
    );
    rules.breaker.succeed("first");
    assert.deepEqual(standingOf([first, second], false, rules), { active: first });
  });

  it("comes to offline last, and only where the role ends in it", async () => {
    rules.breaker.fail("first", "timeout");
    assert.equal(areAllResting([first, second], rules), false);
    rules.breaker.fail("second", "timeout");
    assert.equal(standingOf([first, second], true, rules).active, undefined);
    assert.equal(standingOf([first, second], false, rules).active, first);
    assert.equal(areAllResting([first, second], rules), true);
    await clock.advance(5_000);
    assert.equal(areAllResting([first, second], rules), false, "then they are tried again");
  });

  it("names who stands in for one whose tokens of the day are spent, offline last", () => {
    const spent = new Set(["first"]);
    const capped = rulesOf(rules.breaker, spent);
    const resting = { profile: "first", reason: "capSpent" as const };
    assert.deepEqual(standingOf([first, second], true, capped), { active: second, resting });
    assert.deepEqual(standingOf([first], false, capped), { active: first, resting });
    assert.equal(areAllResting([first, second], capped), false);
    rules.breaker.fail("second", "timeout");
    assert.deepEqual(standingOf([first, second], true, capped), { active: undefined, resting });
    assert.deepEqual(
      standingOf([first, second], false, capped),
      { active: second, resting },
      "one that is down may be back; one that is spent is not before tomorrow",
    );
    assert.equal(areAllResting([first, second], capped), true);
    spent.clear();
    assert.deepEqual(standingOf([first, second], true, capped), { active: first });
  });

  it("tells of the cap, which outlasts the outage, where both hold", () => {
    rules.breaker.fail("first", "timeout");
    const { resting } = standingOf([first, second], true, rulesOf(rules.breaker, new Set(["first"])));
    assert.equal(resting?.reason, "capSpent");
  });

  it("passes over a host that is not confirmed, be it up or not", () => {
    const spentFirst = { ...rulesOf(undefined, new Set(["first"])), mayStandIn: () => false };
    assert.equal(standingOf([first, second], false, spentFirst).active, first);
    assert.equal(areAllResting([first, second], spentFirst), true);
    const strict = { ...rules, mayStandIn: () => false };
    rules.breaker.fail("first", "timeout");
    assert.equal(standingOf([first, second], true, strict).active, undefined);
    assert.equal(areAllResting([first, second], strict), true);
  });
});

describe("withFallback and the form of infill", () => {
  const completion: OutboundChat = { ...request, feature: "completion", continuesLast: true };
  const send = async (backend: GatedBackend, outbound: OutboundChat): Promise<void> => {
    for await (const _chunk of backend.chat.send(outbound, new AbortController().signal)) {
      // Only who was asked counts.
    }
  };

  it("is the active one's, as it is now", () => {
    const first = new FakeGatedBackend("first", streamsText("one"));
    const second = new FakeGatedBackend("second", streamsText("two"));
    const both = withFallback([first, second], rulesOf());
    assert.equal(both.chat.chatInfill, undefined);
    first.chatInfill = "continuation";
    assert.equal(both.chat.chatInfill, "continuation");
    first.chatInfill = "hole";
    assert.equal(both.chat.chatInfill, "hole");
  });

  it("passes over those that take another form, for completions alone", async () => {
    const first = new FakeGatedBackend("first", down("unreachable"));
    const second = new FakeGatedBackend("second", streamsText("two"));
    const third = new FakeGatedBackend("third", streamsText("three"));
    first.chatInfill = "continuation";
    third.chatInfill = "continuation";
    await send(withFallback([first, second, third], rulesOf()), completion);
    assert.deepEqual([second.requests.length, third.requests.length], [0, 1]);
    await send(withFallback([first, second, third], rulesOf()), request);
    assert.equal(second.requests.length, 1);
    await assert.rejects(send(withFallback([first, second], rulesOf()), completion), { kind: "unreachable" });
    assert.equal(second.requests.length, 1);
  });

  it("never makes a host that is not confirmed the first choice", async () => {
    const first = new FakeGatedBackend("first", down("unreachable"));
    const second = new FakeGatedBackend("second", streamsText("two"));
    const third = new FakeGatedBackend("third", streamsText("three"));
    second.chatInfill = "continuation";
    third.chatInfill = "continuation";
    const breaker = new CircuitBreaker(new FakeClock());
    breaker.fail("first", "unreachable");
    const rules = { ...rulesOf(breaker), mayStandIn: ({ profile }: BackendIdentity) => profile !== "second" };
    await send(withFallback([first, second, third], rules), completion);
    assert.deepEqual([second.requests.length, third.requests.length], [0, 1]);
  });
});
