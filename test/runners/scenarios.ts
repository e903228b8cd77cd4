import type { TestFramework } from "../../src/core/testing/testProject.ts";

/** What a model may answer, and what has to become of it. */
export type Scenario =
  | "good"
  | "compile error, then repaired"
  | "wrong expectation"
  | "no assertion"
  | "endless loop"
  | "many processes"
  | "deletes files"
  | "prose"
  | "wrong framework"
  | "cut off";

export const scenarios: readonly Scenario[] = [
  "good",
  "compile error, then repaired",
  "wrong expectation",
  "no assertion",
  "endless loop",
  "many processes",
  "deletes files",
  "prose",
  "wrong framework",
  "cut off",
];

/** Bodies of tests in one language; `{root}` is the folder that a test tries to delete. */
export interface Language {
  /** A file with the given tests in it. */
  file(framework: TestFramework, tests: readonly WrittenTest[]): string;
  readonly fence: string;
  readonly free: string;
  readonly raises: string;
  readonly half: string;
  readonly wrong: string;
  readonly toothless: string;
  readonly broken: string;
  /** What goes before a file that cannot be loaded; "" where `broken` does not compile anyway. */
  readonly brokenHead: (framework: TestFramework) => string;
  readonly endless: string;
  readonly processes: string;
  readonly deletes: string;
}

export interface WrittenTest {
  readonly name: string;
  readonly body: string;
}

function indent(text: string, by: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? line : by + line))
    .join("\n");
}

const python: Language = {
  fence: "python",
  file: (framework, tests) =>
    framework === "pytest"
      ? `import pytest\n\nfrom shop.shipping import shipping\n\n\n${tests
          .map(({ name, body }) => `def test_${name}():\n${indent(body.replaceAll("EQ", ""), "    ")}`)
          .join("\n\n\n")}\n`
      : `import unittest\n\nfrom shop.shipping import shipping\n\n\nclass ShippingTest(unittest.TestCase):\n${tests
          .map(({ name, body }) =>
            indent(
              `def test_${name}(self):\n${indent(
                body
                  .replace(/assert (.+) == (.+)/g, "self.assertEqual($1, $2)")
                  .replace("pytest.raises", "self.assertRaises"),
                "    ",
              )}`,
              "    ",
            ),
          )
          .join("\n\n")}\n`,
  free: "assert shipping(60) == 0",
  raises: "with pytest.raises(ValueError):\n    shipping(-1)",
  half: "assert shipping(20) == 5",
  wrong: "assert shipping(50) == 0",
  toothless: "shipping(10)",
  broken: "assert shiping_cost(10) == 5",
  brokenHead: () => "from shop.missing import shiping_cost\n",
  endless: "count = 0\nwhile shipping(10) == 5:\n    count += 1\nassert count == 0",
  processes:
    "import subprocess\nchildren = [subprocess.Popen(['sleep', '31.07']) for _ in range(400)]\nfor child in children:\n    child.wait()\nassert shipping(10) == 5",
  deletes:
    "import os, shutil\nshutil.rmtree('{root}', ignore_errors=True)\nfor name in os.listdir('.'):\n    shutil.rmtree(name, ignore_errors=True)\n    if os.path.isfile(name):\n        os.remove(name)\nassert shipping(10) == 5",
};

const javaImports: Partial<Record<TestFramework, string>> = {
  junit5: "import static org.junit.jupiter.api.Assertions.*;\nimport org.junit.jupiter.api.Test;",
  junit4: "import static org.junit.Assert.*;\nimport org.junit.Test;",
  testng: "import static org.testng.Assert.*;\nimport org.testng.annotations.Test;",
};

const java: Language = {
  fence: "java",
  file: (framework, tests) =>
    `package shop;\n\n${javaImports[framework] ?? ""}\n\npublic class ShippingTest {\n${tests
      .map(({ name, body }) => {
        // TestNG names what came first.
        const text =
          framework === "testng"
            ? body.replace(/assertEquals\((.+), (.+)\);/g, "assertEquals($2, $1);")
            : body;
        return indent(`@Test\npublic void ${name}() throws Exception {\n${indent(text, "    ")}\n}`, "    ");
      })
      .join("\n\n")}\n}\n`,
  free: "assertEquals(0, Shipping.shipping(60));",
  raises:
    'try {\n    Shipping.shipping(-1);\n    fail("no exception");\n} catch (IllegalArgumentException expected) {\n    assertEquals("total below 0", expected.getMessage());\n}',
  half: "assertEquals(5, Shipping.shipping(20));",
  wrong: "assertEquals(0, Shipping.shipping(50));",
  toothless: "Shipping.shipping(10);",
  broken: "assertEquals(5, Shipping.shippingCost(10));",
  brokenHead: () => "",
  endless: "long count = 0;\nwhile (Shipping.shipping(10) == 5) {\n    count++;\n}\nassertEquals(0L, count);",
  processes:
    'java.util.List<Process> children = new java.util.ArrayList<>();\nfor (int i = 0; i < 400; i++) {\n    children.add(new ProcessBuilder("sleep", "31.07").start());\n}\nfor (Process child : children) {\n    child.waitFor();\n}\nassertEquals(5, Shipping.shipping(10));',
  deletes:
    'for (String root : new String[] {"{root}", "src", "pom.xml"}) {\n    java.nio.file.Path path = java.nio.file.Paths.get(root);\n    if (java.nio.file.Files.exists(path)) {\n        java.util.List<java.nio.file.Path> all = new java.util.ArrayList<>();\n        java.nio.file.Files.walk(path).sorted(java.util.Comparator.reverseOrder()).forEach(all::add);\n        for (java.nio.file.Path each : all) {\n            each.toFile().delete();\n        }\n    }\n}\nassertEquals(5, Shipping.shipping(10));',
};

