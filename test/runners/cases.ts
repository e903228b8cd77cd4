import type { RunnerCase } from "./runCell.ts";

const maven = {
  languageId: "java",
  source: "src/main/java/shop/Shipping.java",
  packages: [],
  timeMs: 12_000,
  tools: [
    "default-jdk-headless",
    "maven",
    "libsurefire-java",
    "libmaven-compiler-plugin-java",
    "libmaven-resources-plugin-java",
  ],
};
const script = { languageId: "javascript", source: "src/shipping.js", timeMs: 6_000, tools: [] };
const cpp = {
  languageId: "cpp",
  source: "src/shipping.cpp",
  packages: [],
  timeMs: 4_000,
  tools: ["cmake", "g++"],
};

/** Every framework that tests are run for, slow ones first. */
export const runnerCases: readonly RunnerCase[] = [
  {
    name: "junit5",
    framework: "junit5",
    fixture: "java-junit5",
    ...maven,
    tools: [...maven.tools, "junit5"],
  },
  {
    name: "junit4",
    framework: "junit4",
    fixture: "java-junit4",
    ...maven,
    tools: [...maven.tools, "junit4"],
  },
  {
    name: "testng",
    framework: "testng",
    fixture: "java-testng",
    ...maven,
    tools: [...maven.tools, "testng"],
  },
  {
    name: "gradle",
    framework: "junit4",
    fixture: "java-gradle-junit4",
    ...maven,
    tools: ["default-jdk-headless", "gradle", "junit4"],
  },
  { name: "catch2", framework: "catch2", fixture: "cpp-catch2", ...cpp, tools: [...cpp.tools, "catch2"] },
  { name: "gtest", framework: "gtest", fixture: "cpp-gtest", ...cpp, tools: [...cpp.tools, "libgtest-dev"] },
  {
    name: "vitest",
    framework: "vitest",
    fixture: "ts-vitest",
    ...script,
    source: "src/shipping.ts",
    languageId: "typescript",
    packages: ["vitest", "prettier"],
    tools: ["vitest", "prettier"],
  },
  { name: "jest", framework: "jest", fixture: "js-jest", ...script, packages: ["jest"], tools: ["jest"] },
  {
    name: "mocha",
    framework: "mocha",
    fixture: "js-mocha",
    ...script,
    packages: ["mocha"],
    tools: ["mocha"],
  },
  { name: "node-test", framework: "node-test", fixture: "js-node-test", ...script, packages: [] },
  {
    name: "pytest",
    framework: "pytest",
    fixture: "python-pytest",
    tools: ["python3-pytest"],
    source: "shop/shipping.py",
    languageId: "python",
    packages: [],
    timeMs: 4_000,
  },
  {
    name: "unittest",
    framework: "unittest",
    fixture: "python-unittest",
    tools: [],
    source: "shop/shipping.py",
    languageId: "python",
    packages: [],
    timeMs: 4_000,
  },
];
