import assert from "node:assert/strict";
import { openedOnLine } from "../../../../src/core/completion/openedOnLine.ts";

describe("openedOnLine", () => {
  const rows: readonly (readonly [line: string, closers: string])[] = [
    ["f(a, [b, {", ")]}"],
    ["f(a) + g(", ")"],
    ["f(a]", ")"],
    ["x = 'a", "'"],
    ["x = 'a' + (", ")"],
    ["x = 'a\\'", "'"],
    ['x = "a(', '"'],
    ["don't f(", ")"],
    ["`a ${", "`}"],
    ["`a ${b} c", "`"],
    ["`a {", "`"],
    ['"a #{', '"}'],
    ['f"{', '"}'],
    ['rf"{', '"}'],
    ['f"{{', '"'],
    ['f"{a}', '"'],
    ['$"{', '"}'],
    ['$@"{', '"}'],
    ['buf"{', '"'],
    ['"{', '"'],
    ['`a ${f("b', '`})"'],
  ];
  for (const [line, closers] of rows) {
    it(line, () => {
      assert.equal(
        openedOnLine(line)
          .map(({ closer }) => closer)
          .join(""),
        closers,
      );
    });
  }
});
