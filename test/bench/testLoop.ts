/**
 * What a run of generated tests costs beyond the runner's own time: node test/bench/testLoop.ts
 * Per iteration: judging the tests by their syntax tree, taking refused ones out, merging, writing into the
 * copy, starting the sandbox and reading the report. The target is under 300 ms.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { systemSandbox } from "../../src/adapters/testRunners/sandbox.ts";
import { ProcessTestRunner } from "../../src/adapters/testRunners/processTestRunner.ts";
import { runTestLoop, type LoopSteps } from "../../src/core/testing/loop/testLoop.ts";
import { TestSession } from "../../src/core/testing/run/testSession.ts";
import type { TestProject } from "../../src/core/testing/testProject.ts";
import { createTestingHandlers } from "../../src/worker/testingHandlers.ts";
import { createTestParser } from "../fakes/testParser.ts";

const iterations = 12;
const targetMs = 300;
const { signal } = new AbortController();

const source = "export function twice(a) {\n  if (a < 0) throw new RangeError('low');\n  return a * 2;\n}\n";
const cases = Array.from(
  { length: 20 },
  (_value, at) => `it('doubles ${at}', () => {\n  assert.equal(twice(${at}), ${at * 2});\n});`,
);
const code = `import assert from 'node:assert/strict';\nimport { it } from 'node:test';\nimport { twice } from './twice.js';\n\n${cases.join("\n\n")}\n`;

const project = {
  languageId: "javascript",
  language: "javascript",
  framework: "node-test",
  sourcePath: "src/twice.js",
  testPath: "src/twice.test.js",
  rootDir: "",
  extras: [],
  packages: [],
} as unknown as TestProject;

/** A project of some size, so that copying it counts. */
function makeProject(): string {
  const root = mkdtempSync(join(tmpdir(), "flywheel-bench-"));
  mkdirSync(join(root, "src"));
  writeFileSync(join(root, "package.json"), '{ "type": "module" }');
  writeFileSync(join(root, "src", "twice.js"), source);
  for (let at = 0; at < 400; at += 1) {
    writeFileSync(join(root, "src", `other${at}.js`), source.repeat(20));
  }
  return root;
}

const root = makeProject();
const runner = new ProcessTestRunner(
  { temporaryDir: tmpdir(), homeDir: homedir(), env: process.env, platform: process.platform },
  systemSandbox(process.platform),
);
const handlers = createTestingHandlers({ parser: createTestParser() } as never);
const openMs = performance.now();
const session = await TestSession.open(
  runner,
  {
    rootPath: root,
    copyDir: "",
    project,
    framework: "node-test",
    base: ["node", "--test"],
    dir: "",
    allowsNetwork: false,
    limits: { timeMs: 60_000, memoryBytes: 2 ** 31, outputBytes: 2 ** 24, processCount: 100 },
  },
  () => performance.now(),
  signal,
);
console.log(`copy of 402 files: ${(performance.now() - openMs).toFixed(0)} ms, once`);

const steps: LoopSteps = {
  vet: async (text) => handlers["testing.vet"]({ code: text, source, project }, signal),
  drop: async (text, ids) => handlers["testing.drop"]({ code: text, languageId: "javascript", ids }, signal),
  place: async (text) => ({
    text,
    cases: await handlers["testing.vet"]({ code: text, source, project }, signal),
    newNames: new Map(),
  }),
  run: (text, ids) => session.run([{ path: project.testPath, text }], ids),
  repair: () => Promise.reject(new Error("nothing to repair")),
  progress: () => {},
};

const overheads: number[] = [];
const tools: number[] = [];
for (let at = 0; at < iterations; at += 1) {
  const startMs = performance.now();
  const outcome = await runTestLoop(code, { project, maxRepairs: 0 }, steps);
  const wholeMs = performance.now() - startMs;
  const toolMs = session.records.at(-1)?.toolMs ?? 0;
  if (outcome.counts.firstPass !== cases.length) {
    throw new Error(
      `only ${outcome.counts.firstPass} of ${cases.length} passed: ${JSON.stringify(outcome).slice(0, 500)}`,
    );
  }
  overheads.push(wholeMs - toolMs);
  tools.push(toolMs);
}
const startMs = performance.now();
const probe = await runner.open({ rootPath: root, dir: "src" }, signal);
await probe.dispose();
const probeMs = performance.now() - startMs;
await session.close();
rmSync(root, { recursive: true, force: true });

const sorted = [...overheads].sort((a, b) => a - b);
const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
const worst = sorted.at(-1) ?? 0;
console.log(
  `loop beyond the runner's own time: median ${median.toFixed(0)} ms, worst ${worst.toFixed(0)} ms of ${iterations}`,
);
console.log(
  `the runner itself: median ${[...tools].sort((a, b) => a - b)[Math.floor(tools.length / 2)]?.toFixed(0)} ms; another copy ${probeMs.toFixed(0)} ms`,
);
console.log(`target: under ${targetMs} ms`);
process.exitCode = median < targetMs ? 0 : 1;
