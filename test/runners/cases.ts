import type { RunnerCase } from "./runCell.ts";

const maven = { languageId: "java", source: "src/main/java/shop/Shipping.java", packages: [], timeMs: 16_000 };
const script = { languageId: "javascript", source: "src/shipping.js", timeMs: 6_000 };
const cpp = { languageId: "cpp", source: "src/shipping.cpp", packages: [], timeMs: 4_000 };

/** Every framework that tests are run for, slow ones first. */
export const runnerCases: readonly RunnerCase[] = [
  { framework: "junit5", fixture: "java-junit5", ...maven },
  { framework: "junit4", fixture: "java-junit4", ...maven },
  { framework: "testng", fixture: "java-testng", ...maven },
  { framework: "catch2", fixture: "cpp-catch2", ...cpp },
  { framework: "gtest", fixture: "cpp-gtest", ...cpp },
  { framework: "vitest", fixture: "ts-vitest", ...script, source: "src/shipping.ts", languageId: "typescript", packages: ["vitest", "prettier"] },
  { framework: "jest", fixture: "js-jest", ...script, packages: ["jest"] },
  { framework: "mocha", fixture: "js-mocha", ...script, packages: ["mocha"] },
  { framework: "node-test", fixture: "js-node-test", ...script, packages: [] },
  { framework: "pytest", fixture: "python-pytest", source: "shop/shipping.py", languageId: "python", packages: [], timeMs: 4_000 },
  { framework: "unittest", fixture: "python-unittest", source: "shop/shipping.py", languageId: "python", packages: [], timeMs: 4_000 },
];
