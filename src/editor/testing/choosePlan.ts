import * as vscode from "vscode";
import type { GatedBackend } from "../../core/egress/outbound.ts";
import { askChat } from "../../core/review/askChat.ts";
import { buildCasesPrompt, withSuggestedCases } from "../../core/testing/suggestedCases.ts";
import { testCaseMessages } from "../../core/testing/testingMessages.ts";
import {
  countCases,
  originOf,
  type CaseOrigin,
  type PlannedCase,
  type TestPlan,
} from "../../core/testing/testPlan.ts";
import type { CodeTarget } from "../codeTarget.ts";
import { runWithProgress } from "../review/runWithProgress.ts";
import { logged } from "./loggedRequest.ts";
import type { TestingDeps } from "./testingDeps.ts";
import { planFor } from "./writeTests.ts";

interface PlanRequest {
  readonly target: CodeTarget;
  readonly backend: GatedBackend | undefined;
  readonly rid: string;
}

interface PlanItem extends vscode.QuickPickItem {
  readonly unit: number;
  readonly planned: PlannedCase;
}

/**
 * Lets the user tick the cases to test: those of the code and its documentation, and with a backend those
 * that the model adds, which one small request asks for. All are ticked at first, later those of `chosen`.
 * Undefined when the user leaves, or when there is nothing to tick, which has then been said.
 */
export async function choosePlan(
  request: PlanRequest,
  chosen: TestPlan | undefined,
  deps: TestingDeps,
): Promise<TestPlan | undefined> {
  const plan = await planFor(request.target, deps, new AbortController().signal);
  if (plan.units.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("No function was found here, so there are no cases to choose from."),
    );
    return undefined;
  }
  const all = request.backend === undefined ? plan : await suggested(request, request.backend, plan, deps);
  return all === undefined || countCases(all) === 0 ? undefined : tickCases(all, chosen);
}

/** The plan as it is when the model could not be asked, which has then been said. */
async function suggested(
  { target, rid }: PlanRequest,
  backend: GatedBackend,
  plan: TestPlan,
  deps: TestingDeps,
): Promise<TestPlan> {
  const reply = await runWithProgress(
    vscode.l10n.t("Flywheel: asking for further cases"),
    false,
    async (signal) =>
      logged({ target, backend, rid }, deps, signal, async (onReply) => {
        const prompt = buildCasesPrompt({
          languageId: target.languageId,
          code: target.text,
          source: {
            path: target.path,
            startLine: target.range.start.line + 1,
            endLine: target.range.end.line + 1,
          },
          plan,
          answersInChinese: deps.translator.isAnsweringInChinese,
          limits: backend.chat.limits,
        });
        const answer = await askChat(backend.chat, prompt, deps.clock, signal);
        onReply(answer);
        return answer.text;
      }),
  );
  return reply === undefined ? plan : withSuggestedCases(plan, reply);
}

async function tickCases(plan: TestPlan, chosen: TestPlan | undefined): Promise<TestPlan | undefined> {
  const table: Readonly<Record<string, string>> = testCaseMessages;
  const wasTicked = (name: string, { title }: PlannedCase): boolean =>
    chosen === undefined ||
    chosen.units.some(
      (unit) =>
        unit.name === name && unit.cases.some((each) => JSON.stringify(each.title) === JSON.stringify(title)),
    );
  const items = plan.units.flatMap(({ name, cases }, unit) =>
    cases.map((planned): PlanItem => ({
      label: vscode.l10n.t(table[planned.title.id] ?? planned.title.id, ...planned.title.args),
      description: `${name} · ${originText(originOf(planned))}`,
      picked: wasTicked(name, planned),
      unit,
      planned,
    })),
  );
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    ignoreFocusOut: true,
    title: vscode.l10n.t("Cases to test"),
    placeHolder: vscode.l10n.t("All of them, unless you leave some out."),
    matchOnDescription: true,
  });
  // None at all is no plan: what was chosen before stands.
  if (picked === undefined || picked.length === 0) {
    return undefined;
  }
  return {
    units: plan.units.map((unit, index) => ({
      ...unit,
      cases: unit.cases.filter((planned) =>
        picked.some((item) => item.unit === index && item.planned === planned),
      ),
    })),
  };
}

function originText(origin: CaseOrigin): string {
  switch (origin) {
    case "code":
      return vscode.l10n.t("from the code");
    case "documentation":
      return vscode.l10n.t("from its documentation");
    case "model":
      return vscode.l10n.t("suggested by the model");
  }
}
