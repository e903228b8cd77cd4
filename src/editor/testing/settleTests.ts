import type * as vscode from "vscode";
import type { GatedBackend } from "../../core/egress/outbound.ts";
import { countCases, type TestPlan } from "../../core/testing/testPlan.ts";
import type { TestProject } from "../../core/testing/testProject.ts";
import type { CodeTarget } from "../codeTarget.ts";
import { targetName } from "../targetName.ts";
import { rootOf } from "../workspaceFileSource.ts";
import { confirmTestProject, decidedFromArgument } from "./confirmTestProject.ts";
import type { KeptDecisions } from "./keptDecisions.ts";
import { choosePlan } from "./choosePlan.ts";
import { commandText, type ConfirmedRun } from "./runConsent.ts";
import { setUpTests } from "./setUpTests.ts";
import type { TestingDeps } from "./testingDeps.ts";

/** What the questions before the first request for tests have settled. */
export interface SettledTests {
  readonly project: TestProject;
  /** Undefined: all cases of the code and its documentation, and what the model adds. */
  readonly plan: TestPlan | undefined;
  /** Undefined: nothing is run. */
  readonly confirmed: ConfirmedRun | undefined;
}

export interface SettleRequest {
  readonly target: CodeTarget;
  readonly root: vscode.Uri;
  readonly backend: GatedBackend | undefined;
  /** The third argument of the command. */
  readonly argument: unknown;
  readonly rid: string;
}

/** Framework, place, cases and command, each shown before anything is made. Undefined when the user leaves. */
export async function settleTests(
  request: SettleRequest,
  kept: KeptDecisions,
  deps: TestingDeps,
): Promise<SettledTests | undefined> {
  const { target, root, backend } = request;
  const { consent } = deps;
  const { path } = rootOf(target.uri);
  const decided = decidedFromArgument(request.argument);
  let plan: TestPlan | undefined;
  const baseFor = async (project: TestProject): ReturnType<typeof consent.baseFor> =>
    backend === undefined ? undefined : consent.baseFor(project, root, kept.decided(path).command);
  const project = await confirmTestProject({
    ...{ subject: targetName(target), root, path, decided, kept },
    languageId: target.languageId,
    setUp: (found, framework) => setUpTests({ root, project: found, framework }, deps),
    commandFor: async (found) => {
      const base = await baseFor(found);
      const known = base === undefined ? undefined : consent.confirmed(found, root, base);
      return known === undefined ? undefined : commandText(known, found);
    },
    forgetCommand: async (found) => {
      const base = await baseFor(found);
      await (base === undefined ? undefined : consent.forget(found, root, base));
    },
    chosenCount: () => (plan === undefined ? undefined : countCases(plan)),
    chooseCases: async () => {
      plan = (await choosePlan(request, plan, deps)) ?? plan;
    },
  });
  if (project === undefined) {
    return undefined;
  }
  const base = await baseFor(project);
  if (base === undefined) {
    return { project, plan, confirmed: undefined };
  }
  const answer =
    decided === undefined ? await consent.ask(project, root, base) : consent.confirmed(project, root, base);
  if (answer === undefined && decided === undefined) {
    return undefined;
  }
  return { project, plan, confirmed: answer === "without" ? undefined : answer };
}
