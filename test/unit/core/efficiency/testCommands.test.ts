import assert from "node:assert/strict";
import { isTestCommand } from "../../../../src/core/efficiency/testCommands.ts";

describe("isTestCommand", () => {
  for (const line of [
    "pytest",
    "python3 -m pytest -q tests/test_basket.py",
    "CI=1 npm test",
    "npm run test:unit -- --grep basket",
    "npm t",
    "npx vitest run",
    "node --test",
    "cd shop && ./gradlew :app:test",
    "./mvnw -q test",
    "go test ./...",
    "cargo test basket",
    "poetry run pytest",
    "make test",
    "ctest --output-on-failure",
  ]) {
    it(`knows ${line}`, () => assert.equal(isTestCommand(line), true));
  }

  for (const line of [
    "",
    "npm install",
    "npm run testimonials",
    "git commit -m 'pytest'",
    "cat test.log",
    "pytest && git push",
    "python3 test_server.py",
    "make testing-docs",
    "echo go test",
  ]) {
    it(`leaves ${JSON.stringify(line)} alone`, () => assert.equal(isTestCommand(line), false));
  }
});
