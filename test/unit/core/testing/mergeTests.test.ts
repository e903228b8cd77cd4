import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AssistantError } from "../../../../src/core/errors.ts";
import { mergeTests, type MergedTests } from "../../../../src/core/testing/mergeTests.ts";
import { createTestParser } from "../../../fakes/testParser.ts";
import { assertGolden } from "./golden.ts";

const parser = createTestParser();
const playground = join(import.meta.dirname, "../../../../seeds/playground");

function merge(languageId: string, existing: string, added: string): Promise<MergedTests> {
  return mergeTests({ languageId, existing, added, path: "tests/x" }, parser);
}

/** Every line that was there is there still, in order. */
function assertNothingLost(before: string, after: string): void {
  const lines = after.split(/\r?\n/);
  let at = 0;
  for (const line of before.split(/\r?\n/)) {
    if (line.trim() !== "") {
      const found = lines.indexOf(line, at);
      assert.ok(found >= 0, `lost: ${line}`);
      at = found + 1;
    }
  }
}

interface GoldenCase {
  readonly name: string;
  readonly languageId: string;
  /** A path of the playground, or a text with line breaks. */
  readonly existing: string;
  readonly added: string;
  readonly addedCases: number;
  readonly renamed: readonly string[];
}

const goldens: readonly GoldenCase[] = [
  {
    name: "pytest-fixture-clash.py",
    languageId: "python",
    existing: "python/tests/test_stock.py",
    added: `from __future__ import annotations

import pytest
from inventory import Stock, UnknownItemError
from inventory.items import Item as Thing


@pytest.fixture
def stock() -> Stock:
    return Stock()


def test_a_delivery_raises_the_count(stock: Stock) -> None:
    with pytest.raises(UnknownItemError):
        stock.receive("X", 1)


# an empty shelf
def test_unknown_code(stock: Stock) -> None:
    with pytest.raises(UnknownItemError):
        stock.free(Thing("X", "x", 1).code)
`,
    addedCases: 2,
    renamed: ["stock → stock_2", "test_a_delivery_raises_the_count → test_a_delivery_raises_the_count_2"],
  },
  {
    name: "unittest-same-class.py",
    languageId: "python",
    existing: `import unittest


class TaxTest(unittest.TestCase):
    def setUp(self):
        self.rate = 19

    def test_zero(self):
        self.assertEqual(0, 0)


if __name__ == "__main__":
    unittest.main()
`,
    added: `import unittest
from decimal import Decimal


class TaxTest(unittest.TestCase):
    def setUp(self):
        self.rate = 19

    def test_zero(self):
        self.assertEqual(Decimal(0), 0)


class OtherTest(unittest.TestCase):
    def test_other(self):
        self.assertTrue(True)


if __name__ == "__main__":
    unittest.main()
`,
    addedCases: 2,
    renamed: ["test_zero → test_zero_2"],
  },
  {
    name: "unittest-other-setup.py",
    languageId: "python",
    existing: `import unittest


class TaxTest(unittest.TestCase):
    def setUp(self):
        self.rate = 19

    def test_rate(self):
        self.assertEqual(self.rate, 19)


class PlainTest(unittest.TestCase):
    def test_plain(self):
        self.assertTrue(True)


if __name__ == "__main__":
    unittest.main()
`,
    added: `import unittest


class TaxTest(unittest.TestCase):
    def setUp(self):
        super(TaxTest, self).setUp()
        self.rate = 7

    def test_rate(self):
        self.assertEqual(self.rate, 7)


class PlainTest(unittest.TestCase):
    def tearDown(self):
        self.assertTrue(True)

    def test_plain(self):
        self.assertFalse(False)


if __name__ == "__main__":
    unittest.main()
`,
    addedCases: 2,
    renamed: ["TaxTest → TaxTest2", "PlainTest → PlainTest2"],
  },
  {
    name: "pytest-class-setup-method.py",
    languageId: "python",
    existing: `class TestCart:
    def setup_method(self):
        self.items = []

    def test_empty(self):
        assert self.items == []


class TestCart2:
    def test_other(self):
        assert True
`,
    added: `class TestCart:
    def setup_method(self):
        self.items = ["a"]

    def test_empty(self):
        assert self.items == ["a"]

    def test_one(self):
        assert len(self.items) == 1
`,
    addedCases: 2,
    renamed: ["TestCart → TestCart3"],
  },
  {
    name: "junit5-into-class.java",
    languageId: "java",
    existing: "java/src/test/java/org/example/orders/OrderBookTest.java",
    added: `package org.example.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class OrderBookGeneratedTest {
  private final OrderBook book = new OrderBook();

  @Test
  void aNumberIsTakenOnlyOnce() {
    // another content
    assertEquals(0, book.revenueCents());
  }

  /** Nothing yet. */
  @Test
  void nothingIsReady() {
    assertEquals(List.of(), book.readyToShip());
  }
}
`,
    addedCases: 2,
    renamed: ["book → book2", "aNumberIsTakenOnlyOnce → aNumberIsTakenOnlyOnce2"],
  },
  {
    name: "vitest-same-suite.ts",
    languageId: "typescript",
    existing: "typescript/test/table.test.ts",
    added: `import { describe, expect, it, vi } from 'vitest';
import type { Column } from '../src/columns.js';
import { pad, parseColumn } from '../src/columns.js';

describe('truncate', () => {
  it('leaves room for the ellipsis', () => {
    expect(pad('a', 3, 'left')).toBe('a  ');
  });

  it('refuses no room', () => {
    expect(() => vi.fn()).not.toThrow();
  });
});

describe('pad', () => {
  const column: Column = parseColumn('1:A');

  it('fills up', () => {
    expect(pad('a', 2, column.alignment)).toBe('a ');
  });
});
`,
    addedCases: 3,
    renamed: ["leaves room for the ellipsis → leaves room for the ellipsis 2"],
  },
  {
    name: "jest-commonjs.js",
    languageId: "javascript",
    existing: `const { slug } = require('../slug');

test('blanks become hyphens', () => {
  expect(slug('Two words')).toBe('two-words');
});
`,
    added: `import { slug, unslug as back } from '../slug';
import fs from 'node:fs';

test('and back', () => {
  expect(back(slug('a b'))).toBe('a b');
  expect(fs).toBeDefined();
});
`,
    addedCases: 1,
    renamed: [],
  },
  {
    name: "gtest-fixture-suite.cpp",
    languageId: "cpp",
    existing: `#include <gtest/gtest.h>

#include "shelf/lru_cache.hpp"

class CacheTest : public ::testing::Test {};

TEST_F(CacheTest, Holds) {
  EXPECT_TRUE(true);
}
`,
    added: `#include <gtest/gtest.h>
#include <string>
#include "shelf/lru_cache.hpp"

TEST(CacheTest, Holds) {
  EXPECT_EQ(std::string("a"), "a");
}

TEST(OtherTest, Holds) {
  EXPECT_TRUE(1 == 1);
}
`,
    addedCases: 2,
    renamed: ["Holds → Holds2"],
  },
  {
    name: "catch2-titles.cpp",
    languageId: "cpp",
    existing: `#include <catch2/catch_test_macros.hpp>

TEST_CASE("a full turn is nothing", "[angle]") {
  SECTION("positive") {
    CHECK(1 == 1);
  }
}
`,
    added: `#include <catch2/catch_test_macros.hpp>

TEST_CASE("a full turn is nothing", "[angle]") {
  CHECK(2 == 2);
}
`,
    addedCases: 1,
    renamed: ["a full turn is nothing → a full turn is nothing 2"],
  },
];

