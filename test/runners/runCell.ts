import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { ProcessTestRunner } from "../../src/adapters/testRunners/processTestRunner.ts";
import { systemSandbox } from "../../src/adapters/testRunners/sandbox.ts";
import { toAssistantError } from "../../src/core/errors.ts";
import type { RunLimits } from "../../src/core/ports.ts";
import { detectTestProject } from "../../src/core/testing/detectTestProject.ts";
import { listInBuild } from "../../src/core/testing/loop/listInBuild.ts";
import { findFormatter, findRunBase } from "../../src/core/testing/run/runBase.ts";
import { TestSession, type SessionFile } from "../../src/core/testing/run/testSession.ts";
import { findInstalledCatch } from "../../src/core/testing/setUp/installedCatch.ts";
import { planTestSetUp } from "../../src/core/testing/setUp/testSetUp.ts";
import { buildTestPrompt } from "../../src/core/testing/testPrompt.ts";
import type { TestFramework, TestProject } from "../../src/core/testing/testProject.ts";
import { testTests, type TestedTests, type TestingCall } from "../../src/editor/testing/testedTests.ts";
import { createTestingHandlers } from "../../src/worker/testingHandlers.ts";
import { DiskFileSource } from "../fakes/diskFileSource.ts";
import { createTestParser } from "../fakes/testParser.ts";
import { repliesFor, type Scenario } from "./scenarios.ts";
import { askChat } from "../../src/core/review/askChat.ts";
import { SystemClock } from "../../src/adapters/systemClock.ts";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { replyWithText } from "../fakes/fakeModelServerReplies.ts";
import { gatedBackendFor } from "./fakeModel.ts";

export interface RunnerCase {
  /** What the matrix calls it: the framework, or the build tool where that is the point. */
  readonly name: string;
  readonly framework: TestFramework;
  readonly fixture: string;
  readonly source: string;
  readonly languageId: string;
  /** Packages that the fixture needs from the cache. */
  readonly packages: readonly string[];
  /** What `ensureTestTools` calls the tools that it needs. */
  readonly tools: readonly string[];
  /** After this long an endless test is ended, ms. */
  readonly timeMs: number;
}

export interface CellResult {
  readonly scenario: Scenario;
  readonly outcome: TestedTests | undefined;
  /** What was said instead of tests. */
  readonly refusal: string | undefined;
  readonly asked: number;
  readonly seconds: number;
  /** Runs with their commands. */
  readonly runs: number;
  /** Of all runs: what was ours and not the tools', ms. */
  readonly ownMs: number;
  readonly changedFiles: readonly string[];
}

const limits: RunLimits = {
  timeMs: 20_000,
  memoryBytes: 3 * 1024 ** 3,
  outputBytes: 8 * 1024 ** 2,
  processCount: 60,
};

/** For runs that end by themselves: a loaded machine must not look like an endless test. */
const patientMs = 120_000;

const fixtures = join(import.meta.dirname, "../fixtures/runners");

/** One fixture project on the disk, with its packages, and one copy that its scenarios share. */
export class RunnerFixture {
  readonly #root: string;
  readonly #case: RunnerCase;
  readonly #runner: ProcessTestRunner;
  readonly #handlers = createTestingHandlers({ parser: createTestParser() } as never);
  #session: TestSession | undefined;
  #timeMs = patientMs;

  constructor(runnerCase: RunnerCase, nodeModules: string) {
    this.#case = runnerCase;
    this.#root = mkdtempSync(join(tmpdir(), `flywheel-${runnerCase.framework}-`));
    cpSync(join(fixtures, runnerCase.fixture), this.#root, { recursive: true });
    this.#usePackages(nodeModules);
    this.#usePresentVersions();
    this.#runner = new ProcessTestRunner(
      {
        temporaryDir: tmpdir(),
        homeDir: homedir(),
        // The system's Python is the one that has the Debian package.
        env: {
          ...process.env,
          PATH: `/usr/bin:${process.env["PATH"] ?? ""}`,
          SECRET_TOKEN: "must not arrive",
        },
        platform: process.platform,
      },
      systemSandbox(process.platform, (said) => console.log(`${runnerCase.name}: not contained: ${said}`)),
    );
  }

