import assert from "node:assert/strict";
import { CircuitBreaker } from "../../../../src/core/backends/circuitBreaker.ts";
import { withFallback } from "../../../../src/core/backends/fallbackBackend.ts";
import type { GatedBackend, OutboundChat } from "../../../../src/core/egress/outbound.ts";
import { AssistantError, type ErrorKind } from "../../../../src/core/errors.ts";
import { FakeClock } from "../../../fakes/fakeClock.ts";
import { FakeGatedBackend, failsWith, streamsText } from "../../../fakes/gatedBackends.ts";

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

describe("withFallback", () => {
  it("answers from the first backend and leaves the second alone", async () => {
    const first = new FakeGatedBackend("first", streamsText("one"));
    const second = new FakeGatedBackend("second", streamsText("two"));
    assert.equal(await answerOf(withFallback([first, second], new CircuitBreaker(new FakeClock()))), "one");
    assert.equal(second.requests.length, 0);
  });

  for (const kind of ["unreachable", "timeout", "serverError", "tls", "proxy", "notAnApi"] as const) {
    it(`goes on to the second when the first is down: ${kind}`, async () => {
      const first = new FakeGatedBackend("first", down(kind));
      const second = new FakeGatedBackend("second", streamsText("two"));
      assert.equal(await answerOf(withFallback([first, second], new CircuitBreaker(new FakeClock()))), "two");
    });
  }

  for (const kind of ["badKey", "badRequest", "moderated", "fileWithheld", "hostNotConfirmed"] as const) {
    it(`does not hide a failure that is no outage: ${kind}`, async () => {
      const first = new FakeGatedBackend("first", down(kind));
      const second = new FakeGatedBackend("second", streamsText("two"));
      await assert.rejects(answerOf(withFallback([first, second], new CircuitBreaker(new FakeClock()))), {
        kind,
      });
      assert.equal(second.requests.length, 0);
    });
  }

  it("never mixes two answers: a break after the first text is the caller's to see", async () => {
    const first = new FakeGatedBackend("first", down("streamBroken", "half an ans"));
    const second = new FakeGatedBackend("second", streamsText("two"));
    await assert.rejects(answerOf(withFallback([first, second], new CircuitBreaker(new FakeClock()))), {
      kind: "streamBroken",
    });
    assert.equal(second.requests.length, 0);
  });

  it("passes over a host that is not confirmed and reports the outage of the first", async () => {
    const first = new FakeGatedBackend("first", down("unreachable"));
    const second = new FakeGatedBackend("second", down("hostNotConfirmed"));
    await assert.rejects(answerOf(withFallback([first, second], new CircuitBreaker(new FakeClock()))), {
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
    const both = withFallback([first, second], breaker);
    assert.equal(await answerOf(both), "two");
    assert.equal(await answerOf(both), "two");
    assert.equal(first.requests.length, 1, "no storm on a backend that is down");
    isDown = false;
    await clock.advance(5_000);
    assert.equal(await answerOf(both), "one");
    assert.equal(breaker.isOpen("first"), false);
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
