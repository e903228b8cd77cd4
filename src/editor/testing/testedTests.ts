import type { OutboundChat } from "../../core/egress/outbound.ts";
import { buildRepairPrompt } from "../../core/testing/loop/repairPrompt.ts";
import {
  runTestLoop,
  type LoopOutcome,
  type LoopSteps,
  type PlacedTests,
} from "../../core/testing/loop/testLoop.ts";
import type { RunReport } from "../../core/testing/run/runResults.ts";
import type { SessionFile, TestSession } from "../../core/testing/run/testSession.ts";
import type { TestProject } from "../../core/testing/testProject.ts";
import type { EndReason } from "../../core/ports.ts";
import type { TestingCalls } from "../../protocol/testingCalls.ts";

/** The worker's calls about tests. */
export type TestingCall = <N extends keyof TestingCalls>(
  name: N,
  params: TestingCalls[N]["params"],
  signal: AbortSignal,
) => Promise<TestingCalls[N]["result"]>;

export interface TestedRequest {
  readonly project: TestProject;
  /** The code under test. */
  readonly source: string;
  /** The tests of the first answer, and the request that it answered. */
  readonly code: string;
  readonly prompt: OutboundChat;
  /** Text of the test file as it is; "" for a new one. */
  readonly existing: string;
  /** Files that differ from those on disk, and what the build needs to see the tests. */
  readonly files: readonly SessionFile[];
  readonly session: Pick<TestSession, "run" | "format">;
  readonly formatter: readonly string[] | undefined;
  readonly maxRepairs: number;
  /** Asks the model once more; throws what the backend throws. */
  ask(request: OutboundChat): Promise<{ readonly text: string; readonly endReason: EndReason }>;
  onProgress(step: "run" | "isolate" | "repair", number: number): void;
}

export interface TestedTests extends LoopOutcome {
  /** The whole test file with what is kept; undefined when nothing is. */
  readonly placed: PlacedTests | undefined;
  readonly placedWithContradictions: PlacedTests | undefined;
}

/** Runs generated tests, has them repaired, and puts what is kept at its place in the file's text. */
export async function testTests(
  request: TestedRequest,
  call: TestingCall,
  signal: AbortSignal,
): Promise<TestedTests> {
  const { project, maxRepairs } = request;
  const format = formatterOf(request);
  const steps = stepsFor(request, format, call, signal);
  const outcome = await runTestLoop(request.code, { project, maxRepairs }, steps);
  // What is proposed is what was run: in the project's own layout.
  const code = outcome.code === "" ? "" : await format(outcome.code);
  const { codeWithContradictions: claims } = outcome;
  const codeWithContradictions = claims === undefined ? undefined : await format(claims);
  return {
    ...outcome,
    code,
    codeWithContradictions,
    placed: code === "" ? undefined : await steps.place(code),
    placedWithContradictions:
      codeWithContradictions === undefined ? undefined : await steps.place(codeWithContradictions),
  };
}

type Format = (code: string) => Promise<string>;

/** Each text is formatted once: the tool is slow to start, and leaves its own output as it is. */
function formatterOf({ session, formatter }: TestedRequest): Format {
  const formatted = new Map<string, string>();
  return async (code) => {
    if (formatter === undefined) {
      return code;
    }
    const known = formatted.get(code) ?? (await session.format(code, formatter));
    formatted.set(code, known);
    formatted.set(known, known);
    return known;
  };
}

function stepsFor(request: TestedRequest, format: Format, call: TestingCall, signal: AbortSignal): LoopSteps {
  const { project, source, prompt, session } = request;
  const { languageId, testPath } = project;
  return {
    vet: (code) => call("testing.vet", { code, source, project }, signal),
    drop: (code, ids) => call("testing.drop", { code, languageId, ids }, signal),
    place: async (code) => {
      const added = await format(code);
      if (request.existing.trim() === "") {
        const cases = await call("testing.vet", { code: added, source, project }, signal);
        return { text: added, cases, newNames: new Map() };
      }
      const merged = await call(
        "testing.merge",
        { languageId, existing: request.existing, added, path: testPath },
        signal,
      );
      const pairs = merged.renamed.map((change) => change.split(" → ") as [string, string]);
      return { text: merged.text, cases: merged.cases, newNames: new Map(pairs) };
    },
    run: (text, cases): Promise<RunReport> =>
      session.run([...request.files, { path: testPath, text }], cases),
    repair: async (ask) => {
      const reply = await request.ask(buildRepairPrompt(prompt, ask, project));
      const read = await call(
        "testing.readReply",
        { reply: reply.text, endReason: reply.endReason, project },
        signal,
      );
      return read.code;
    },
    progress: (step, number) => request.onProgress(step, number),
  };
}