describe("mergeTests", () => {
  for (const { name, languageId, existing, added, addedCases, renamed } of goldens) {
    it(name, async () => {
      const before = existing.includes("\n") ? existing : readFileSync(join(playground, existing), "utf8");
      const merged = await merge(languageId, before, added);
      assertNothingLost(before, merged.text);
      assert.deepEqual(merged.renamed, renamed);
      assert.equal(merged.addedCases, addedCases);
      assertGolden(`merges/${name}.txt`, merged.text);
      const again = await merge(languageId, merged.text, added);
      assert.ok(again.text.length >= merged.text.length);
    });
  }

  it("adds nothing twice", async () => {
    const existing = "import pytest\n\n\ndef test_a():\n    assert 1\n";
    const merged = await merge("python", existing, "def test_a():\n    assert 1\n");
    assert.equal(merged.text, existing);
    assert.equal(merged.addedCases, 0);
  });

  it("keeps Windows line ends", async () => {
    const existing = "import pytest\r\n\r\n\r\ndef test_a():\r\n    assert 1\r\n";
    const merged = await merge("python", existing, "import os\n\n\ndef test_b():\n    assert os\n");
    assert.doesNotMatch(merged.text, /[^\r]\n/);
    assert.match(merged.text, /import pytest\r\nimport os\r\n/);
  });

  it("adds to a file without a last line break", async () => {
    const merged = await merge("javascript", "it('a', () => {});", "it('b', () => {});\n");
    assert.equal(merged.text, "it('a', () => {});\n\nit('b', () => {});\n");
  });

  it("keeps the sign that ends a class of C++", async () => {
    const added =
      "#include <gtest/gtest.h>\n\nclass Shop : public ::testing::TestWithParam<int> {};\n\nstruct Price { int value; } ;\n\nTEST_P(Shop, Adds) {\n  EXPECT_EQ(GetParam(), 1);\n}\n";
    const merged = await merge("cpp", "#include <gtest/gtest.h>\n", added);
    assert.match(merged.text, /TestWithParam<int> \{\};\n\nstruct Price \{ int value; \} ;\n\nTEST_P/);
  });

  it("refuses where Java has no class to add to", async () => {
    await assert.rejects(
      merge("java", "package a;\n", "class A { @Test void b() { } }"),
      (error: unknown) => {
        assert.ok(error instanceof AssistantError);
        assert.equal(error.kind, "badReply");
        assert.deepEqual(JSON.parse(error.detail), { id: "testing.merge.noPlace", args: ["tests/x"] });
        return true;
      },
    );
  });

  it("refuses what would not parse in its place", async () => {
    await assert.rejects(merge("java", "class A {\n}\n", "class B { @Test void b() { int = ; } }"), {
      kind: "badReply",
    });
  });

  it("tolerates a file that does not parse already, as long as it gets no worse", async () => {
    const merged = await merge(
      "python",
      "def broken(:\n    pass\n\n\ndef test_a():\n    assert 1\n",
      "def test_b():\n    assert 1\n",
    );
    assert.match(merged.text, /def test_b/);
  });

  it("goes to the end in a language without a grammar", async () => {
    const merged = await merge("go", "package a\n", "func TestB(t *testing.T) {}\n");
    assert.equal(merged.text, "package a\n\nfunc TestB(t *testing.T) {}\n");
  });
});
