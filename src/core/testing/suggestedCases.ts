import type { OutboundChat, SourceRange } from "../egress/outbound.ts";
import { formatMessage } from "../messages.ts";
import type { ModelLimits } from "../ports.ts";
import { fenceCode } from "../text/codeFences.ts";
import { cutToTokens } from "../text/tokens.ts";
import { testCaseMessages } from "./testingMessages.ts";
import type { PlannedCase, TestPlan } from "./testPlan.ts";

const maxOutputTokens = 500;
const maxSuggestions = 12;
const maxChars = 160;

export interface CasesQuestion {
  readonly languageId: string;
  readonly code: string;
  readonly source: SourceRange;
  readonly plan: TestPlan;
  readonly answersInChinese: boolean;
  readonly limits: ModelLimits;
}

/** One small request: which cases a tester would add to those that the code itself shows. */
export function buildCasesPrompt(question: CasesQuestion): OutboundChat {
  const { languageId, plan, source, limits } = question;
  const outputTokens = Math.min(maxOutputTokens, limits.outputTokens, Math.floor(limits.contextTokens / 4));
  const code = cutToTokens(question.code, limits.contextTokens - outputTokens - 900, "start");
  const names = plan.units.map(({ name }) => name).join(", ");
  const rules = [
    "You plan unit tests. You are given code and the cases that are planned already.",
    `Name further cases that a careful tester would add: what callers rely on, unusual input, combinations. At most ${maxSuggestions}, fewer where fewer make sense, none where nothing is missing.`,
    `Answer with one line a case and nothing else, as \`function: condition and outcome\`; the functions are ${names === "" ? "those of the code" : names}.`,
    "Repeat no planned case, write no code.",
    ...(question.answersInChinese ? ["Write condition and outcome in Simplified Chinese."] : []),
  ].join("\n");
  return {
    feature: "tests",
    messages: [
      { role: "system", parts: [{ text: rules }] },
      {
        role: "user",
        parts: [
          { text: `Code, from ${source.path}:\n` },
          { text: `${fenceCode(code, languageId)}\n`, source },
          { text: "\nPlanned already:\n" },
          { text: plannedLines(plan), source },
        ],
      },
    ],
    maxOutputTokens: outputTokens,
    temperature: 0.2,
    stop: [],
    thinking: "auto",
  };
}

function plannedLines(plan: TestPlan): string {
  const lines = plan.units.flatMap(({ name, cases }) => cases.map((each) => `- ${name}: ${englishOf(each)}`));
  return lines.length === 0 ? "(none)" : lines.join("\n");
}

function englishOf({ title }: PlannedCase): string {
  const table: Readonly<Record<string, string>> = testCaseMessages;
  return formatMessage(table[title.id] ?? title.id, title.args);
}

/** The plan with what a model has suggested; a line that repeats a case, or is none, is left out. */
export function withSuggestedCases(plan: TestPlan, reply: string): TestPlan {
  const units = plan.units.map((unit) => ({ ...unit, cases: [...unit.cases] }));
  const known = new Set(units.flatMap(({ cases }) => cases.map((each) => worded(englishOf(each)))));
  let count = 0;
  for (const line of reply.split(/\r?\n/)) {
    const text = line
      .replace(/^\s*(?:[-*•]|\d+[.)])\s*/, "")
      .replaceAll("`", "")
      .replaceAll("**", "")
      .trim();
    const named = /^([\p{L}_$][\p{L}\p{N}_$.:#]*?)\s*(?:\([^)]*\))?\s*[:：]\s+?(\S.*)$/u.exec(
      text.replace("：", ": "),
    );
    const name = named?.[1]?.split(/\.|::|#/).at(-1);
    const unit = units.find((each) => each.name === name);
    const said = (named?.[2] ?? "").replace(/[.。]$/, "");
    const isUsable = said.length >= 4 && said.length <= maxChars && !known.has(worded(said));
    if (unit === undefined || !isUsable || count >= maxSuggestions) {
      continue;
    }
    known.add(worded(said));
    count += 1;
    unit.cases.push({
      kind: "suggested",
      title: { id: "testing.case.suggested", args: [said] },
      outcome: { kind: "open" },
    });
  }
  return { units };
}

function worded(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
