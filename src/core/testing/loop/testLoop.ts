import { isCancellation, toAssistantError } from "../../errors.ts";
import { sameCase, type RunReport, type TestCaseId } from "../run/runResults.ts";
import type { TestProject } from "../testProject.ts";
import type { RepairAsk } from "./repairPrompt.ts";
import { judgeCase, type CaseVerdict } from "./verdicts.ts";
import type { VettedCase } from "./vetTests.ts";

/** The whole test file with new tests in it. */
export interface PlacedTests {
  readonly text: string;
  /** The new tests as they are named there; one that was there word for word is missing. */
  readonly cases: readonly TestCaseId[];
  /** New names by old ones. */
  readonly newNames: ReadonlyMap<string, string>;
}

/** What the loop works with; each step may throw `AbortError`, which ends the loop. */
export interface LoopSteps {
  vet(code: string): Promise<readonly VettedCase[]>;
  drop(code: string, ids: readonly TestCaseId[]): Promise<string>;
  place(code: string): Promise<PlacedTests>;
  run(text: string, cases: readonly TestCaseId[]): Promise<RunReport>;
  /** New code for the whole file. Throws what the backend throws. */
  repair(ask: RepairAsk): Promise<string>;
  progress(step: "run" | "isolate" | "repair", number: number): void;
}

export interface LoopOptions {
  readonly project: TestProject;
  /** How often the model is asked again at most. */
  readonly maxRepairs: number;
}

export interface LoopOutcome {
  /** The code that is kept; "" when no test passed. */
  readonly code: string;
  /** The same with the tests that contradict the code; undefined when there are none. */
  readonly codeWithContradictions: string | undefined;
  /** One for each test that was made, in order of the file. */
  readonly verdicts: readonly CaseVerdict[];
  readonly counts: LoopCounts;
  readonly repairs: number;
  /** The project could not run tests: nothing is known about any of them, and `code` holds them all. */
  readonly cannotRun: string | undefined;
  /** What the compiler or loader said last, where no test could be loaded. */
  readonly brokenBy: string | undefined;
  /** Why the last repair came to nothing. */
  readonly repairFailure: unknown;
}

export interface LoopCounts {
  readonly made: number;
  readonly compiled: number;
  readonly firstPass: number;
  readonly repaired: number;
}

/** After one run over its limits, tests are run alone to find the one; more than this many are not tried. */
const maxIsolated = 12;
/** Runs without the model that leave out what does not compile. */
const maxSalvages = 3;

interface Round {
  readonly code: string;
  readonly verdicts: readonly CaseVerdict[];
  readonly brokenBy: string | undefined;
  readonly cannotRun: string | undefined;
}

/**
 * Runs generated tests and has those repaired that fail for their own fault, at most `maxRepairs` times.
 * A test that contradicts the code is set aside before the model is asked again, so that it cannot be
 * bent into agreement; a run that did not report a test never counts as its pass.
 */
export async function runTestLoop(
  first: string,
  options: LoopOptions,
  steps: LoopSteps,
): Promise<LoopOutcome> {
  const { maxRepairs } = options;
  let code = first;
  let best: Round | undefined;
  let firstRound: Round | undefined;
  let repairFailure: unknown;
  let repairs = 0;
  const setAside: CaseVerdict[] = [];
  for (;;) {
    const round = await runRound(code, setAside, options, steps);
    firstRound ??= round;
    best = best === undefined || passesOf(round) >= passesOf(best) ? round : best;
    if (round.cannotRun !== undefined) {
      best = round;
      break;
    }
    setAside.push(...round.verdicts.filter(({ state }) => state === "contradicts" || state === "overLimit"));
    const faulty = round.verdicts.filter(
      ({ state }) => state === "faulty" || state === "refused" || state === "notRun",
    );
    if (repairs >= maxRepairs || (faulty.length === 0 && round.brokenBy === undefined)) {
      break;
    }
    repairs += 1;
    steps.progress("repair", repairs);
    try {
      const asked = round.brokenBy === undefined ? faulty : faulty.filter(({ state }) => state === "refused");
      const shown = await steps.drop(round.code, setAside);
      code = await steps.repair({ code: shown, failure: round.brokenBy, verdicts: asked, attempt: repairs });
    } catch (error) {
      if (isCancellation(error)) {
        throw error;
      }
      repairFailure = toAssistantError(error);
      break;
    }
  }
  const salvaged = best.brokenBy === undefined ? best : await salvage(best, setAside, options, steps);
  const verified = await verify(salvaged, options, steps);
  return finish(verified, firstRound, setAside, { repairs, repairFailure }, steps);
}

