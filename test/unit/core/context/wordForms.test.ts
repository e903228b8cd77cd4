import assert from "node:assert/strict";
import { wordForms } from "../../../../src/core/context/wordForms.ts";

describe("wordForms", () => {
  const pairs: readonly (readonly [string, string])[] = [
    ["reserved", "reserve"],
    ["reserve", "reserved"],
    ["reservation", "reserve"],
    ["calculated", "calculate"],
    ["calculation", "calculate"],
    ["retries", "retry"],
    ["retry", "retries"],
    ["parser", "parse"],
    ["parsing", "parser"],
    ["stopped", "stop"],
    ["caches", "cache"],
    ["redacted", "redaction"],
    ["verification", "verify"],
  ];
  for (const [asked, written] of pairs) {
    it(`finds ${written} for ${asked}`, () => {
      assert.ok(wordForms(asked).includes(written), wordForms(asked).join(" "));
    });
  }

  it("begins with the word itself and names none twice", () => {
    const forms = wordForms("parsing");
    assert.equal(forms[0], "parsing");
    assert.equal(new Set(forms).size, forms.length);
  });

  for (const word of ["id", "url", "utf8", "class_name", "库存", ""]) {
    it(`leaves ${JSON.stringify(word)} alone`, () => assert.deepEqual(wordForms(word), [word]));
  }

  for (const [word, other] of [
    ["string", "str"],
    ["letter", "let"],
    ["spring", "spr"],
  ] as const) {
    it(`makes no ${other} of ${word}`, () => assert.ok(!wordForms(word).includes(other)));
  }

  it("does not take the end of access for a plural", () => {
    assert.ok(!wordForms("access").includes("acces"));
  });
});
