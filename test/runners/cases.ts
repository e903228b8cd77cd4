import type { RunnerCase } from "./runCell.ts";

const maven = {
  languageId: "java",
  source: "src/main/java/shop/Shipping.java",
  packages: [],
  timeMs: 12_000,
};
const script = { languageId: "javascript", source: "src/shipping.js", timeMs: 6_000 };
const cpp = { languageId: "cpp", source: "src/shipping.cpp", packages: [], timeMs: 4_000 };

/** Every framework that tests are run for, slow ones first. */
export const runnerCases: readonly RunnerCase[] = [
  { name: "junit5", framework: "junit5", fixture: "java-junit5", ...maven },
  { name: "junit4", framework: "junit4", fixture: "java-junit4", ...maven },
  { name: "testng", framework: "testng", fixture: "java-testng", ...maven },
  { name: "gradle", framework: "junit4", fixture: "java-gradle-junit4", ...maven },
  { name: "catch2", framework: "catch2", fixture: "cpp-catch2", ...cpp },
  { name: "gtest", framework: "gtest", fixture: "cpp-gtest", ...cpp },
  {
    name: "vitest",
    framework: "vitest",
    fixture: "ts-vitest",
    ...script,
    source: "src/shipping.ts",
    languageId: "typescript",
    packages: ["vitest", "prettier"],
  },
  { name: "jest", framework: "jest", fixture: "js-jest", ...script, packages: ["jest"] },
  { name: "mocha", framework: "mocha", fixture: "js-mocha", ...script, packages: ["mocha"] },
  { name: "node-test", framework: "node-test", fixture: "js-node-test", ...script, packages: [] },
  {
    name: "pytest",
    framework: "pytest",
    fixture: "python-pytest",
    source: "shop/shipping.py",
    languageId: "python",
    packages: [],
    timeMs: 4_000,
  },
  {
    name: "unittest",
    framework: "unittest",
    fixture: "python-unittest",
    source: "shop/shipping.py",
    languageId: "python",
    packages: [],
    timeMs: 4_000,
  },
];