/**
 * What is kept is run once more by itself when others ran beside it: a test that passed only because
 * another one went before it depends on the order.
 */
async function verify(round: Round, options: LoopOptions, steps: LoopSteps): Promise<Round> {
  const passed = round.verdicts.filter(({ state }) => state === "passed");
  const others = round.verdicts.filter(({ state }) => state !== "passed");
  const hasRunBeside = others.some(
    ({ state }) => state === "contradicts" || state === "faulty" || state === "overLimit",
  );
  if (passed.length === 0 || !hasRunBeside) {
    return round;
  }
  const again = await runRound(await steps.drop(round.code, others), [], options, steps);
  const verdicts = passed.map((verdict): CaseVerdict => {
    const second = again.verdicts.find((other) => sameCase(other, verdict));
    const fails = second?.state === "contradicts" || second?.state === "faulty";
    return fails ? { ...verdict, state: "refused", refusal: "order", details: second.details } : verdict;
  });
  return { ...round, verdicts: [...verdicts, ...others] };
}

function passesOf(round: Round): number {
  return round.verdicts.filter(({ state }) => state === "passed").length;
}

async function runRound(
  code: string,
  setAside: readonly CaseVerdict[],
  { project }: LoopOptions,
  steps: LoopSteps,
): Promise<Round> {
  const vetted = (await steps.vet(code)).filter((test) => !setAside.some((other) => sameCase(other, test)));
  const refused = vetted.filter(({ refusal }) => refusal !== undefined);
  const wanted = vetted.filter(({ refusal }) => refusal === undefined);
  const refusals = refused.map((test) => blank(test, { state: "refused", refusal: test.refusal }));
  if (wanted.length === 0) {
    return { code, verdicts: refusals, brokenBy: undefined, cannotRun: undefined };
  }
  const placed = await steps.place(await steps.drop(code, [...refused, ...setAside]));
  const pairs = wanted.flatMap((test) => {
    const there = placedCase(test, placed);
    return there === undefined ? [] : [{ test, there }];
  });
  const all = pairs.map(({ there }) => there);
  if (all.length === 0) {
    return { code, verdicts: refusals, brokenBy: undefined, cannotRun: undefined };
  }
  steps.progress("run", 1);
  const report = await steps.run(placed.text, all);
  const named = (verdict: CaseVerdict, test: TestCaseId): CaseVerdict => ({
    ...verdict,
    container: test.container,
    name: test.name,
  });
  switch (report.kind) {
    case "ran": {
      const judged = pairs.map(({ test, there }) =>
        named(judgeCase({ ...there, text: test.text }, all, report.cases, project), test),
      );
      return { code, verdicts: [...judged, ...refusals], brokenBy: undefined, cannotRun: undefined };
    }
    case "limit": {
      const judged = await isolate(pairs, report, placed.text, project, steps);
      return { code, verdicts: [...judged, ...refusals], brokenBy: undefined, cannotRun: undefined };
    }
    case "broken": {
      const notRun = wanted.map((test) => blank(test, { state: "notRun" }));
      return { code, verdicts: [...notRun, ...refusals], brokenBy: report.failure, cannotRun: undefined };
    }
    case "cannotRun": {
      const notRun = wanted.map((test) => blank(test, { state: "notRun" }));
      return { code, verdicts: [...notRun, ...refusals], brokenBy: undefined, cannotRun: report.failure };
    }
  }
}

function blank(test: VettedCase, more: Pick<CaseVerdict, "state" | "refusal" | "limit">): CaseVerdict {
  return {
    container: test.container,
    name: test.name,
    text: test.text,
    durationMs: 0,
    message: "",
    details: "",
    ...more,
  };
}

/** The test as its file calls it after it was placed there; undefined when it is not among the new ones. */
export function placedCase(test: TestCaseId, { cases, newNames }: PlacedTests): TestCaseId | undefined {
  const container = newNames.get(test.container) ?? test.container;
  const name = newNames.get(test.name) ?? test.name;
  const named = cases.filter((each) => each.name === name);
  return (
    named.find((each) => each.container === container) ??
    cases.find((each) => each.container === container && each.name === test.name) ??
    (named.length === 1 ? named[0] : undefined)
  );
}

interface Pair {
  readonly test: VettedCase;
  readonly there: TestCaseId;
}