/** `eq(a, b)` and `throws(f)` in each framework's own words. */
function scriptFile(framework: TestFramework, tests: readonly WrittenTest[]): string {
  const isExpect = framework === "vitest" || framework === "jest";
  const heads: Partial<Record<TestFramework, string>> = {
    vitest: "import { expect, it } from 'vitest';\nimport { shipping } from './shipping.js';",
    jest: "const { shipping } = require('./shipping');",
    mocha: "import assert from 'node:assert/strict';\nimport { shipping } from '../src/shipping.js';",
    "node-test":
      "import assert from 'node:assert/strict';\nimport { it } from 'node:test';\nimport { shipping } from './shipping.js';",
  };
  const words = (body: string): string =>
    body
      .replace(/eq\((.+), (.+)\);/g, isExpect ? "expect($1).toBe($2);" : "assert.equal($1, $2);")
      .replace(
        /throws\((.+)\);/g,
        isExpect ? "expect($1).toThrow(RangeError);" : "assert.throws($1, RangeError);",
      )
      .replace(/load\('(.+?)'\)/g, framework === "jest" ? "require('$1')" : "await import('$1')");
  return `${heads[framework] ?? ""}\n\n${tests
    .map(
      ({ name, body }) =>
        `it('${name.replaceAll("_", " ")}', async () => {\n${indent(words(body), "  ")}\n});`,
    )
    .join("\n\n")}\n`;
}

const script: Language = {
  fence: "js",
  file: scriptFile,
  free: "eq(shipping(60), 0);",
  raises: "throws(() => shipping(-1));",
  half: "eq(shipping(20), 5);",
  wrong: "eq(shipping(50), 0);",
  toothless: "shipping(10);",
  broken: "eq(shipingCost(10), 5);",
  brokenHead: (framework) =>
    framework === "jest"
      ? "const { shipingCost } = require('./missing');\n"
      : "import { shipingCost } from './missing.js';\n",
  endless: "let count = 0;\nwhile (shipping(10) === 5) {\n  count += 1;\n}\neq(count, 0);",
  processes:
    "const { spawn } = load('node:child_process');\nconst children = [];\nfor (let i = 0; i < 400; i += 1) {\n  children.push(new Promise((resolve) => spawn('sleep', ['31.07']).on('close', resolve)));\n}\nawait Promise.all(children);\neq(shipping(10), 5);",
  deletes:
    "const fs = load('node:fs');\nfor (const root of ['{root}', 'src', 'package.json', 'node_modules/{package}']) {\n  try {\n    const real = fs.realpathSync(root);\n    fs.rmSync(real, { recursive: true, force: true });\n  } catch {}\n}\neq(shipping(10), 5);",
};

