import assert from "node:assert/strict";
import { array, assert as check, nat, property, record, string } from "fast-check";
import { makeSessionTag } from "../../../../src/core/egress/placeholder.ts";
import { RedactionSession } from "../../../../src/core/egress/redactionSession.ts";
import { SecretScan } from "../../../../src/core/egress/secretScan.ts";
import { StreamRestorer } from "../../../../src/core/egress/streamRestorer.ts";
import { makeSamples, seeded } from "./secretSamples.ts";

const scan = new SecretScan();

function session(seed = 1): RedactionSession {
  return new RedactionSession(scan, seeded(seed));
}

function streamed(restorer: StreamRestorer, text: string, cuts: readonly number[]): string {
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  let from = 0;
  let out = "";
  for (const place of [...places, text.length]) {
    out += restorer.push(text.slice(from, place));
    from = place;
  }
  return out + restorer.finish();
}

/** A file of ordinary words with secrets of many kinds between them. */
const files = record({
  seed: nat(),
  picks: array(nat(), { maxLength: 6 }),
  words: array(string(), { maxLength: 7 }),
}).map(({ seed, picks, words }) => {
  const samples = makeSamples(seed, 1);
  const chosen = picks
    .map((pick) => samples[pick % samples.length]?.sample)
    .filter((sample) => sample !== undefined);
  const text =
    chosen.map((sample, index) => `${words[index] ?? ""}\n${sample.text}\n`).join("") + (words[6] ?? "");
  return { text, secrets: chosen.flatMap((sample) => sample.secrets) };
});

describe("RedactionSession", () => {
  it("restores what it redacted into the same file, however the stream is split", () => {
    check(
      property(files, array(nat(), { maxLength: 30 }), ({ text }, cuts) => {
        const own = session();
        const redacted = own.redact(text, "src/a.py").text;
        assert.equal(streamed(new StreamRestorer(own, "src/a.py"), redacted, cuts), text);
        assert.equal(own.restore(redacted, "src/a.py").text, text);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it("restores nothing into another file", () => {
    check(
      property(files, array(nat(), { maxLength: 30 }), ({ text }, cuts) => {
        const own = session();
        const redacted = own.redact(text, "src/a.py").text;
        assert.equal(streamed(new StreamRestorer(own, "src/b.py"), redacted, cuts), redacted);
      }),
      { numRuns: 200, seed: 2 },
    );
  });

  it("changes nothing when it reads its own output again", () => {
    check(
      property(files, ({ text }) => {
        const own = session();
        const once = own.redact(text, "src/a.py").text;
        assert.equal(own.redact(once, "src/a.py").text, once);
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  it("lets no secret that it recognised through, wherever else the value stands", () => {
    check(
      property(files, ({ text }) => {
        const own = session();
        const first = own.redact(text, "src/a.py");
        const learned = scan.find(text, "code").map(({ start, end }) => text.slice(start, end));
        const [again] = own.redactAll([{ text: learned.filter((value) => value.length >= 12).join(" | ") }]);
        for (const value of learned.filter(
          (secret) => secret.length >= 12 && /\d/.test(secret) && /[a-z]/i.test(secret),
        )) {
          assert.ok(!first.text.includes(value), value);
          assert.ok(again?.text.includes(value) === false, value);
        }
      }),
      { numRuns: 200, seed: 4 },
    );
  });

  it("gives one value one placeholder, and other values others", () => {
    const own = session();
    const redacted = own.redact("password = 'abc123!'\npasswd = 'abc123!'\npwd = 'xyz987!'", "a.py").text;
    const [first, second, third] = redacted.match(/FLYWHEEL_SECRET_\w+/g) ?? [];
    assert.equal(first, second);
    assert.notEqual(first, third);
    assert.match(first ?? "", /^FLYWHEEL_SECRET_[A-Z]{3}1_PASSWORD$/);
  });

  it("learns from all texts before it replaces in any", () => {
    const [first, second] = session().redactAll([
      { text: "it fails with Secr3tValue9 as well" },
      { text: "db.password=Secr3tValue9\n", path: "x.properties" },
    ]);
    assert.ok(first?.text.includes("Secr3tValue9") === false);
    assert.ok(second?.text.includes("Secr3tValue9") === false);
  });

  it("redacts both halves of a secret that a hole divides", () => {
    const own = session();
    const key = "abcdEFGH1234abcdEFGH5678";
    const parts = [
      { text: `api_key = "${key.slice(0, 9)}`, path: "a.py", continuedBy: 1 },
      { text: `${key.slice(9)}"\nx = 1`, path: "a.py" },
    ];
    const redacted = own.redactAll(parts);
    assert.ok(redacted.every(({ text }) => !text.includes(key.slice(0, 9)) && !text.includes(key.slice(9))));
    assert.deepEqual(
      redacted.map(({ text }) => own.restore(text, "a.py").text),
      parts.map(({ text }) => text),
    );
  });

  it("counts what it leaves unrestored, invented placeholders included", () => {
    const own = session();
    own.redact("password = 'abc123!'", "a.py");
    const tag = makeSessionTag(seeded(1));
    const text = `FLYWHEEL_SECRET_${tag}1_PASSWORD FLYWHEEL_SECRET_${tag}1_KEY FLYWHEEL_SECRET_${tag}9_KEY FLYWHEEL_SECRET_QQQ1_PASSWORD`;
    assert.deepEqual(own.restore(text, "a.py"), { text: text.replace(/^\S+/, "abc123!"), left: 3 });
    assert.deepEqual(own.restore(text, "b.py"), { text, left: 4 });
  });

  it("restores a placeholder that letters follow", () => {
    const own = session();
    const { text } = own.redact("password = 'abc123!'", "a.py");
    const placeholder = /FLYWHEEL_SECRET_\w+/.exec(text)?.[0] ?? "";
    assert.equal(own.restore(`${placeholder}ABC`, "a.py").text, "abc123!ABC");
  });

  it("forgets the oldest secrets and then leaves their placeholders", () => {
    const own = session();
    const first = own.redact("password = 'first123!'", "a.py").text;
    for (let number = 0; number < 2_100; number += 1) {
      own.redact(`password = 'other${number}!'`, "a.py");
    }
    assert.equal(own.restore(first, "a.py").text, first);
  });

  it("draws the letters of a session from the given source", () => {
    assert.notEqual(makeSessionTag(seeded(1)), makeSessionTag(seeded(2)));
    assert.match(
      makeSessionTag(() => 0.999_999),
      /^[A-Z]{3}$/,
    );
    assert.match(
      makeSessionTag(() => 0),
      /^[A-Z]{3}$/,
    );
  });
});

describe("StreamRestorer", () => {
  it("holds back no more than an unfinished placeholder", () => {
    const own = session();
    own.redact("password = 'abc123!'", "a.py");
    const restorer = new StreamRestorer(own, "a.py");
    assert.equal(restorer.push("before F"), "before ");
    assert.equal(restorer.push("or"), "For");
    assert.equal(restorer.push(" FLYWHEEL_SEC"), " ");
    assert.equal(restorer.push("OND "), "FLYWHEEL_SECOND ");
    assert.equal(restorer.push("FLYWHEEL_"), "");
    assert.equal(restorer.finish(), "FLYWHEEL_");
  });
});
