import * as vscode from "vscode";
import type { ResolvedProfile } from "../../core/backends/profile.ts";
import { splitSentence } from "../../core/text/splitSentence.ts";
import type { Translator } from "../translate.ts";
import type { ProbeReport, ProbeVerdict } from "./backendTools.ts";
import { hostOf } from "./profileDraft.ts";

const icons: Readonly<Record<ProbeVerdict, string>> = {
  ok: "$(pass)",
  warn: "$(warning)",
  fail: "$(error)",
  unknown: "$(question)",
};

export interface ProbeAction {
  readonly label: string;
  readonly detail?: string;
  readonly id: string;
}

interface Row extends vscode.QuickPickItem {
  readonly actionId?: string;
}

/** True when no check failed. */
export function isUsable(report: ProbeReport): boolean {
  return report.rows.every((row) => row.verdict !== "fail");
}

/** Which machine makes the call: `localhost` means that one. */
export function callingMachine(): string {
  const remote = vscode.env.remoteName;
  if (remote === undefined) {
    return vscode.l10n.t("this computer");
  }
  return vscode.l10n.t("the remote machine ({0})", remote);
}

/** A loopback address in a remote window means the remote machine: said when it fails. */
function loopbackHint(profile: ResolvedProfile, report: ProbeReport): Row[] {
  if (isUsable(report) || !profile.isLoopback || vscode.env.remoteName === undefined) {
    return [];
  }
  return [
    {
      label: vscode.l10n.t(
        "$(info) {0} is asked from {1}, not from your own computer.",
        profile.origin,
        callingMachine(),
      ),
    },
  ];
}

/** The verdict on a line, and on the next what can be done about it: a line is cut at the list's edge. */
function verdictRow({ verdict, message }: ProbeReport["rows"][number], translator: Translator): Row {
  const [first, rest] = splitSentence(translator.text(message));
  return { label: `${icons[verdict]} ${first}`, ...(rest === "" ? {} : { detail: rest }) };
}

/** What makes this backend differ from its preset, and who said so. */
function factRows(facts: readonly string[]): Row[] {
  const heading = { label: vscode.l10n.t("Not as built in"), kind: vscode.QuickPickItemKind.Separator };
  return facts.length === 0 ? [] : [heading, ...facts.map((fact) => ({ label: `$(note) ${fact}` }))];
}

/** The verdict as a table with what can be done about it; returns the chosen action. */
export async function showProbeReport(
  profile: ResolvedProfile,
  report: ProbeReport,
  actions: readonly ProbeAction[],
  translator: Translator,
  facts: readonly string[] = [],
): Promise<string | undefined> {
  const rows: Row[] = [
    ...actions.map(({ label, detail, id }) => ({
      label,
      actionId: id,
      ...(detail === undefined ? {} : { detail }),
    })),
    { label: vscode.l10n.t("What was found"), kind: vscode.QuickPickItemKind.Separator },
    ...loopbackHint(profile, report),
    ...report.rows.map((row) => verdictRow(row, translator)),
    ...factRows(facts),
  ];
  const choice = await vscode.window.showQuickPick(rows, {
    title: `Flywheel: ${profile.model} · ${hostOf(profile)}`,
    placeHolder: vscode.l10n.t("Asked from {0}", callingMachine()),
    ignoreFocusOut: true,
  });
  return choice?.actionId;
}
