import assert from "node:assert/strict";
import { dropCases } from "../../../../../src/core/testing/loop/dropCases.ts";
import { listInBuild } from "../../../../../src/core/testing/loop/listInBuild.ts";
import { vetTests } from "../../../../../src/core/testing/loop/vetTests.ts";
import type { TestLanguage, TestProject } from "../../../../../src/core/testing/testProject.ts";
import { createTestParser } from "../../../../fakes/testParser.ts";

const parser = createTestParser();

async function refusal(language: TestLanguage, code: string, source = ""): Promise<string | undefined> {
  const vetted = await vetTests(code, source, { language, languageId: language } as TestProject, parser);
  assert.equal(vetted?.length, 1, code);
  return vetted[0]?.refusal;
}

const python = (body: string): string => `def test_a():\n    ${body.replaceAll("\n", "\n    ")}\n`;
const java = (body: string): string =>
  `class ATest {\n    @Test void a() throws Exception {\n        ${body}\n    }\n}\n`;
const script = (body: string): string => `it('a', async () => {\n  ${body}\n});\n`;
const cpp = (body: string): string => `TEST(A, A) {\n    ${body}\n}\n`;

describe("vetTests", () => {
  const fine: readonly [TestLanguage, string][] = [
    ["python", python("assert twice(2) == 4")],
    ["python", python("with pytest.raises(ValueError):\n    twice(-1)")],
    [
      "python",
      python(
        "try:\n    twice(-1)\n    assert False\nexcept ValueError as error:\n    assert str(error) == 'low'",
      ),
    ],
    ["python", python("assert label('time.sleep(1)') == 'x'  # datetime.now() is not called")],
    [
      "java",
      java(
        'try { A.f(-1); fail("no"); } catch (IllegalArgumentException e) { assertEquals("low", e.getMessage()); }',
      ),
    ],
    ["javascript", script("expect(twice(2)).toBe(4);")],
    ["javascript", script("vi.useFakeTimers(); expect(age(Date.now())).toBe(0);")],
    ["cpp", cpp("EXPECT_EQ(twice(2), 4);")],
    // What only looks like a network, an order or a switch.
    ["typescript", script("expect(hostOf(new URL('https://a.example/b'))).toBe('a.example');")],
    ["python", python("task = Task(priority=1)\ntask.priority = 2\nassert next_of([task]) is task")],
    ["java", java("user.enabled = false; assertEquals(0, A.count(user));")],
    // A function of the file asserts for the test.
    ["python", `def check(a, b):\n    assert twice(a) == b\n\n\n${python("check(2, 4)")}`],
    ["javascript", `const check = (a, b) => {\n  expect(twice(a)).toBe(b);\n};\n${script("check(2, 4);")}`],
    [
      "java",
      "class ATest {\n    @Test void a() { check(4); }\n\n    private void check(int b) { assertEquals(b, A.f(2)); }\n}\n",
    ],
    ["cpp", `static void check(int a, int b) {\n    EXPECT_EQ(twice(a), b);\n}\n\n${cpp("check(2, 4);")}`],
  ];
  for (const [language, code] of fine) {
    it(`takes: ${code.replace(/\s+/g, " ")}`, async () =>
      assert.equal(await refusal(language, code), undefined));
  }

  const refused: readonly [string, TestLanguage, string][] = [
    ["noAssertion", "python", python("twice(2)  # assert nothing")],
    ["noAssertion", "javascript", script("twice(2);")],
    ["noAssertion", "cpp", cpp("twice(2);")],
    ["noAssertion", "python", `def check(a):\n    return twice(a)\n\n\n${python("check(2)")}`],
    ["network", "java", java("new URL(A.base()).openConnection(); assertEquals(1, A.f());")],
    [
      "skipsItself",
      "java",
      "class ATest {\n    @Test(enabled = false) void a() { assertEquals(1, A.f()); }\n}\n",
    ],
    [
      "order",
      "java",
      "class ATest {\n    @Test(groups = {}, priority = 1) void a() { assertEquals(1, A.f()); }\n}\n",
    ],
    ["catchesItself", "python", python("try:\n    assert twice(2) == 5\nexcept Exception:\n    pass")],
    ["catchesItself", "python", python("try:\n    assert twice(2) == 5\nexcept:\n    print('x')")],
    ["catchesItself", "java", java("try { assertEquals(5, A.f(2)); } catch (Throwable e) { }")],
    [
      "catchesItself",
      "javascript",
      script("try { expect(twice(2)).toBe(5); } catch (e) { console.log(e); }"),
    ],
    ["catchesItself", "cpp", cpp("try { EXPECT_EQ(twice(2), 5); } catch (...) { }")],
    ["skipsItself", "python", "@pytest.mark.skip\ndef test_a():\n    assert twice(2) == 4\n"],
    ["skipsItself", "java", "class ATest {\n    @Disabled @Test void a() { assertEquals(1, A.f()); }\n}\n"],
    ["skipsItself", "javascript", "it.skip('a', () => { expect(1).toBe(1); });\n"],
    ["skipsItself", "cpp", cpp("GTEST_SKIP(); EXPECT_EQ(twice(2), 4);")],
    ["sleeps", "python", python("time.sleep(1)\nassert twice(2) == 4")],
    ["sleeps", "java", java("Thread.sleep(10); assertEquals(1, A.f());")],
    ["sleeps", "javascript", script("await new Promise((r) => setTimeout(r, 10)); expect(f()).toBe(1);")],
    ["clock", "python", python("assert age(datetime.now()) == 0")],
    ["clock", "java", java("assertEquals(LocalDate.now(), A.f());")],
    ["clock", "javascript", script("expect(f(new Date())).toBe(1);")],
    ["network", "python", python("assert requests.get('http://a').ok")],
    ["network", "javascript", script("const r = await fetch('/x'); expect(r.ok).toBe(true);")],
    ["order", "java", "class ATest {\n    @Order(1) @Test void a() { assertEquals(1, A.f()); }\n}\n"],
    ["order", "python", python("global total\ntotal = 1\nassert f() == 1")],
    ["mirrors", "javascript", script("expect(twice(2)).toBe(twice(2));")],
    ["mirrors", "python", python("assert twice(2) == twice(2)")],
  ];
  for (const [reason, language, code] of refused) {
    it(`refuses (${reason}): ${code.replace(/\s+/g, " ")}`, async () =>
      assert.equal(await refusal(language, code), reason));
  }

  it("refuses the implementation written out again", async () => {
    const source =
      "def fee(total):\n    rate = total * 0.05\n    capped = min(rate, 20)\n    return round(capped, 2)\n";
    const code = python(
      "total = 100\nrate = total * 0.05\ncapped = min(rate, 20)\nassert fee(total) == round(capped, 2)",
    );
    assert.equal(await refusal("python", code, source), "mirrors");
  });

  it("takes no assertion of another test for a test's own", async () => {
    const tables: readonly (readonly [TestLanguage, string])[] = [
      ["cpp", "TEST(A, Good) {\n    EXPECT_EQ(f(), 1);\n}\n\nTEST(A, Bad) {\n    f();\n}\n"],
      ["cpp", 'TEST_CASE("good") {\n    CHECK(f() == 1);\n}\n\nTEST_CASE("bad") {\n    f();\n}\n'],
      ["python", "def test_good():\n    assert f() == 1\n\n\ndef test_bad():\n    f()\n"],
      ["javascript", "it('good', () => {\n  expect(f()).toBe(1);\n});\n\nit('bad', () => {\n  f();\n});\n"],
      [
        "java",
        "class ATest {\n    @Test void good() { assertEquals(1, A.f()); }\n\n    @Test void bad() { A.f(); }\n}\n",
      ],
    ];
    for (const [language, code] of tables) {
      const vetted = await vetTests(code, "", { language, languageId: language } as TestProject, parser);
      assert.deepEqual(
        vetted?.map(({ refusal: reason }) => reason),
        [undefined, "noAssertion"],
        code,
      );
    }
  });

  it("refuses tests that share a variable which one of them changes", async () => {
    const code =
      "let count = 0;\nit('a', () => { count += 1; expect(f(count)).toBe(1); });\nit('b', () => { expect(f(count)).toBe(1); });\n";
    const vetted = await vetTests(
      code,
      "",
      { language: "javascript", languageId: "javascript" } as TestProject,
      parser,
    );
    assert.deepEqual(
      vetted?.map(({ refusal: reason }) => reason),
      ["order", "order"],
    );
  });
});

