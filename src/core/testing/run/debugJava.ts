import { planRun } from "./planRun.ts";
import type { RunQuestion, RunStep } from "./runPlan.ts";

/** Waits on a free loopback port until a debugger is there; the virtual machine prints which one it took. */
const agent = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0";

/**
 * The run of the given tests whose virtual machine waits for a debugger before the first of them. Maven is
 * told the port by us; Gradle's own flag takes 5005 unless the build says otherwise.
 */
export function javaDebugStep(question: RunQuestion): RunStep {
  const [step] = planRun(question).steps;
  if (step === undefined) {
    throw new Error("A run has a step.");
  }
  const { base } = question;
  const args = step.argv.slice(base.length);
  if (question.project.buildTool !== "gradle") {
    // A breakpoint may hold a test for as long as a person looks at it.
    const debug = [`-Dmaven.surefire.debug=-Xdebug ${agent}`, "-Dsurefire.timeout=0"];
    return { ...step, argv: [...base, ...debug, ...args] };
  }
  const [task = "test", ...rest] = args;
  // Results that are up to date would leave nothing to stop in.
  const clean = task.replace(/test$/, "cleanTest");
  return { ...step, argv: [...base, clean, task, "--debug-jvm", ...rest] };
}

/** The port in what a virtual machine prints when it waits for a debugger; undefined before it does. */
export function debugPortIn(output: string): number | undefined {
  const found = /Listening for transport dt_socket at address: (?:\S*:)?(\d+)/.exec(output)?.[1];
  return found === undefined ? undefined : Number(found);
}
