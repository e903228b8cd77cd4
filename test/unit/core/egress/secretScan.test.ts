import assert from "node:assert/strict";
import { SecretScan } from "../../../../src/core/egress/secretScan.ts";
import { formatOfPath } from "../../../../src/core/egress/textFormat.ts";
import { ordinaryLines } from "./ordinaryLines.ts";
import { drawValue, secretForms } from "./secretForms.ts";
import { makeSamples, secretKinds } from "./secretSamples.ts";

let scan = new SecretScan();

// A new scan for each test: what its construction does is tested with everything else.
function renewScan(): void {
  scan = new SecretScan();
}

function found(text: string, path?: string): string[] {
  return scan.find(text, formatOfPath(path)).map(({ start, end }) => text.slice(start, end));
}

function isCovered(text: string, secret: string, path: string | undefined): boolean {
  const start = text.indexOf(secret);
  return scan
    .find(text, formatOfPath(path))
    .some((span) => span.start <= start && start + secret.length <= span.end);
}

describe("SecretScan: secrets", () => {
  beforeEach(renewScan);

  it("has samples of at least 60 kinds", () => {
    assert.ok(Object.keys(secretKinds).length >= 60);
  });

  it("finds at least 99 % of 500 secrets and more", () => {
    let count = 0;
    const missed: string[] = [];
    for (const { kind, sample } of makeSamples(20_261_124, 10)) {
      for (const secret of sample.secrets) {
        count += 1;
        if (!isCovered(sample.text, secret, sample.path)) {
          missed.push(`${kind} in ${sample.path ?? "no file"}`);
        }
      }
    }
    assert.ok(count >= 500, `${count} secrets`);
    assert.ok(missed.length <= count * 0.01, `missed ${missed.length} of ${count}: ${missed.join("; ")}`);
  });

  const sampled = makeSamples(7, 20);
  for (const kind of Object.keys(secretKinds)) {
    it(`finds each kind most of the time: ${kind}`, () => {
      const samples = sampled.filter((entry) => entry.kind === kind);
      const secrets = samples.flatMap(({ sample }) => sample.secrets.map((secret) => ({ sample, secret })));
      const missed = secrets.filter(({ sample, secret }) => !isCovered(sample.text, secret, sample.path));
      assert.ok(secrets.length >= 20);
      assert.ok(missed.length <= secrets.length * 0.05, missed.map(({ sample }) => sample.text).join("\n"));
    });
  }

  for (const [path, form, value] of secretForms) {
    it(`finds a secret in ${path}: ${JSON.stringify(form).slice(0, 120)}`, () => {
      for (const seed of [1, 2, 3]) {
        const secret = drawValue(value, seed);
        const text = form.replaceAll("§", secret);
        for (const written of [text, text.replaceAll("\n", "\r\n"), `x = 1\n\n${text}`]) {
          const spans = scan.find(written, formatOfPath(path));
          const rest = spans.reduceRight(
            (left, { start, end }) => left.slice(0, start) + left.slice(end),
            written,
          );
          assert.equal(rest.includes(secret), false, rest);
        }
      }
    });
  }

  it("finds the same secrets with Windows line ends", () => {
    const samples = makeSamples(11, 3).filter(({ sample }) => sample.text.includes("\n"));
    for (const { kind, sample } of samples) {
      const text = sample.text.replaceAll("\r\n", "\n").replaceAll("\n", "\r\n");
      const isFound = sample.secrets.every((secret) => isCovered(text, secret, sample.path));
      assert.ok(isFound, `${kind}: ${JSON.stringify(text)}`);
    }
  });

  it("takes exactly the value", () => {
    assert.deepEqual(found("password = 'Tr0ub4dor&3' # note", "a.py"), ["Tr0ub4dor&3"]);
    assert.deepEqual(found("db.password=abc;d,e&f\r\nnext=1", "a.properties"), ["abc;d,e&f"]);
    assert.deepEqual(found("password: 'abc d1!'", "a.yml"), ["abc d1!"]);
    assert.deepEqual(found("pw: x\npassword: abcd # old", "a.yml"), ["abcd"]);
    assert.deepEqual(found("redis://u:p@ss:w0rd@host/0"), ["p@ss:w0rd"]);
    assert.deepEqual(found('{"a":1,"password":"q\\"x9!"}', "a.json"), ['q\\"x9!']);
  });

  it("finds a value that the end of the text cuts", () => {
    assert.deepEqual(found('password = "hunt3r', "a.py"), ["hunt3r"]);
    assert.deepEqual(found("<password>hunt3r", "a.xml"), []);
  });

  it("ignores text that is already a placeholder", () => {
    assert.deepEqual(found('password = "FLYWHEEL_SECRET_ABC1_PASSWORD"', "a.py"), []);
    assert.deepEqual(found("mysql://u:FLYWHEEL_SECRET_ABC1_PASSWORD@h/d"), []);
  });
});

describe("SecretScan: ordinary text", () => {
  beforeEach(renewScan);

  for (const [path, lines] of Object.entries(ordinaryLines)) {
    it(`leaves ${path} alone`, () => {
      for (const line of lines) {
        assert.deepEqual(found(line, path), [], line);
        assert.deepEqual(found(`  ${line}\r\n`, path), [], line);
      }
      assert.deepEqual(found(lines.join("\n"), path), []);
    });
  }

  it("answers for empty and strange text", () => {
    for (const text of [
      "",
      "=",
      ":",
      "\0\0",
      "password=",
      "password:",
      "://",
      "://:@",
      "<password>",
      "a".repeat(70_000),
      "=".repeat(70_000),
    ]) {
      assert.deepEqual(found(text), []);
    }
  });
});
