// Measures how many small faults, put into the code one by one, the unit tests notice.
//   node scripts/mutate.mjs [FOLDER or FILE]... [--no-static] [--own-tests]
// Without arguments: the egress gate and the reader of streamed replies. `--no-static` leaves out what
// runs once when a module is loaded, such as tables: each of those needs a process of its own.
// `--own-tests` tries only the tests at the same path as each file, not all of their folder: quick, and a
// lower bound.
import { existsSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Stryker } from "@stryker-mutator/core";

/** The least share of faults that the tests must notice (per cent). */
const leastScore = 75;

const streamReader = ["bodyDecoder", "wireDelta", "thinkSplitter", "textCutter", "replyReader"].map(
  (name) => `src/core/backends/${name}.ts`,
);

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
process.chdir(root);
const ignoreStatic = process.argv.includes("--no-static");
const named = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const targets = (named.length === 0 ? ["src/core/egress", ...streamReader] : named).map((path) => {
  if (!existsSync(path)) {
    console.error(`There is no ${path}.`);
    process.exit(2);
  }
  const inside = relative(root, path).replaceAll("\\", "/");
  const isFolder = statSync(path).isDirectory();
  return { inside, isFolder, folder: isFolder ? inside : dirname(inside) };
});
const testOf = (path) => path.replace(/^src\//, "test/unit/");
const specs = targets.map(({ inside, isFolder, folder }) =>
  process.argv.includes("--own-tests") && !isFolder
    ? testOf(inside).replace(/\.ts$/, ".test.ts")
    : `${testOf(folder)}/**/*.test.ts`,
);

const mutants = await new Stryker({
  mutate: targets.map(({ inside, isFolder }) => (isFolder ? `${inside}/**/*.ts` : inside)),
  testRunner: "mutation",
  plugins: [join(root, "scripts/mutationRunner.mjs")],
  mutationRunner: {
    spec: [...new Set(specs)],
    // Tens of thousands of streams for every fault would take days; the tables beside it must be enough.
    ignore: ["test/unit/core/backends/streamFuzz.test.ts"],
  },
  coverageAnalysis: "perTest",
  ignoreStatic,
  concurrency: 1,
  timeoutMS: 10_000,
  dryRunTimeoutMinutes: 15,
  // Node strips the types itself; there is no compiler to configure.
  tsconfigFile: "none.json",
  checkers: [],
  ignorePatterns: ["dist", "dist-test", "test-results", "seeds", "media", ".cache", "*.vsix"],
  tempDirName: ".cache/mutation",
  reporters: ["clear-text", "json"],
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: "test-results/mutation.json" },
  thresholds: { high: 90, low: leastScore, break: leastScore },
  allowConsoleColors: false,
}).runMutationTest();
console.log(`${mutants.length} faults tried.`);