  /** Takes all that is about tests out of the project, and sets it up anew as the product does. */
  async setUpAnew(bare: Readonly<Record<string, string | undefined>>): Promise<void> {
    for (const [path, text] of Object.entries(bare)) {
      rmSync(join(this.#root, path), { recursive: true, force: true });
      if (text !== undefined) {
        writeFileSync(join(this.#root, path), text);
      }
    }
    const { source, languageId, framework } = this.#case;
    const files = new DiskFileSource(this.#root);
    const project = await detectTestProject(source, languageId, files);
    if (project.framework !== null) {
      throw new Error(`the bare project still has ${project.framework}`);
    }
    const setUp = await planTestSetUp({
      ...{ project, framework, files, platform: this.#platform() },
      installedCatch: await findInstalledCatch(
        (path) => Promise.resolve(existsSync(path)),
        process.env,
        false,
      ),
    });
    if (!("edits" in setUp)) {
      throw new Error(setUp.refusal.id);
    }
    for (const { path, text } of setUp.edits) {
      writeFileSync(join(this.#root, path), text);
    }
    this.#usePresentVersions();
  }

  /** What this machine keeps away from the tests, for the table. */
  async containment(): Promise<string> {
    const { hasNoNetwork, isReadOnlyOutside } = await this.#runner.containment();
    return `network ${hasNoNetwork ? "shut off" : "OPEN"}, files outside ${isReadOnlyOutside ? "read-only" : "NOT PROTECTED"}`;
  }

  async runCell(scenario: Scenario): Promise<CellResult> {
    const startMs = performance.now();
    const { source, languageId, framework } = this.#case;
    const files = new DiskFileSource(this.#root);
    const project = await detectTestProject(source, languageId, files);
    if (project.framework !== framework) {
      throw new Error(`${framework} was detected as ${project.framework}`);
    }
    const text = readFileSync(join(this.#root, source), "utf8");
    this.#timeMs = scenario === "endless loop" ? this.#case.timeMs : patientMs;
    const before = listing(this.#root);
    let asked = 0;
    const call: TestingCall = (name, params, signal) =>
      (this.#handlers[name] as (p: unknown, s: AbortSignal) => Promise<never>)(params, signal);
    const { signal } = new AbortController();
    const server = await FakeModelServer.start();
    const backend = gatedBackendFor(server);
    const ask: Parameters<typeof testTests>[0]["ask"] = async (request) => {
      const reply = replies[Math.min(asked, replies.length - 1)];
      asked += 1;
      server.enqueue(
        replyWithText(reply?.text ?? "", {
          finishReason: reply?.isCutOff === true ? "length" : "stop",
          chunkChars: 40,
        }),
      );
      const answer = await askChat(backend.chat, request, new SystemClock(), signal);
      return { text: answer.text, endReason: answer.endReason ?? "incomplete" };
    };
    let outcome: TestedTests | undefined;
    let refusal: string | undefined;
    const session = await this.#sessionFor(project, files, scenario);
    // Where nothing outside the copy can be protected, the user is told so, and a test would only prove it.
    const reached = session.containment.isReadOnlyOutside ? this.#root : "not-protected-here";
    const replies = repliesFor(scenario, framework, reached);
    const firstRecord = session.records.length;
    try {
      const prompt = buildTestPrompt({
        project,
        code: text,
        source: { path: source, startLine: 1, endLine: 1 },
        fileText: text,
        plan: { units: [] },
        isPlanChosen: false,
        styleText: undefined,
        callees: [],
        answersInChinese: false,
        instructions: [],
        limits: { contextTokens: 16_000, outputTokens: 4_000 },
      });
      const first = await ask(prompt);
      const written = await call(
        "testing.readReply",
        { reply: first.text, endReason: first.endReason, project },
        signal,
      );
      outcome = await testTests(
        {
          project,
          source: text,
          code: written.code,
          prompt,
          existing: "",
          files: buildFilesFor(project, this.#root),
          session,
          formatter: await findFormatter(
            project,
            files,
            (await findRunBase(project, files, this.#platform())) as never,
          ),
          maxRepairs: scenario === "compile error, then repaired" ? 2 : 0,
          ask,
          onProgress: () => {},
        },
        call,
        signal,
      );
    } catch (thrown) {
      const error = toAssistantError(thrown);
      if (error.kind !== "badReply") {
        throw thrown;
      }
      refusal = error.detail;
    } finally {
      await server.stop();
      if (scenario === "deletes files") {
        await session.close();
      }
    }
    const records = session.records.slice(firstRecord);
    const after = listing(this.#root);
    return {
      scenario,
      outcome,
      refusal,
      asked,
      seconds: (performance.now() - startMs) / 1000,
      runs: records.length,
      ownMs: records.reduce((sum, { durationMs, toolMs }) => sum + durationMs - toolMs, 0),
      changedFiles: [
        ...before.filter((each) => !after.includes(each)),
        ...after.filter((each) => !before.includes(each)),
      ],
    };
  }

  async close(): Promise<void> {
    await this.#session?.close();
    rmSync(this.#root, { recursive: true, force: true });
  }

  /** The scenario that destroys its copy gets one of its own. */
  async #sessionFor(project: TestProject, files: DiskFileSource, scenario: Scenario): Promise<TestSession> {
    if (scenario !== "deletes files" && this.#session !== undefined) {
      return this.#session;
    }
    const base = await findRunBase(project, files, this.#platform());
    if (base === undefined) {
      throw new Error("no way to run");
    }
    const session = await TestSession.open(
      this.#runner,
      {
        rootPath: this.#root,
        copyDir: base.copyDir,
        project,
        framework: this.#case.framework,
        base: base.argv,
        dir: base.dir,
        allowsNetwork: false,
        limits: this.#limits,
      },
      () => performance.now(),
      new AbortController().signal,
    );
    if (scenario !== "deletes files") {
      this.#session = session;
    }
    return session;
  }

  /** Read at each run: one copy serves patient and impatient scenarios. */
  readonly #limits: RunLimits = Object.defineProperty({ ...limits }, "timeMs", {
    enumerable: true,
    get: () => this.#timeMs,
  });

  #platform(): { isWindows: boolean; rootPath: string } {
    return { isWindows: process.platform === "win32", rootPath: this.#root };
  }

  /** Own copies of what is named, so that a test can try to delete it; the rest by links. */
  #usePackages(nodeModules: string): void {
    if (this.#case.packages.length === 0 || !existsSync(nodeModules)) {
      return;
    }
    mkdirSync(join(this.#root, "node_modules"));
    for (const name of readdirSync(nodeModules)) {
      symlinkSync(join(nodeModules, name), join(this.#root, "node_modules", name));
    }
  }

  /** Maven's Debian repository has one version of each; which one depends on the release of Debian. */
  #usePresentVersions(): void {
    const script = join(this.#root, "build.gradle");
    if (existsSync(script)) {
      writeFileSync(script, readFileSync(script, "utf8").replace(/'junit:junit:[^']*'/, "'junit:junit:4.x'"));
    }
    const pom = join(this.#root, "pom.xml");
    if (!existsSync(pom)) {
      return;
    }
    const text = readFileSync(pom, "utf8").replace(
      /<groupId>([^<]+)<\/groupId>\s*<artifactId>([^<]+)<\/artifactId>\s*<version>([^<]+)<\/version>/g,
      (all, group: string, artifact: string, version: string) => {
        const folder = join("/usr/share/maven-repo", ...group.split("."), artifact);
        const present = existsSync(folder) ? readdirSync(folder).filter((name) => /^\d/.test(name)) : [];
        const newest = present.sort((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1);
        return newest === undefined || present.includes(version)
          ? all
          : all.replace(`>${version}<`, `>${newest}<`);
      },
    );
    writeFileSync(pom, text);
  }
}

function buildFilesFor(project: TestProject, root: string): SessionFile[] {
  const path = project.unlistedInPath;
  const text =
    path === null ? undefined : listInBuild(readFileSync(join(root, path), "utf8"), path, project.testPath);
  return path === null || text === undefined ? [] : [{ path, text }];
}

function listing(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.parentPath.includes("node_modules"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