describe("dropCases", () => {
  it("takes the class with its last test, and comments with their test", async () => {
    const code =
      "import x\n\n\nclass A:\n    def test_a(self):\n        assert x\n\n\n# about b\ndef test_b():\n    assert x\n\n\ndef test_c():\n    assert x\n";
    const ids = [
      { container: "A", name: "test_a" },
      { container: "", name: "test_b" },
    ];
    assert.equal(await dropCases(code, "python", ids, parser), "import x\n\n\ndef test_c():\n    assert x\n");
  });

  it("leaves nothing when no test is left, and the class of a Java file otherwise", async () => {
    const code = "class ATest {\n    @Test void a() { }\n\n    @Test void b() { }\n}\n";
    const a = { container: "ATest", name: "a" };
    assert.equal(await dropCases(code, "java", [a], parser), "class ATest {\n\n    @Test void b() { }\n}\n");
    assert.equal(await dropCases(code, "java", [a, { ...a, name: "b" }], parser), "");
  });
});

describe("listInBuild", () => {
  it("adds a source after the last test source, in its layout", () => {
    const one = "add_executable(t tests/a_test.cpp)\n";
    assert.equal(
      listInBuild(one, "CMakeLists.txt", "tests/b_test.cpp"),
      "add_executable(t tests/a_test.cpp tests/b_test.cpp)\n",
    );
    const lines = "add_executable(t\n  main.cpp\n  a_test.cpp)\n";
    assert.equal(
      listInBuild(lines, "tests/CMakeLists.txt", "tests/b_test.cpp"),
      "add_executable(t\n  main.cpp\n  a_test.cpp\n  b_test.cpp)\n",
    );
    assert.equal(listInBuild("add_library(a a.cpp)\n", "CMakeLists.txt", "tests/b_test.cpp"), undefined);
  });
});
