import assert from "node:assert/strict";
import { indentationOf, indentOfWidth, indentWidth } from "../../../../src/core/text/indentation.ts";

describe("indentation", () => {
  it("reads leading white space", () => {
    assert.equal(indentationOf("\t  a b"), "\t  ");
    assert.equal(indentationOf("a"), "");
  });

  it("measures tabs to their stops", () => {
    assert.equal(indentWidth("\t", 4), 4);
    assert.equal(indentWidth("  \t", 4), 4);
    assert.equal(indentWidth("\t  ", 4), 6);
  });

  it("writes a width in the style of the file", () => {
    assert.equal(indentOfWidth(6, { insertSpaces: true, tabSize: 4 }), "      ");
    assert.equal(indentOfWidth(6, { insertSpaces: false, tabSize: 4 }), "\t  ");
  });
});
