import assert from "node:assert/strict";
import { AssistantError } from "../../../../src/core/errors.ts";
import type { EndReason } from "../../../../src/core/ports.ts";
import { readTestReply, type TestReply } from "../../../../src/core/testing/readTestReply.ts";
import {
  frameworkTitles,
  testLanguageOf,
  type TestProject,
} from "../../../../src/core/testing/testProject.ts";
import { withTestFile } from "../../../../src/core/testing/testFile.ts";
import { createTestParser } from "../../../fakes/testParser.ts";

const parser = createTestParser();

function projectWith(languageId: string, changes: Partial<TestProject>): TestProject {
  return {
    languageId,
    language: testLanguageOf(languageId),
    framework: null,
    extras: [],
    buildTool: null,
    rootDir: "",
    evidencePath: "build",
    sourcePath: "src/x",
    testPath: "tests/x",
    testExists: false,
    styleTestPath: null,
    dependencyFree: [],
    packages: [],
    reference: { kind: "none" },
    runCommand: null,
    unlistedInPath: null,
    ...changes,
  };
}

const pytest = projectWith("python", { framework: "pytest" });
const unittest = projectWith("python", { framework: "unittest" });
const junit5 = projectWith("java", { framework: "junit5" });
const junit4 = projectWith("java", { framework: "junit4" });
const vitest = projectWith("typescript", { framework: "vitest", packages: ["vitest"] });
const jest = projectWith("javascript", { framework: "jest", packages: ["jest"] });
const gtest = projectWith("cpp", { framework: "gtest" });
const catch2 = projectWith("cpp", { framework: "catch2" });

function read(reply: string, project: TestProject, endReason: EndReason = "stop"): Promise<TestReply> {
  return readTestReply(reply, endReason, project, parser);
}

const pyCase = "def test_a():\n    assert f(1) == 2\n";
const javaFile = `package a;

import static org.junit.jupiter.api.Assertions.assertEquals;
import org.junit.jupiter.api.Test;

class BTest {
    @Test
    void one() {
        assertEquals(1, B.one());
    }

    @Test
    void two() {
        assertEquals(2, B.two());
    }
}
`;

