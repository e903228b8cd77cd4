import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { codeFamilyOf } from "../../../../src/core/code/codeFamily.ts";
import { formatMessage, type Message } from "../../../../src/core/messages.ts";
import { buildSkeleton } from "../../../../src/core/testing/buildSkeleton.ts";
import { detectTestProject } from "../../../../src/core/testing/detectTestProject.ts";
import { planTests } from "../../../../src/core/testing/planTests.ts";
import { withTestFile } from "../../../../src/core/testing/testFile.ts";
import { testingMessages } from "../../../../src/core/testing/testingMessages.ts";
import { countCases } from "../../../../src/core/testing/testPlan.ts";
import type { TestFramework, TestProject } from "../../../../src/core/testing/testProject.ts";
import { DiskFileSource } from "../../../fakes/diskFileSource.ts";
import { createTestParser } from "../../../fakes/testParser.ts";
import { assertGolden } from "./golden.ts";

const root = join(import.meta.dirname, "../../../..");
const parser = createTestParser();

interface Made {
  readonly project: TestProject;
  readonly code: string;
  readonly planned: number;
}

async function makeSkeleton(
  dir: string,
  source: string,
  languageId: string,
  framework: TestFramework | undefined,
  say: (message: Message) => string = ({ id, args }) =>
    formatMessage((testingMessages as Readonly<Record<string, string>>)[id] ?? id, args),
): Promise<Made> {
  const base = join(root, dir);
  const text = readFileSync(join(base, source), "utf8");
  const project = await detectTestProject(source, languageId, new DiskFileSource(base), { framework });
  const family = codeFamilyOf(languageId);
  const tree = await parser.parse(languageId, text);
  assert.ok(tree !== undefined && family !== undefined && project.framework !== null);
  const plan = planTests(tree.rootNode, family, 0, text.length);
  const code = buildSkeleton({ plan, project, framework: project.framework, say });
  tree.delete();
  return { project, code, planned: countCases(plan) };
}

