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

describe("RedactionSession: the beginning of a placeholder", () => {
  const tag = makeSessionTag(seeded(1));
  const start = "FLYWHEEL_SECRET_";
  const whole = `${start}${tag}1_PASSWORD`;

  function learned(): RedactionSession {
    const own = session();
    assert.ok(own.redact("password = 'abc123!'", "a.py").text.includes(whole));
    return own;
  }

  it("is every part from its first letter, in the file that it came from", () => {
    const own = learned();
    for (let length = 1; length < whole.length; length += 1) {
      assert.equal(own.isBeginning(whole.slice(0, length), "a.py"), true, whole.slice(0, length));
    }
    assert.equal(own.isBeginning(whole, "a.py"), false, "the whole of it begins nothing");
    assert.equal(own.isBeginning(`${whole}X`, "a.py"), false);
  });

  it("ends after the number in another file, which never gets the value", () => {
    const own = learned();
    for (let length = 1; length < whole.length; length += 1) {
      const isOpen = length <= `${start}${tag}1`.length;
      assert.equal(own.isBeginning(whole.slice(0, length), "b.py"), isOpen, whole.slice(0, length));
    }
  });

  it("is nothing that no placeholder begins with", () => {
    const own = learned();
    for (const text of [
      "X",
      "FLYWHEELS",
      `${start}${tag === "QQQ" ? "ZZ" : "QQ"}`,
      `${start}${tag}x`,
      `${start}${tag}2_P`,
      `${start}${tag}1_K`,
      `${start}${tag}_1`,
      `${start}${tag}123456`,
      `${start}${tag}1234567`,
    ]) {
      assert.equal(own.isBeginning(text, "a.py"), false, text);
    }
    assert.equal(own.isBeginning(`${start}${tag}12345`, "a.py"), true, "a digit may still come");
  });

  it("reaches no further than the letters of the session before anything was redacted", () => {
    const own = session();
    assert.equal(own.isBeginning(`${start}${tag.slice(0, 2)}`, "a.py"), true);
    assert.equal(own.isBeginning(`${start}${tag}`, "a.py"), false);
    assert.equal(own.isBeginning(`${start}${tag}1`, "a.py"), false);
  });
});

describe("RedactionSession: a hole", () => {
  const tag = makeSessionTag(seeded(1));
  const key = "abcdEFGH1234abcdEFGH5678";

  /** The two sides of a hole in one file, as they go out. */
  function divided(before: string, after: string): string[] {
    const parts = [
      { text: before, path: "a.py", continuedBy: 1 },
      { text: after, path: "a.py" },
    ];
    return session()
      .redactAll(parts)
      .map(({ text }) => text);
  }

  it("hides what only both sides together tell to be a secret", () => {
    assert.deepEqual(divided(`api_key = "${key.slice(0, 2)}`, `${key.slice(2)}"\nx = 1`), [
      `api_key = "FLYWHEEL_SECRET_${tag}1_SECRET`,
      `FLYWHEEL_SECRET_${tag}2_SECRET"\nx = 1`,
    ]);
  });

  it("leaves the other side alone where the secret ends or begins at it", () => {
    assert.deepEqual(divided(`api_key = "${key}`, `"\nx = 1`), [
      `api_key = "FLYWHEEL_SECRET_${tag}1_SECRET`,
      `"\nx = 1`,
    ]);
    assert.deepEqual(divided(`x = 1\napi_key = "`, `${key}"\n`), [
      `x = 1\napi_key = "`,
      `FLYWHEEL_SECRET_${tag}1_SECRET"\n`,
    ]);
  });

  it("keeps what each side holds of its own", () => {
    assert.deepEqual(divided(`password = 'first123!'\nx = `, `1\npassword = 'second123!'\n`), [
      `password = 'FLYWHEEL_SECRET_${tag}1_PASSWORD'\nx = `,
      `1\npassword = 'FLYWHEEL_SECRET_${tag}2_PASSWORD'\n`,
    ]);
  });

  it("is between texts that belong together only", () => {
    const [first, second] = session().redactAll([
      { text: `api_key = "${key.slice(0, 2)}`, path: "a.py" },
      { text: `${key.slice(2)}"`, path: "a.py" },
    ]);
    assert.equal(first?.text, `api_key = "${key.slice(0, 2)}`);
    assert.equal(second?.text, `${key.slice(2)}"`);
    const [alone] = session().redactAll([{ text: "x = 1", path: "a.py", continuedBy: 7 }]);
    assert.deepEqual(alone, { text: "x = 1", kinds: [] });
  });
});

describe("RedactionSession: forgetting", () => {
  const valueOf = (number: number): string => `Secr3tValue${number}x`;
  const assign = (number: number): string => `password = '${valueOf(number)}'`;

  /** A session that has learned the values of these numbers, in this order, and what it made of each. */
  function learn(own: RedactionSession, from: number, to: number): string[] {
    const texts = Array.from({ length: to - from }, (_, index) => assign(from + index));
    return own.redactAll(texts.map((text) => ({ text, path: "a.py" }))).map(({ text }) => text);
  }

  it("begins with the 2,001st secret and takes the one that was longest unused", () => {
    const own = session();
    const redacted = learn(own, 0, 2_000);
    assert.equal(own.restore(redacted[0] ?? "", "a.py").text, assign(0), "2,000 are all known");
    assert.equal(
      own.redact(`again ${valueOf(0)}`, "b.py").text.includes(valueOf(0)),
      false,
      "used once more",
    );
    learn(own, 2_000, 2_001);
    assert.equal(own.restore(redacted[1] ?? "", "a.py").left, 1, "the second is the oldest now");
    assert.equal(own.restore(redacted[0] ?? "", "a.py").text, assign(0));
    assert.equal(own.restore(redacted[2] ?? "", "a.py").text, assign(2));
    learn(own, 2_001, 2_002);
    assert.equal(own.restore(redacted[2] ?? "", "a.py").left, 1, "then the third");
    assert.equal(own.restore(redacted[3] ?? "", "a.py").text, assign(3));
  });

  it("is whole: bare, the value is a word like any other, and learned anew it has a new number", () => {
    const own = session();
    const [first] = learn(own, 0, 2_001);
    const bare = `it says ${valueOf(0)} there`;
    assert.equal(own.redact(bare).text, bare);
    const again = own.redact(assign(0), "a.py").text;
    assert.notEqual(again, first);
    assert.equal(own.restore(again, "a.py").text, assign(0));
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