const cpp: Language = {
  fence: "cpp",
  file: (framework, tests) =>
    framework === "gtest"
      ? `#include <gtest/gtest.h>\n#include <sys/wait.h>\n#include <unistd.h>\n#include <cstdlib>\n#include <stdexcept>\n\n#include "shop/shipping.hpp"\n\n${tests
          .map(({ name, body }) => `TEST(Shipping, ${name}) {\n${indent(body, "    ")}\n}`)
          .join("\n\n")}\n`
      : `#include <catch2/catch.hpp>\n#include <sys/wait.h>\n#include <unistd.h>\n#include <cstdlib>\n#include <stdexcept>\n\n#include "shop/shipping.hpp"\n\n${tests
          .map(({ name, body }) => {
            const text = body
              .replace(/EXPECT_EQ\((.+), (.+)\);/g, "CHECK($1 == $2);")
              .replace(/EXPECT_THROW\(/g, "CHECK_THROWS_AS(");
            return `TEST_CASE("shipping: ${name.replaceAll("_", " ")}") {\n${indent(text, "    ")}\n}`;
          })
          .join("\n\n")}\n`,
  free: "EXPECT_EQ(shop::shipping(60), 0);",
  raises: "EXPECT_THROW(shop::shipping(-1), std::invalid_argument);",
  half: "EXPECT_EQ(shop::shipping(20), 5);",
  wrong: "EXPECT_EQ(shop::shipping(50), 0);",
  toothless: "shop::shipping(10);",
  broken: "EXPECT_EQ(shop::shiping_cost(10), 5);",
  brokenHead: () => "",
  endless:
    "volatile long count = 0;\nwhile (shop::shipping(10) == 5) {\n    count = count + 1;\n}\nEXPECT_EQ(count, 0);",
  processes:
    'for (int i = 0; i < 400; i++) {\n    if (fork() == 0) {\n        execlp("sleep", "sleep", "31.07", nullptr);\n        _exit(1);\n    }\n}\nwhile (wait(nullptr) > 0) {\n}\nEXPECT_EQ(shop::shipping(10), 5);',
  deletes:
    'int code = std::system("rm -rf {root} ../src ../tests src");\n(void)code;\nEXPECT_EQ(shop::shipping(10), 5);',
};

export const languageOf: Readonly<Record<TestFramework, Language>> = {
  pytest: python,
  unittest: python,
  junit4: java,
  junit5: java,
  testng: java,
  vitest: script,
  jest: script,
  mocha: script,
  "node-test": script,
  gtest: cpp,
  catch2: cpp,
};

/** Tests of the same language for another framework than the project's. */
const foreign: Readonly<Record<TestFramework, string>> = {
  pytest:
    "import unittest\n\nclass A(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(1, 1)\n",
  unittest: "import pytest\n\n@pytest.mark.parametrize('a', [1])\ndef test_a(a):\n    assert a == 1\n",
  junit4: "import org.junit.jupiter.api.Test;\nclass ATest { @Test void a() { assertEquals(1, 1); } }\n",
  junit5: "import org.junit.Test;\npublic class ATest { @Test public void a() { assertEquals(1, 1); } }\n",
  testng: "import org.junit.jupiter.api.Test;\nclass ATest { @Test void a() { assertEquals(1, 1); } }\n",
  vitest: "import { test } from 'node:test';\ntest('a', () => { assert(1); });\n",
  jest: "import { it, expect } from 'vitest';\nit('a', () => { expect(1).toBe(1); });\n",
  mocha: "import { it, expect } from 'vitest';\nit('a', () => { expect(1).toBe(1); });\n",
  "node-test": "import { it, expect } from 'vitest';\nit('a', () => { expect(1).toBe(1); });\n",
  gtest: '#include <catch2/catch.hpp>\nTEST_CASE("a") { REQUIRE(1 == 1); }\n',
  catch2: "#include <gtest/gtest.h>\nTEST(A, A) { EXPECT_EQ(1, 1); }\n",
};

export interface Reply {
  readonly text: string;
  readonly isCutOff?: boolean;
}

/** The model's answers in a scenario, in order. */
export function repliesFor(scenario: Scenario, framework: TestFramework, root: string): readonly Reply[] {
  const language = languageOf[framework];
  const fenced = (tests: readonly WrittenTest[], head = ""): Reply => ({
    text: `Here are the tests.\n\n\`\`\`${language.fence}\n${head}${language
      .file(framework, tests)
      .replaceAll("{root}", root)
      .replaceAll("{package}", framework)}\`\`\`\n`,
  });
  const free = { name: "large_orders_are_free", body: language.free };
  const raises = { name: "refuses_what_is_below_0", body: language.raises };
  const half = { name: "small_orders_cost_5", body: language.half };
  switch (scenario) {
    case "good":
      return [fenced([free, raises, half])];
    case "compile error, then repaired":
      return [
        fenced([free, { ...half, body: language.broken }], language.brokenHead(framework)),
        fenced([free, half]),
      ];
    case "wrong expectation":
      return [fenced([free, { name: "fifty_is_free", body: language.wrong }])];
    case "no assertion":
      return [fenced([free, { name: "runs", body: language.toothless }])];
    case "endless loop":
      return [fenced([{ name: "never_ends", body: language.endless }])];
    case "many processes":
      return [fenced([{ name: "starts_many", body: language.processes }])];
    case "deletes files":
      return [fenced([{ name: "deletes_everything", body: language.deletes }])];
    case "prose":
      return [{ text: "I would first look at the boundary at 50, and then at negative totals." }];
    case "wrong framework":
      return [{ text: `\`\`\`${language.fence}\n${foreign[framework]}\`\`\`\n` }];
    case "cut off": {
      const whole = fenced([free, half]).text.replace(/```\n$/, "");
      return [{ text: whole.slice(0, whole.lastIndexOf("shipping") + 4), isCutOff: true }];
    }
  }
}