/** One test at a time, so that one without an end does not take the others with it. */
async function isolate(
  pairs: readonly Pair[],
  { end }: Extract<RunReport, { kind: "limit" }>,
  text: string,
  project: TestProject,
  steps: LoopSteps,
): Promise<CaseVerdict[]> {
  const over = (test: VettedCase): CaseVerdict => blank(test, { state: "overLimit", limit: end });
  if (pairs.length === 1 || pairs.length > maxIsolated) {
    return pairs.map(({ test }) => over(test));
  }
  const verdicts: CaseVerdict[] = [];
  for (const [index, { test, there }] of pairs.entries()) {
    steps.progress("isolate", index + 1);
    const report = await steps.run(text, [there]);
    verdicts.push(
      report.kind === "ran"
        ? {
            ...judgeCase({ ...there, text: test.text }, [there], report.cases, project),
            container: test.container,
            name: test.name,
          }
        : report.kind === "limit"
          ? blank(test, { state: "overLimit", limit: report.end })
          : blank(test, { state: "notRun" }),
    );
  }
  return verdicts;
}

/** What the compiler complained about is left out, test by test, so that the others are not lost with it. */
async function salvage(
  broken: Round,
  setAside: readonly CaseVerdict[],
  options: LoopOptions,
  steps: LoopSteps,
): Promise<Round> {
  let round = broken;
  const lost: CaseVerdict[] = [];
  for (let attempt = 0; attempt < maxSalvages && round.brokenBy !== undefined; attempt += 1) {
    const placed = await steps.place(round.code);
    const guilty = guiltyCases(round.brokenBy, placed.text, round.verdicts, options.project);
    const rest = guilty.length === 0 ? "" : await steps.drop(round.code, guilty);
    if (rest === "") {
      break;
    }
    const { brokenBy } = round;
    lost.push(
      ...guilty.map((verdict) => ({
        ...verdict,
        state: "faulty" as const,
        message: brokenBy.split("\n")[0] ?? "",
        details: brokenBy,
      })),
    );
    round = await runRound(rest, setAside, options, steps);
  }
  return { ...round, verdicts: [...round.verdicts, ...lost] };
}

/** The tests in whose lines a failure lies. */
function guiltyCases(
  failure: string,
  text: string,
  verdicts: readonly CaseVerdict[],
  { testPath }: TestProject,
): CaseVerdict[] {
  const base = testPath.slice(testPath.lastIndexOf("/") + 1).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const lines = [...failure.matchAll(new RegExp(`${base}(?::\\[?|", line |\\()(\\d+)`, "g"))].map((match) =>
    Number(match[1]),
  );
  return verdicts.filter((verdict) => {
    const at = text.indexOf(verdict.text.trim());
    if (at < 0) {
      return false;
    }
    const start = text.slice(0, at).split("\n").length;
    const end = start + verdict.text.trim().split("\n").length - 1;
    return lines.some((line) => line >= start && line <= end);
  });
}

/** The code with what passed, run once more when something was taken out of it. */
async function finish(
  round: Round,
  firstRound: Round,
  setAside: readonly CaseVerdict[],
  tail: { readonly repairs: number; readonly repairFailure: unknown },
  steps: LoopSteps,
): Promise<LoopOutcome> {
  const known = [...round.verdicts];
  for (const verdict of setAside) {
    if (!known.some((other) => sameCase(other, verdict))) {
      known.push(verdict);
    }
  }
  const { cannotRun, brokenBy } = round;
  const compiled = known.filter(
    ({ state }) => state === "passed" || state === "contradicts" || state === "faulty",
  ).length;
  const firstPass = passesOf(firstRound);
  const counts = {
    made: known.length,
    compiled,
    firstPass,
    repaired: Math.max(0, passesOf(round) - firstPass),
  };
  const common = { counts, ...tail, cannotRun, brokenBy };
  if (cannotRun !== undefined) {
    const kept = await steps.drop(
      round.code,
      known.filter(({ state }) => state === "refused"),
    );
    return { ...common, code: kept, codeWithContradictions: undefined, verdicts: known };
  }
  const failed = known.filter(({ state }) => state !== "passed");
  const kept = passesOf(round) === 0 ? "" : await steps.drop(round.code, failed);
  const claims = known.filter(({ state }) => state === "contradicts");
  const others = failed.filter(({ state }) => state !== "contradicts");
  const hasClaims = claims.length > 0 && claims.every(({ text }) => round.code.includes(text));
  return {
    ...common,
    code: kept,
    codeWithContradictions: hasClaims ? await steps.drop(round.code, others) : undefined,
    verdicts: known,
  };
}
