import * as vscode from "vscode";
import type { CaseVerdict } from "../../core/testing/loop/verdicts.ts";
import { sameCase, titleOfCase, type TestCaseId } from "../../core/testing/run/runResults.ts";
import type { Translator } from "../translate.ts";
import { verdictText } from "./resultsText.ts";

interface VerdictItem extends vscode.QuickPickItem {
  readonly verdict: CaseVerdict;
}

/**
 * Which tests are to be added: those that passed, ticked, and those that contradict the code, not ticked,
 * because only a person can say which of the two is wrong. Undefined when the user leaves.
 */
export async function chooseTests(
  verdicts: readonly CaseVerdict[],
  translator: Translator,
): Promise<readonly CaseVerdict[] | undefined> {
  const offered = verdicts.filter(({ state }) => state === "passed" || state === "contradicts");
  const items = offered.map((verdict): VerdictItem => ({
    label: `${verdict.state === "passed" ? "$(pass)" : "$(bug)"} ${titleOfCase(verdict)}`,
    detail: verdict.state === "passed" ? "" : verdictText(verdict, translator),
    description: verdict.state === "passed" ? vscode.l10n.t("passed") : "",
    picked: verdict.state === "passed",
    verdict,
  }));
  const left = verdicts.length - offered.length;
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    ignoreFocusOut: true,
    title: vscode.l10n.t("Which tests are to be added?"),
    placeHolder:
      left === 0
        ? vscode.l10n.t("A test that fails shows a bug in the code, or is wrong itself.")
        : vscode.l10n.t(
            "A test that fails shows a bug in the code, or is wrong itself. {0} more were left out, see the results.",
            left,
          ),
    matchOnDetail: true,
  });
  return picked?.map(({ verdict }) => verdict);
}

interface CaseItem extends vscode.QuickPickItem {
  readonly id: TestCaseId;
}

/** Which of the tests that are proposed, all ticked, are to be added. Undefined when the user leaves. */
export async function chooseCases(
  ids: readonly TestCaseId[],
  verdicts: readonly CaseVerdict[],
): Promise<readonly TestCaseId[] | undefined> {
  const items = ids.map((id): CaseItem => {
    const hasPassed = verdicts.some((verdict) => sameCase(verdict, id) && verdict.state === "passed");
    return {
      label: `${hasPassed ? "$(pass)" : "$(beaker)"} ${titleOfCase(id)}`,
      description: hasPassed ? vscode.l10n.t("passed") : "",
      picked: true,
      id,
    };
  });
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    ignoreFocusOut: true,
    title: vscode.l10n.t("Which tests are to be added?"),
    placeHolder: vscode.l10n.t("Untick what you do not want; the rest is shown as a diff again."),
  });
  return picked?.map(({ id }) => id);
}
