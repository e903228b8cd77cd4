import assert from "node:assert/strict";
import { withTestFile } from "../../../../src/core/testing/testFile.ts";
import { createTestParser } from "../../../fakes/testParser.ts";

const parser = createTestParser();

function casesIn(languageId: string, text: string): Promise<readonly string[] | undefined> {
  return withTestFile(languageId, text, parser, ({ cases }) =>
    cases.map(({ container, name }) => `${container}|${name}`),
  );
}

describe("tests of a file", () => {
  it("Python: a nested class is named from the outermost one", async () => {
    const text =
      "def test_a():\n    pass\n\n\nclass TestA:\n    class TestB:\n        def test_b(self):\n            pass\n";
    assert.deepEqual(await casesIn("python", text), ["|test_a", "TestA.TestB|test_b"]);
  });

  it("Java: a nested class is named from below the outermost one", async () => {
    const text =
      "class ATest {\n  @Test void a() {}\n  @Nested class B {\n    @Test void b() {}\n    @Nested class C { @Test void c() {} }\n  }\n}\n";
    assert.deepEqual(await casesIn("java", text), ["ATest|a", "B|b", "B.C|c"]);
  });

  it("C++: Catch2's macros are known by their titles, wherever these stand", async () => {
    const text =
      'TEST_CASE("a, b", "[x]") {\n}\nSCENARIO("vat") {\n}\nTEST_CASE_METHOD(Shop, "adds (1)", "[y]") {\n}\nTEMPLATE_TEST_CASE("list", "[z]", int, float) {\n}\nTEST_F(Shop, Adds) {\n}\n';
    assert.deepEqual(await casesIn("cpp", text), ["|a, b", "|vat", "|adds (1)", "|list", "Shop|Adds"]);
  });
});
