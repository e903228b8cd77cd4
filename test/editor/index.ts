import { appendFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";
import MochaExport from "mocha";

/** Node 22 gives `require` of an ES module its namespace, Node 24 its default export. */
const Mocha = (MochaExport as typeof MochaExport & { default?: typeof MochaExport }).default ?? MochaExport;
const SUFFIX = ".test.ts";

/**
 * Entry of the tests in the extension host, the same for every launcher. The report and the counts go to the files
 * that FLYWHEEL_TEST_REPORT and FLYWHEEL_TEST_RESULT name: a console line may be lost or mixed with the editor's own.
 */
export async function run(): Promise<void> {
  const mocha = new Mocha({
    ui: "bdd",
    timeout: 30_000,
    slow: 2_000,
    retries: 1,
    color: false,
    reporter: "spec",
  });
  const grep = process.env["FLYWHEEL_TEST_GREP"];
  if (grep) mocha.grep(grep);
  reportTo(process.env["FLYWHEEL_TEST_REPORT"]);
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  for (const name of testNames()) {
    // The bundler turns this pattern into a table of all test files.
    await import(`./${name}.test.ts`);
  }
  const failed = await runAll(mocha);
  if (failed > 0) throw new Error(`${failed} editor tests failed.`);
}

function testNames(): string[] {
  const folder = process.env["FLYWHEEL_EDITOR_TESTS"] ?? join(__dirname, "../../test/editor");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(SUFFIX))
    .map((path) => path.slice(0, -SUFFIX.length).replaceAll("\\", "/"))
    .sort();
}

function reportTo(path: string | undefined): void {
  Mocha.reporters.Base.consoleLog = (...parts: unknown[]) => {
    const line = format(...parts);
    if (path) appendFileSync(path, `${line}\n`);
    else console.log(line);
  };
}

function runAll(mocha: MochaExport): Promise<number> {
  return new Promise((resolve) => {
    const failures: { title: string; message: string }[] = [];
    const runner = mocha.run((count) => {
      const { passes = 0, failures: failed = 0, pending = 0 } = runner.stats ?? {};
      const path = process.env["FLYWHEEL_TEST_RESULT"];
      if (path) writeFileSync(path, JSON.stringify({ passed: passes, failed, pending, failures }));
      resolve(count);
    });
    runner.on("fail", (test, error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      failures.push({ title: test.fullTitle(), message });
    });
  });
}
