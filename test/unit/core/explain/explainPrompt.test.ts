import assert from "node:assert/strict";
import { buildExplainInstruction } from "../../../../src/core/explain/explainPrompt.ts";

const place = { path: "src/a.ts", startLine: 3, endLine: 9 };

describe("buildExplainInstruction", () => {
  it("names what is to be explained", () => {
    assert.match(
      buildExplainInstruction({ ...place, kind: "function", symbolName: "retry" }),
      /Explain `retry` \(src\/a\.ts, lines 3 to 9\)/,
    );
    assert.match(
      buildExplainInstruction({ ...place, kind: "selection" }),
      /the selected code \(src\/a\.ts, lines 3 to 9\)/,
    );
    assert.match(buildExplainInstruction({ ...place, kind: "file" }), /the file src\/a\.ts/);
  });
});