describe("readTestReply accepts", () => {
  const good: readonly (readonly [string, string, TestProject, number])[] = [
    ["one block", `\`\`\`python\n${pyCase}\`\`\``, pytest, 1],
    [
      "prose around the block",
      `Sure! Here are the tests:\n\n\`\`\`py\n${pyCase}\`\`\`\nThey cover all branches.`,
      pytest,
      1,
    ],
    ["a block without a language", `\`\`\`\n${pyCase}\`\`\``, pytest, 1],
    ["code alone", pyCase, pytest, 1],
    [
      "the block with tests where an earlier one repeats the code",
      `\`\`\`python\ndef f(x):\n    return x + 1\n\`\`\`\nTests:\n\`\`\`python\n${pyCase}\`\`\``,
      pytest,
      1,
    ],
    [
      "the first of two test files",
      `\`\`\`python\n${pyCase}\`\`\`\nOr:\n\`\`\`python\ndef test_b():\n    assert 1\n\ndef test_c():\n    assert 1\n\`\`\``,
      pytest,
      1,
    ],
    [
      "a block after a shell command",
      `\`\`\`bash\npip install pytest\n\`\`\`\n\`\`\`python\n${pyCase}\`\`\``,
      pytest,
      1,
    ],
    ["Java", `\`\`\`java\n${javaFile}\`\`\``, junit5, 2],
    [
      "mocks of the standard library",
      `\`\`\`python\nfrom unittest.mock import Mock\n\n${pyCase}\`\`\``,
      pytest,
      1,
    ],
    [
      "Catch2 with sections",
      '```cpp\n#include <catch2/catch_test_macros.hpp>\nTEST_CASE("a, b (c)") {\n  SECTION("d") { CHECK(f() == 1); }\n}\n```',
      catch2,
      1,
    ],
    [
      "parameterised tests",
      "```js\ntest.each([[1, 2]])('adds %d', (a, b) => {\n  expect(f(a)).toBe(b);\n});\n```",
      jest,
      1,
    ],
    [
      "Node's own modules",
      "```ts\nimport { expect, it } from 'vitest';\nimport { readFileSync } from 'node:fs';\nit('a', () => { expect(readFileSync).toBeDefined(); });\n```",
      vitest,
      1,
    ],
  ];
  for (const [name, reply, project, caseCount] of good) {
    it(name, async () => {
      const result = await read(reply, project);
      assert.equal(result.caseCount, caseCount);
      assert.deepEqual(result.notes, []);
      assert.doesNotMatch(result.code, /```/);
    });
  }

  it("keeps the text of the block that it takes, byte for byte", async () => {
    const { code } = await read(`\`\`\`java\n${javaFile}\`\`\``, junit5);
    assert.equal(code, javaFile);
  });

  it("a language without a grammar on trust", async () => {
    const go = projectWith("go", {});
    const result = await read("```go\nfunc TestA(t *testing.T) {}\n```", go);
    assert.equal(result.caseCount, undefined);
    assert.equal(result.code, "func TestA(t *testing.T) {}\n");
  });
});

describe("readTestReply refuses", () => {
  const bad: readonly (readonly [string, string, TestProject, string, readonly (string | number)[]])[] = [
    ["prose", "I would test the empty list first, then one element.", pytest, "testing.reply.prose", []],
    ["an empty answer", "", pytest, "testing.reply.prose", []],
    [
      "another language",
      "```java\nclass A { @Test void b() {} }\n```",
      pytest,
      "testing.reply.otherLanguage",
      ["java", "python"],
    ],
    [
      "unittest for pytest",
      "```python\nimport unittest\n\nclass A(unittest.TestCase):\n    def test_a(self):\n        self.assertTrue(1)\n```",
      pytest,
      "testing.reply.wrongFramework",
      [frameworkTitles.unittest, frameworkTitles.pytest],
    ],
    [
      "pytest for unittest",
      "```python\nimport pytest\n\ndef test_a():\n    assert 1\n```",
      unittest,
      "testing.reply.wrongFramework",
      [frameworkTitles.pytest, frameworkTitles.unittest],
    ],
    [
      "JUnit 4 for JUnit 5",
      "```java\nimport org.junit.Test;\nclass A { @Test public void b() { } }\n```",
      junit5,
      "testing.reply.wrongFramework",
      ["JUnit 4", "JUnit 5"],
    ],
    [
      "JUnit 5 for JUnit 4",
      `\`\`\`java\n${javaFile}\`\`\``,
      junit4,
      "testing.reply.wrongFramework",
      ["JUnit 5", "JUnit 4"],
    ],
    [
      "Jest's mocks for Vitest",
      "```ts\nimport { it } from 'vitest';\nconst f = jest.fn();\nit('a', () => { expect(f).toBeDefined(); });\n```",
      vitest,
      "testing.reply.wrongFramework",
      ["Jest", "Vitest"],
    ],
    [
      "Vitest for Jest",
      "```js\nimport { it, expect } from 'vitest';\nit('a', () => { expect(1).toBe(1); });\n```",
      jest,
      "testing.reply.wrongFramework",
      ["Vitest", "Jest"],
    ],
    [
      "Catch2 for GoogleTest",
      '```cpp\n#include <catch2/catch_test_macros.hpp>\nTEST_CASE("a") { CHECK(1); }\n```',
      gtest,
      "testing.reply.wrongFramework",
      ["Catch2", "GoogleTest"],
    ],
    [
      "Mockito where the build has none",
      `\`\`\`java\nimport org.mockito.Mockito;\n${javaFile.replace("package a;\n", "")}\`\`\``,
      junit5,
      "testing.reply.missingPackage",
      ["mockito"],
    ],
    [
      "a package that no manifest declares",
      "```ts\nimport { it } from 'vitest';\nimport sinon from 'sinon';\nit('a', () => { expect(sinon).toBeDefined(); });\n```",
      vitest,
      "testing.reply.missingPackage",
      ["sinon"],
    ],
    [
      "a pytest plugin that is not required",
      "```python\ndef test_a(mocker):\n    assert mocker\n```",
      pytest,
      "testing.reply.missingPackage",
      ["pytest-mock"],
    ],
    [
      "code without a test",
      "```python\ndef helper():\n    return 1\n```",
      pytest,
      "testing.reply.noTests",
      ["pytest"],
    ],
    [
      "code that does not parse",
      "```python\ndef test_a(:\n    assert 1\n```",
      pytest,
      "testing.reply.doesNotParse",
      [1],
    ],
  ];
  for (const [name, reply, project, id, args] of bad) {
    it(name, async () => {
      await assert.rejects(read(reply, project), (error: unknown) => {
        assert.ok(error instanceof AssistantError);
        assert.equal(error.kind, "badReply");
        assert.deepEqual(JSON.parse(error.detail), { id, args });
        return true;
      });
    });
  }
});

describe("readTestReply repairs what was cut off", () => {
  it("Java: the class is closed after the last whole test", async () => {
    const cut = javaFile.slice(0, javaFile.indexOf("assertEquals(2") + 10);
    const { code, caseCount, notes } = await read(`\`\`\`java\n${cut}`, junit5, "length");
    assert.equal(caseCount, 1);
    assert.deepEqual(notes, [{ id: "testing.note.cutOff", args: [] }]);
    assert.equal(code, `${javaFile.slice(0, javaFile.indexOf("\n\n    @Test\n    void two"))}\n}\n`);
  });

  it("JavaScript: suites are closed", async () => {
    const reply =
      "```js\ndescribe('f', () => {\n  it('a', () => {\n    expect(f()).toBe(1);\n  });\n\n  it('b', () => {\n    expect(f(";
    const { code, caseCount } = await read(reply, jest, "length");
    assert.equal(caseCount, 1);
    assert.equal(code, "describe('f', () => {\n  it('a', () => {\n    expect(f()).toBe(1);\n  });\n});\n");
  });

  it("Python: the last test goes even where it looks whole", async () => {
    const { code, caseCount } = await read(
      `\`\`\`python\n${pyCase}\n\ndef test_b():\n    assert f(2) ==`,
      pytest,
      "length",
    );
    assert.equal(caseCount, 1);
    assert.equal(code, pyCase);
  });

  it("C++: a test that ends in the middle of a string", async () => {
    const { caseCount } = await read(
      '```cpp\n#include <gtest/gtest.h>\nTEST(A, B) {\n  EXPECT_EQ(1, 1);\n}\n\nTEST(A, C) {\n  EXPECT_EQ("x',
      gtest,
      "length",
    );
    assert.equal(caseCount, 1);
  });

  it("a connection that broke counts as cut off", async () => {
    const { notes } = await read(`\`\`\`python\n${pyCase}\n\ndef test_b(`, pytest, "incomplete");
    assert.deepEqual(
      notes.map(({ id }) => id),
      ["testing.note.cutOff"],
    );
  });

  it("refuses when the first test is not whole", async () => {
    await assert.rejects(
      read("```python\nimport pytest\n\ndef test_a():\n    with pytest.rai", pytest, "length"),
      (error: unknown) => {
        assert.ok(error instanceof AssistantError);
        assert.equal((JSON.parse(error.detail) as { id: string }).id, "testing.reply.cutOff");
        return true;
      },
    );
  });

  it("a whole block that only prose follows is not touched", async () => {
    const { notes, caseCount } = await read(
      `\`\`\`python\n${pyCase}\`\`\`\nThese tests cov`,
      pytest,
      "length",
    );
    assert.equal(caseCount, 1);
    assert.deepEqual(notes, []);
  });

  it("an open block of an answer that ended by itself is whole", async () => {
    const { notes, caseCount } = await read(`\`\`\`python\n${pyCase}`, pytest, "stop");
    assert.equal(caseCount, 1);
    assert.deepEqual(notes, []);
  });
});

describe("readTestReply flags tests that cannot fail", () => {
  const rows: readonly (readonly [string, TestProject, string])[] = [
    ["def test_a():\n    f(1)\n\n\ndef test_b():\n    assert f(1)\n", pytest, "test_a"],
    [
      "import org.junit.jupiter.api.Test;\nclass A {\n  @Test void calls() { B.one(); }\n  @Test void checks() { assertTrue(B.two()); }\n}\n",
      junit5,
      "calls",
    ],
    ["it('calls', () => { f(); });\nit('checks', () => { expect(f()).toBe(1); });\n", jest, "calls"],
    [
      "#include <gtest/gtest.h>\nTEST(A, Calls) { f(); }\nTEST(A, Checks) { EXPECT_TRUE(f()); }\n",
      gtest,
      "Calls",
    ],
  ];
  for (const [code, project, name] of rows) {
    it(`${frameworkTitles[project.framework ?? "pytest"]}: ${name}`, async () => {
      const { notes } = await read(`\`\`\`\n${code}\`\`\``, project);
      assert.deepEqual(notes, [{ id: "testing.note.noAssertion", args: [name] }]);
    });
  }
});

describe("readTestReply on an answer that stops anywhere", () => {
  const suite =
    "describe('f', () => {\n  it('a', () => {\n    expect(f(`${1}`)).toBe(1);\n  });\n  it(\"b\", async () => {\n    expect(await f({ a: [2] })).toBe(2);\n  });\n});\n";
  const files: readonly (readonly [TestProject, string, number])[] = [
    [junit5, javaFile, 2],
    [jest, suite, 2],
    [pytest, `${pyCase}\n\ndef test_b():\n    assert f(2) == {\n        "a": 1,\n    }\n`, 2],
    [
      gtest,
      "#include <gtest/gtest.h>\nTEST(A, B) {\n  EXPECT_EQ(f('x'), 1);\n}\nTEST(A, C) {\n  EXPECT_TRUE(true);\n}\n",
      2,
    ],
  ];
  for (const [project, code, caseCount] of files) {
    it(frameworkTitles[project.framework ?? "pytest"], async () => {
      for (let length = 0; length <= code.length; length += 1) {
        const cut = `\`\`\`\n${code.slice(0, length)}`;
        const result = await read(cut, project, "length").then(
          (value) => value,
          (error: unknown) => {
            assert.ok(
              error instanceof AssistantError && error.kind === "badReply",
              `at ${length}: ${String(error)}`,
            );
          },
        );
        if (result !== undefined) {
          const kept = await withTestFile(
            project.languageId,
            result.code,
            parser,
            ({ cases, errorLines }) => {
              assert.deepEqual(errorLines, []);
              return cases.map(({ text }) => text);
            },
          );
          assert.ok((kept?.length ?? 0) >= 1 && (kept?.length ?? 0) <= caseCount);
          for (const text of kept ?? []) {
            assert.ok(code.includes(text), `a part of a test was kept at ${length}: ${text}`);
          }
        }
      }
    });
  }
});