/** The mark that keeps a case from being reported as passed, one a case. */
const skipMarks: Readonly<Record<TestFramework, RegExp>> = {
  pytest: /@pytest\.mark\.skip\(reason=/g,
  unittest: /@unittest\.skip\(/g,
  junit4: /@Ignore\("/g,
  junit5: /@Disabled\("/g,
  testng: /@Test\(enabled = false, /g,
  vitest: /\bit\.todo\(/g,
  jest: /\bit\.todo\(/g,
  mocha: /^\s*it\((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\);$/gm,
  "node-test": /\bit\.todo\(/g,
  gtest: /\bGTEST_SKIP\(\) << /g,
  catch2: /\bSKIP\("/g,
};

const frameworks = "test/fixtures/frameworks";
const playground = "seeds/playground";
const cases: readonly (readonly [string, string, string, TestFramework | undefined])[] = [
  [`${frameworks}/python-pytest`, "src/prices/tax.py", "python", undefined],
  [`${frameworks}/python-unittest`, "prices/tax.py", "python", undefined],
  [`${frameworks}/none-python`, "prices/tax.py", "python", "unittest"],
  [`${frameworks}/java-maven-junit4`, "src/main/java/org/example/shop/Discount.java", "java", undefined],
  [`${frameworks}/java-gradle-junit5`, "src/main/java/org/example/shop/Discount.java", "java", undefined],
  [`${frameworks}/java-maven-testng`, "src/main/java/org/example/shop/Discount.java", "java", undefined],
  [`${frameworks}/java-spring-boot`, "src/main/java/org/example/shop/Discount.java", "java", undefined],
  [`${frameworks}/ts-vitest`, "src/countWords.ts", "typescript", undefined],
  [`${frameworks}/js-jest`, "src/countWords.js", "javascript", undefined],
  [`${frameworks}/js-mocha`, "src/countWords.js", "javascript", undefined],
  [`${frameworks}/js-node-test`, "src/countWords.js", "javascript", undefined],
  [`${frameworks}/none-typescript`, "src/countWords.ts", "typescript", "node-test"],
  [`${frameworks}/cpp-gtest`, "src/angle.cpp", "cpp", undefined],
  [`${frameworks}/cpp-catch2`, "src/angle.cpp", "cpp", undefined],
  [`${playground}/python`, "inventory/stock.py", "python", "unittest"],
  [`${playground}/python`, "inventory/reports.py", "python", undefined],
  [`${playground}/java`, "src/main/java/org/example/orders/OrderParser.java", "java", undefined],
  [`${playground}/java`, "src/main/java/org/example/orders/OrderLine.java", "java", "testng"],
  [`${playground}/javascript`, "src/retry.js", "javascript", undefined],
  [`${playground}/javascript`, "src/tokenBucket.js", "javascript", "jest"],
  [`${playground}/typescript`, "src/columns.ts", "typescript", undefined],
  [`${playground}/cpp`, "src/lru_cache.cpp", "cpp", undefined],
  [`${playground}/cpp`, "src/size_text.cpp", "cpp", "catch2"],
];

describe("buildSkeleton", () => {
  for (const [dir, source, languageId, framework] of cases) {
    const name = `${dir.split("/").at(-1)}-${source.split("/").at(-1)}${framework === undefined ? "" : `-${framework}`}`;
    it(name, async () => {
      const { project, code, planned } = await makeSkeleton(dir, source, languageId, framework);
      const parsed = await withTestFile(project.languageId, code, parser, ({ cases: found, errorLines }) => ({
        names: found.map((each) => `${each.container} ${each.name}`),
        errorLines,
      }));
      assert.deepEqual(parsed?.errorLines, [], "it parses");
      assert.equal(parsed?.names.length, planned, "every planned case is a test");
      assert.equal(new Set(parsed?.names).size, planned, "no two tests share a name");
      const marks = code.match(skipMarks[project.framework ?? "pytest"])?.length ?? 0;
      assert.equal(marks, planned, "every test carries the framework's own skip or todo");
      assert.ok(planned >= 2);
      assertGolden(`skeletons/${name}.${extname(project.testPath).slice(1)}.txt`, code);
    });
  }

  it("speaks the language of answers in titles and comments, and English in names", async () => {
    const chinese = JSON.parse(readFileSync(join(root, "l10n/parts/testing.json"), "utf8")) as Record<
      string,
      string
    >;
    const { code } = await makeSkeleton(
      `${frameworks}/java-gradle-junit5`,
      "src/main/java/org/example/shop/Discount.java",
      "java",
      undefined,
      ({ id, args }) =>
        formatMessage(chinese[(testingMessages as Readonly<Record<string, string>>)[id] ?? ""] ?? id, args),
    );
    assert.match(code, /@DisplayName\("percent: 当 pieces <= 0 时抛出 IllegalArgumentException"\)/);
    assert.match(code, /void percentRaisesIllegalArgumentExceptionWhenPiecesAtMost0\(\)/);
  });

  it("does not import what a file keeps to itself", async () => {
    const source = "function hidden(a) {\n  return a > 1 ? 2 : 3;\n}\n";
    const tree = await parser.parse("javascript", source);
    assert.ok(tree !== undefined);
    const plan = planTests(tree.rootNode, "javascript", 0, source.length);
    const { project } = await makeSkeleton(
      `${frameworks}/js-mocha`,
      "src/countWords.js",
      "javascript",
      undefined,
    );
    const say = ({ id, args }: Message): string =>
      formatMessage((testingMessages as Readonly<Record<string, string>>)[id] ?? id, args);
    const code = buildSkeleton({ plan, project, framework: "mocha", say });
    assert.doesNotMatch(code, /import/);
    assert.match(code, /hidden cannot be reached from a test file/);
    assert.match(code, /describe\('hidden'/);
  });
});
