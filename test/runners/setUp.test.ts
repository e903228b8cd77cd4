import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureTestTools } from "../../scripts/ensureTestTools.mjs";
import { runnerCases } from "./cases.ts";
import { RunnerFixture } from "./runCell.ts";

const fixtures = join(import.meta.dirname, "../fixtures/runners");

function fixtureText(path: string): string {
  return readFileSync(join(fixtures, path), "utf8");
}

/** A POM without the test framework, and without the plugin that would run it. */
function barePom(name: string): string {
  return fixtureText(`${name}/pom.xml`)
    .replace(/ *<dependencies>[^]*<\/dependencies>\n/, "")
    .replace(/ *<plugin>(?:(?!<\/plugin>)[^])*surefire[^]*?<\/plugin>\n/, "");
}

const manifest = '{ "name": "shop", "private": true, "type": "module" }\n';

/** By the matrix's names: files of the fixture that are gone or different before it is set up. */
const bareFiles: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = {
  junit5: { "pom.xml": barePom("java-junit5") },
  junit4: { "pom.xml": barePom("java-junit4") },
  testng: { "pom.xml": barePom("java-testng") },
  gradle: {
    "build.gradle": fixtureText("java-gradle-junit4/build.gradle").replace(/\ndependencies \{[^]*/, ""),
  },
  catch2: {
    tests: undefined,
    "CMakeLists.txt": fixtureText("cpp-catch2/CMakeLists.txt").replace(/\ninclude\(CTest\)[^]*/, ""),
  },
  gtest: {
    tests: undefined,
    "CMakeLists.txt": fixtureText("cpp-gtest/CMakeLists.txt").replace(/\ninclude\(CTest\)[^]*/, ""),
  },
  vitest: { "package.json": manifest },
  jest: { "package.json": manifest.replace(', "type": "module"', "") },
  mocha: { "package.json": manifest },
  "node-test": { "package.json": manifest },
  pytest: { "pyproject.toml": '[project]\nname = "shop"\nversion = "1.0"\n' },
};

// Unittest needs nothing that could be wrong.
describe("a project whose tests were just set up runs them", function () {
  this.timeout(240_000);
  let tools: Awaited<ReturnType<typeof ensureTestTools>>;
  before(async () => {
    tools = await ensureTestTools({ onProgress: (text) => console.log(text) });
  });

  for (const [name, bare] of Object.entries(bareFiles)) {
    it(name, async function () {
      const runnerCase = runnerCases.find((each) => each.name === name);
      assert.ok(runnerCase !== undefined);
      if (!tools.canInstall && runnerCase.tools.some((tool) => tools.missing.includes(tool))) {
        this.skip();
      }
      const fixture = new RunnerFixture(runnerCase, tools.nodeModules);
      try {
        await fixture.setUpAnew(bare);
        const { outcome } = await fixture.runCell("good");
        assert.equal(outcome?.cannotRun, undefined);
        assert.equal(outcome?.brokenBy, undefined);
        assert.deepEqual(
          outcome?.verdicts.map(({ state }) => state),
          ["passed", "passed", "passed"],
        );
      } finally {
        await fixture.close();
      }
    });
  }
});
