import assert from "node:assert/strict";
import {
  addFacts,
  applyFacts,
  decodeFacts,
  factMessages,
  noFacts,
} from "../../../../src/core/backends/endpointFacts.ts";
import { LearnedQuirks } from "../../../../src/core/backends/learnedQuirks.ts";
import { resolveProfile } from "../../../../src/core/backends/profile.ts";

function profileOf(raw: Record<string, unknown>) {
  const result = resolveProfile("mine", raw);
  assert.ok("profile" in result, JSON.stringify(result));
  return result.profile;
}

const dayOf = (ms: number): string => `day ${ms}`;

describe("endpoint facts", () => {
  it("survive a restart with the origin of each field", () => {
    const probed = addFacts(noFacts, { fillInRoute: "suffix", contextTokens: 4096 }, "probed", 1);
    const both = addFacts(probed, { contextTokens: 4096, dropped: ["temperature"] }, "learned", 2);
    const read = decodeFacts(JSON.parse(JSON.stringify(both)));
    assert.deepEqual(read, {
      values: { fillInRoute: "suffix", contextTokens: 4096, dropped: ["temperature"] },
      origins: {
        fillInRoute: { source: "probed", atMs: 1 },
        contextTokens: { source: "probed", atMs: 1 },
        dropped: { source: "learned", atMs: 2 },
      },
    });
  });

  it("a field that cannot be read is left out, the others stay", () => {
    const origin = { source: "probed", atMs: 1 };
    const origins = {
      fillInRoute: origin,
      contextTokens: origin,
      dropped: { source: "rumour", atMs: 1 },
      tokenLimitField: origin,
    };
    const values = { fillInRoute: "teleport", contextTokens: 4096, dropped: ["x"], tokenLimitField: 7 };
    assert.deepEqual(decodeFacts({ values, origins }).values, { contextTokens: 4096 });
    for (const bad of [undefined, null, 1, [], {}, { values: 1, origins: {} }]) {
      assert.deepEqual(decodeFacts(bad), noFacts);
    }
  });

  it("a probed context counts, unless the user gave one", () => {
    const facts = addFacts(noFacts, { contextTokens: 2048 }, "probed", 1);
    const raw = { preset: "ollama", model: "m" };
    assert.deepEqual(applyFacts(profileOf(raw), facts).limits, { contextTokens: 2048, outputTokens: 2048 });
    assert.equal(applyFacts(profileOf({ ...raw, maxContextTokens: 9000 }), facts).limits.contextTokens, 9000);
    assert.equal(applyFacts(profileOf(raw), noFacts).limits.contextTokens, 8192);
  });

  it("one sentence a field that is not built in; the user's word hides what was found", () => {
    const facts = addFacts(
      addFacts(noFacts, { fillInRoute: "none", contextTokens: 2048 }, "probed", 1),
      { dropped: ["stop", "system"], maxOutputTokens: 100 },
      "learned",
      2,
    );
    const profile = profileOf({ preset: "ollama", model: "m", maxContextTokens: 9000 });
    assert.deepEqual(
      factMessages(profile, facts, dayOf).map(({ id, args }) => [id, ...args].join(" | ")),
      [
        "backends.fact.user | model | m",
        "backends.fact.user | maxContextTokens | 9000",
        "backends.fact.probed | fillInTheMiddle | none | day 1",
        "backends.fact.learned | dropped | stop, system | day 2",
        "backends.fact.learned | maxOutputTokens | 100 | day 2",
      ],
    );
  });

  it("shows nothing of what may be secret", () => {
    const profile = profileOf({
      preset: "openai-compatible",
      model: "m",
      baseUrl: "https://h.example/v1?sig=hush",
      extraHeaders: { "X-Token": "hush" },
      extraBody: { user: "hush" },
      apiKeyCommand: ["pass", "hush"],
    });
    const text = JSON.stringify(factMessages(profile, noFacts, dayOf));
    assert.ok(!text.includes("hush"), text);
    assert.ok(text.includes("X-Token") && text.includes("pass") && text.includes("h.example"));
  });
});

describe("LearnedQuirks", () => {
  const overflow = {
    kind: "contextTooLong" as const,
    serverText: "",
    isRetryable: false,
    outputRoom: 50,
  };

  it("starts with what was known and tells only what lasts", () => {
    const told: unknown[] = [];
    const quirks = new LearnedQuirks({ onLearned: (facts) => void told.push(facts) }, { dropped: ["stop"] });
    assert.ok(quirks.dropped.has("stop"));
    assert.equal(quirks.learn(overflow, { max_tokens: 500 }), true);
    assert.equal(quirks.maxOutputTokens, 50);
    assert.deepEqual(told, [], "one long prompt says nothing of the next");
    quirks.beginRequest();
    assert.equal(quirks.maxOutputTokens, undefined);
    quirks.noteRawPrompt();
    assert.deepEqual(told, [{ dropped: ["stop"], needsRawPrompt: true }]);
  });
});
