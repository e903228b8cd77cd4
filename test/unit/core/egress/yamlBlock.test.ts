import assert from "node:assert/strict";
import { SecretScan } from "../../../../src/core/egress/secretScan.ts";
import type { TextFormat } from "../../../../src/core/egress/secretValues.ts";
import { readYamlBlock } from "../../../../src/core/egress/yamlBlock.ts";

/** Put together here, so that no scanner takes this file for a leak. */
const drawn = ["Zq7kx", "TwP91mB", "r4Ld8c"].join("");
const other = ["n3Vy0", "HsJ6tQw", "Kb25fX"].join("");

function lines(text: string): string[] {
  return readYamlBlock(text, text.search(/\w/), text.indexOf(":")).map(({ start, end }) =>
    text.slice(start, end),
  );
}

function found(text: string, format: TextFormat = "config"): string[] {
  return new SecretScan().find(text, format).map(({ start, end }) => text.slice(start, end));
}

describe("readYamlBlock", () => {
  it("reads the lines that stand further in than the key", () => {
    assert.deepEqual(lines("a: |\n  one\n   two  \n\n  three\nb: x"), ["one", "two", "three"]);
    assert.deepEqual(lines("  a: >-\r\n    one\r\n    two\r\n  b: x"), ["one", "two"]);
    assert.deepEqual(lines("a: |2+ # why\n  one"), ["one"]);
    assert.deepEqual(lines("a: |-\n\n\tone\n"), ["one"]);
  });

  it("reads nothing where there is no block", () => {
    assert.deepEqual(lines("a: |\nb: x"), []);
    assert.deepEqual(lines("  a: |\n  b: x"), []);
    assert.deepEqual(lines("a: | b\n  one"), []);
    assert.deepEqual(lines("a: one\n  two"), []);
    assert.deepEqual(lines("a: |"), []);
    assert.deepEqual(lines("a: |123\n  one"), []);
  });

  it("stops after a page of text", () => {
    const count = lines(`a: |\n${"  0123456789\n".repeat(2_000)}`).length;
    assert.ok(count > 300 && count < 400, String(count));
  });
});

describe("SecretScan: block scalars", () => {
  it("finds the secret below its name", () => {
    assert.deepEqual(found(`db:\n  password: |\n    ${drawn}\n  user: app\n`), [drawn]);
    assert.deepEqual(found(`db:\n  password: >-\n    summer2024!\n  user: app\n`), ["summer2024!"]);
    assert.deepEqual(found(`- client_secret: |-\r\n    ${drawn}\r\n- x: 1\r\n`), [drawn]);
    assert.deepEqual(found(`api_token: |\n  ${drawn}\n`, "unknown"), [drawn]);
  });

  it("takes a secret of several lines as one", () => {
    assert.deepEqual(found(`secret: |\n  ${drawn}\n  ${other}\nnext: 1\n`), [`${drawn}\n  ${other}`]);
  });

  it("leaves sentences, references and other names", () => {
    assert.deepEqual(found("password: |\n  Choose one that you use nowhere else.\n"), []);
    assert.deepEqual(found("password: |\n  ${DB_PASSWORD}\n"), []);
    assert.deepEqual(found(`description: |\n  summer2024!\n`), []);
    assert.deepEqual(found(`password: |\nuser: summer2024!\n`), []);
    assert.deepEqual(found(`password: |\n  ${drawn}\n`, "code"), []);
  });
});
