import * as vscode from "vscode";
import type { SourceRange } from "../../core/egress/outbound.ts";
import type { SecretKind } from "../../core/egress/tokenRule.ts";
import type { SentOutcome, SentRequest } from "../../core/egress/sentRecord.ts";
import type { Feature } from "../../core/ports.ts";
import { withheldText } from "./withheldText.ts";

export interface SentDataText {
  readonly text: string;
  /** Zero-based line of each request's heading, by the request's id. */
  readonly linesById: ReadonlyMap<number, number>;
}

/** Requests that were read back from disk. */
export interface KeptPart {
  /** With ids that no request of the record in memory has. */
  readonly requests: readonly SentRequest[];
  /** New requests are kept, too. */
  readonly isOn: boolean;
  readonly isUnreadable: boolean;
}

/** The record as one Markdown document: this window's requests, then those on disk, newest first. */
export function writeSentData(requests: readonly SentRequest[], kept: KeptPart): SentDataText {
  const t = vscode.l10n.t;
  const lines = [`# ${t("What Flywheel sent")}`, "", introduction(requests.length, kept.isOn), ""];
  const linesById = new Map<number, number>();
  const add = (request: SentRequest): void => {
    linesById.set(request.id, lines.length);
    lines.push(...writeRequest(request));
  };
  requests.forEach(add);
  if (kept.isUnreadable || kept.requests.length > 0) {
    const note = kept.isUnreadable
      ? t("The record on this machine could not be read.")
      : t("The newest requests of earlier windows and days: {0}.", kept.requests.length);
    lines.push(`# ${t("Kept on this machine")}`, "", note, "");
    kept.requests.forEach(add);
  }
  return { text: lines.join("\n"), linesById };
}

function introduction(count: number, isKept: boolean): string {
  const t = vscode.l10n.t;
  if (count === 0) {
    return t("Nothing has left this window yet.");
  }
  return isKept
    ? t("Requests of this window, newest first: {0}. They are kept on this machine as well.", count)
    : t("Requests of this window, newest first: {0}. Kept in memory only.", count);
}

function writeRequest(request: SentRequest): string[] {
  const t = vscode.l10n.t;
  const { backend, sources, withheld, allowedOnce } = request;
  const time = new Date(request.timeMs).toLocaleString(vscode.env.language);
  const text = request.text.split(/\r?\n/);
  const fence = fenceFor(request.text);
  return [
    `## ${time} · ${featureName(request.feature)} · ${hostOf(backend.origin)}`,
    "",
    `- ${t("Backend: {0}, model {1}, {2}", backend.profile, backend.model, backend.origin)}`,
    `- ${t("Outcome: {0}", outcomeName(request))}`,
    `- ${t("Tokens: {0}", tokens(request))}`,
    `- ${t("Files: {0}", sources.length === 0 ? t("none") : uniqueRanges(sources).join(", "))}`,
    `- ${t("Redacted: {0}", redactions(request))}`,
    ...withheld.map(({ path, reason }) => `- ${t("Left out: {0} ({1})", path, withheldText(reason))}`),
    ...allowedOnce.map(
      ({ path, rule }) => `- ${t("Withheld by {1}, sent this once because you allowed it: {0}", path, rule)}`,
    ),
    "",
    fence,
    ...text,
    fence,
    "",
  ];
}

/** Longer than any run of backticks in the text, so that nothing in it ends the block. */
function fenceFor(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return "`".repeat(longest + 1);
}

function uniqueRanges(sources: readonly SourceRange[]): string[] {
  const ranges = sources.map(({ path, startLine, endLine }) =>
    startLine === 0 ? path : `${path}:${startLine}-${endLine}`,
  );
  return [...new Set(ranges)];
}

function tokens({ usage, estimatedTokens }: SentRequest): string {
  const t = vscode.l10n.t;
  if (usage === undefined || usage.isEstimated) {
    return t("about {0} sent (our estimate)", estimatedTokens);
  }
  const counted = t(
    "{0} sent, {1} received (counted by the server)",
    usage.promptTokens,
    usage.completionTokens,
  );
  return usage.cachedTokens === undefined
    ? counted
    : `${counted}, ${t("{0} of them cached", usage.cachedTokens)}`;
}

function redactions({ redactedCounts }: SentRequest): string {
  const found = Object.entries(redactedCounts).map(
    ([kind, count]) => `${secretName(kind as SecretKind)} × ${count}`,
  );
  return found.length === 0 ? vscode.l10n.t("nothing") : found.join(", ");
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : origin;
}

function featureName(feature: Feature): string {
  const t = vscode.l10n.t;
  const names: Readonly<Record<Feature, string>> = {
    completion: t("Completion"),
    explain: t("Explain"),
    tests: t("Generate tests"),
    findBugs: t("Find bugs"),
    fix: t("Fix"),
    ask: t("Ask"),
    probe: t("Backend check"),
  };
  return names[feature];
}

function outcomeName({ outcome, errorKind }: SentRequest): string {
  const t = vscode.l10n.t;
  const names: Readonly<Record<SentOutcome, string>> = {
    running: t("still running"),
    ok: t("answered"),
    incomplete: t("the answer broke off"),
    filtered: t("refused by the provider's content check"),
    cancelled: t("cancelled"),
    failed: t("failed ({0})", errorKind ?? ""),
  };
  return names[outcome];
}

function secretName(kind: SecretKind): string {
  const t = vscode.l10n.t;
  const names: Readonly<Record<SecretKind, string>> = {
    KEY: t("key"),
    PASSWORD: t("password"),
    TOKEN: t("token"),
    SECRET: t("secret"),
    WEBHOOK: t("webhook address"),
    ID: t("identity number"),
    PHONE: t("phone number"),
    EMAIL: t("e-mail address"),
  };
  return names[kind];
}
