import type { TestFramework, TestProject } from "./testProject.ts";

/** What only tests of one framework contain. */
const marks: Readonly<Record<TestFramework, RegExp>> = {
  pytest: /^\s*(?:import pytest\b|from pytest import\b)|@pytest\./m,
  unittest: /\bunittest\.(?:TestCase|IsolatedAsyncioTestCase|skip|main)\b|\(\s*TestCase\s*\)/,
  junit5: /\borg\.junit\.jupiter\./,
  junit4: /\bimport\s+(?:static\s+)?(?:org\.junit\.(?!jupiter|platform|vintage)|junit\.framework\.)/,
  testng: /\borg\.testng\./,
  vitest: /['"]vitest['"]|\bvi\.(?:fn|mock|spyOn)\(/,
  jest: /['"]@jest\/globals['"]|\bjest\.(?:fn|mock|spyOn)\(/,
  mocha: /['"]mocha['"]/,
  "node-test": /['"]node:test['"]/,
  gtest:
    /#\s*include\s*[<"](?:gtest|gmock)\/|\b(?:TEST_F|TEST_P|EXPECT_(?:EQ|NE|TRUE|FALSE|THROW|DOUBLE_EQ))\s*\(/,
  catch2: /#\s*include\s*[<"]catch2?[/.]|\bTEST_CASE\s*\(|\bREQUIRE(?:_\w+)?\s*\(/,
};

const families: readonly (readonly TestFramework[])[] = [
  ["pytest", "unittest"],
  ["junit5", "junit4", "testng"],
  ["vitest", "jest", "mocha", "node-test"],
  ["gtest", "catch2"],
];

/** The framework that tests were written for when it is another one than the project's. */
export function findForeignFramework(code: string, framework: TestFramework): TestFramework | undefined {
  const family = families.find((each) => each.includes(framework)) ?? [];
  const found = family.filter((each) => marks[each].test(code));
  // Own marks beside foreign ones are a mixture that would not run either, save for imports of both.
  return found.find((each) => each !== framework && !mayStandBeside(each, framework, found));
}

function mayStandBeside(other: TestFramework, own: TestFramework, found: readonly TestFramework[]): boolean {
  // JUnit 4 rules and pytest helpers are run by nothing else; Catch2's REQUIRE alone proves nothing.
  return other === "catch2" && own === "gtest" && found.includes("gtest");
}

const assertions: Readonly<Record<"python" | "java" | "script" | "cpp", RegExp>> = {
  python:
    /\bassert\b|\bself\.(?:assert\w+|fail)\b|\bpytest\.(?:raises|warns|fail|approx)\b|\bassert_\w+\s*\(/,
  java: /\b(?:assert\w*|verify\w*|fail|expect\w*|andExpect|then)\s*\(|\bexpected(?:Exceptions)?\s*=|\bassert\s/,
  script:
    /\bexpect\s*[.(]|\bassert\b|\.should\b|\bt\.(?:is|equal|same|ok|throws|rejects|deepEqual|true|false|assert)\b/,
  cpp: /\b(?:EXPECT|ASSERT|CHECK|REQUIRE|STATIC_REQUIRE|FAIL|ADD_FAILURE|SUCCEED)\w*\s*\(/,
};

/** True when a test can fail at all. Skipped and empty ones are judged like others. */
export function hasAssertion(testText: string, project: TestProject): boolean {
  const language = project.language;
  if (language === undefined) {
    return true;
  }
  const key = language === "javascript" || language === "typescript" ? "script" : language;
  return assertions[key].test(testText);
}

const knownLibraries: readonly (readonly [RegExp, string])[] = [
  [/\bimport\s+(?:static\s+)?org\.mockito\./, "mockito"],
  [/\bimport\s+(?:static\s+)?org\.assertj\./, "assertj"],
  [/\bimport\s+(?:static\s+)?org\.springframework\.(?:boot\.)?test\./, "spring-boot-test"],
];
const pythonLibraries: readonly (readonly [RegExp, string])[] = [
  [/^\s*(?:import|from) pytest\b/m, "pytest"],
  [/^\s*(?:import|from) hypothesis\b/m, "hypothesis"],
  [/^\s*(?:import|from) freezegun\b/m, "freezegun"],
  [/^\s*(?:import|from) parameterized\b/m, "parameterized"],
  [/^\s*(?:import|from) responses\b/m, "responses"],
  [/^\s*def test\w*\([^)]*\bmocker\b/m, "pytest-mock"],
];

/** A test library that the code needs and the build does not name; undefined when there is none. */
export function findMissingLibrary(code: string, project: TestProject): string | undefined {
  switch (project.language) {
    case "java":
      return knownLibraries.find(
        ([pattern, name]) => pattern.test(code) && !project.extras.includes(name),
      )?.[1];
    case "python":
      return pythonLibraries.find(
        ([pattern, name]) =>
          pattern.test(code) && name !== project.framework && !project.packages.includes(name),
      )?.[1];
    case "javascript":
    case "typescript":
      return missingPackage(code, project);
    case "cpp":
      return /#\s*include\s*[<"]gmock\//.test(code) && !project.extras.includes("gmock")
        ? "gmock"
        : undefined;
    case undefined:
      return undefined;
  }
}

const nodeModules =
  /^(?:node:|bun:|(?:assert|buffer|child_process|crypto|events|fs|http|https|net|os|path|process|querystring|stream|string_decoder|timers|tls|url|util|vm|worker_threads|zlib)(?:\/|$))/;

/** Imports of packages that no manifest declares; path aliases and Node's own modules are fine. */
function missingPackage(code: string, project: TestProject): string | undefined {
  const specifiers = [
    ...code.matchAll(/(?:\bfrom\s*|\bimport\s*|\brequire\s*\(\s*|\bimport\s*\(\s*)['"]([^'"\n]+)['"]/g),
  ];
  for (const specifier of specifiers.map((match) => match[1] ?? "")) {
    const isPath = /^[./~#]|^@\/|^[A-Za-z]:/.test(specifier);
    const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
    const isOwn = name === "@jest/globals" ? project.framework === "jest" : name === project.framework;
    if (
      !isPath &&
      !isOwn &&
      !nodeModules.test(specifier) &&
      !project.packages.includes(name) &&
      isCheckable(name, project)
    ) {
      return name;
    }
  }
  return undefined;
}

/** Without any declared package there is no manifest to judge by; scopes of the workspace are its own. */
function isCheckable(name: string, project: TestProject): boolean {
  const scope = /^@[^/]+/.exec(name)?.[0];
  return project.evidencePath !== null && !(scope !== undefined && !knownScopes.test(scope));
}

const knownScopes =
  /^@(?:testing-library|jest|vitest|sinonjs|playwright|nestjs|vue|angular|faker-js|golevelup)$/;
