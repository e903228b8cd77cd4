import assert from "node:assert/strict";
import { findUnitPassages, type PassageSearch } from "../../../../src/core/context/unitPassages.ts";
import { pickPassages } from "../../../../src/core/context/pickPassages.ts";

const stock = [
  "import stock",
  "",
  "class Shelf:",
  "    free = 0",
  "",
  "    # Sets pieces aside.",
  "    def reserve(self, count):",
  "        self.free -= count",
  "",
  "    def ship(self, count):",
  "        self.sent += count",
];

const search: PassageSearch = {
  path: "shop/shelf.py",
  lines: stock,
  units: [
    { name: "Shelf", isClass: true, startLine: 3, endLine: 11 },
    { name: "reserve", isClass: false, startLine: 7, endLine: 8 },
    { name: "ship", isClass: false, startLine: 10, endLine: 11 },
  ],
  hits: [{ startLine: 1, endLine: 8 }],
  notions: [{ weightByTerm: new Map([["reserve", 1]]), rarity: 2 }],
  averageTerms: 10,
  asksForTests: false,
  asksForProse: false,
};

describe("findUnitPassages", () => {
  it("gives the whole function that the found lines cut, with the comment above and its class", () => {
    const found = findUnitPassages({ ...search, hits: [{ startLine: 8, endLine: 9 }] });
    assert.deepEqual(
      found.map(({ startLine, endLine, symbol }) => [startLine, endLine, symbol]),
      [[6, 8, "Shelf.reserve"]],
    );
  });

  it("leaves functions out that hold nothing of what was asked", () => {
    const found = findUnitPassages({ ...search, hits: [{ startLine: 1, endLine: 11 }] });
    assert.deepEqual(
      found.map(({ symbol }) => symbol),
      ["Shelf.reserve"],
    );
  });

  it("gives what stands outside of functions, but no imports alone", () => {
    const free = { weightByTerm: new Map([["free", 1]]), rarity: 2 };
    const found = findUnitPassages({ ...search, notions: [free], hits: [{ startLine: 1, endLine: 5 }] });
    assert.deepEqual(
      found.map(({ startLine, endLine }) => [startLine, endLine]),
      [[1, 5]],
    );
    const imported = { weightByTerm: new Map([["stock", 1]]), rarity: 2 };
    assert.deepEqual(
      findUnitPassages({ ...search, notions: [imported], hits: [{ startLine: 1, endLine: 2 }] }),
      [],
    );
  });

  it("shows of a long function only the part that was found", () => {
    const lines = [
      "def long():",
      ...Array.from({ length: 99 }, (_, i) => (i === 60 ? "  reserve()" : "  x()")),
    ];
    const found = findUnitPassages({
      ...search,
      lines,
      units: [{ name: "long", isClass: false, startLine: 1, endLine: 100 }],
      hits: [{ startLine: 46, endLine: 65 }],
    });
    assert.deepEqual(
      found.map(({ startLine, endLine, symbol }) => [startLine, endLine, symbol]),
      [[46, 65, "long"]],
    );
  });

  it("puts the function of that name before one that only uses it", () => {
    const lines = ["def reserve():", "  pass", "", "def other():", "  reserve()"];
    const units = [
      { name: "reserve", isClass: false, startLine: 1, endLine: 2 },
      { name: "other", isClass: false, startLine: 4, endLine: 5 },
    ];
    const found = findUnitPassages({ ...search, lines, units, hits: [{ startLine: 1, endLine: 5 }] });
    const [first, second] = [...found].sort((left, right) => right.score - left.score);
    assert.equal(first?.symbol, "reserve");
    assert.ok((second?.score ?? 0) > 0);
  });

  for (const path of [
    "tests/test_shelf.py",
    "src/shelf.test.ts",
    "src/test/java/ShelfTest.java",
    "pom.xml",
    "README.md",
  ]) {
    it(`counts ${path} for less`, () => {
      const scoreAt = (at: string): number => findUnitPassages({ ...search, path: at })[0]?.score ?? 0;
      assert.ok(scoreAt(path) < scoreAt("shop/shelf.py") * 0.9);
    });
  }

  it("counts prose in full when the project is asked for", () => {
    const scoreWhen = (asksForProse: boolean): number =>
      findUnitPassages({ ...search, path: "README.md", asksForProse })[0]?.score ?? 0;
    assert.ok(scoreWhen(true) > scoreWhen(false));
  });

  it("finds nothing by the name of a folder that every project has", () => {
    const main = [{ weightByTerm: new Map([["main", 1]]), rarity: 2 }];
    assert.deepEqual(findUnitPassages({ ...search, path: "src/main/java/Shelf.java", notions: main }), []);
  });

  it("counts tests in full when tests are asked for", () => {
    const scoreWhen = (asksForTests: boolean): number =>
      findUnitPassages({ ...search, path: "tests/test_shelf.py", asksForTests })[0]?.score ?? 0;
    assert.ok(scoreWhen(true) > scoreWhen(false));
  });
});

describe("pickPassages", () => {
  const at = (path: string, startLine: number, endLine: number, score: number) => ({
    path,
    startLine,
    endLine,
    score,
  });

  it("gives the best first, without overlaps, at most three of a file", () => {
    const picked = pickPassages(
      [
        at("a", 1, 5, 9),
        at("a", 4, 8, 10),
        at("a", 10, 12, 8),
        at("a", 20, 22, 7),
        at("a", 30, 31, 6),
        at("b", 1, 2, 5),
      ],
      6,
    );
    assert.deepEqual(
      picked.map(({ path, startLine }) => `${path}${startLine}`),
      ["a4", "a10", "a20", "b1"],
    );
  });

  it("leaves out what is far behind the best", () => {
    assert.equal(pickPassages([at("a", 1, 2, 10), at("b", 1, 2, 2.9), at("c", 1, 2, 3)], 6).length, 2);
  });

  it("gives equal ones of a file from its top", () => {
    const equal = [at("a", 20, 22, 7), at("b", 1, 2, 7), at("a", 1, 5, 7), at("a", 10, 12, 7)];
    for (const passages of [equal, equal.toReversed()]) {
      const picked = pickPassages(passages, 6).map(({ path, startLine }) => `${path}${startLine}`);
      assert.deepEqual(picked, ["a1", "a10", "a20", "b1"]);
    }
  });

  it("keeps to the limit", () => {
    assert.equal(pickPassages([at("a", 1, 2, 3), at("b", 1, 2, 2)], 1).length, 1);
  });
});
