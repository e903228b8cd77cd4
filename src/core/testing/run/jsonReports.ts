import { isAssertionFailure, readExpectation } from "./expectation.ts";
import { firstLine } from "./junitXml.ts";
import { isRecord } from "../looseJson.ts";
import type { CaseReport } from "./runResults.ts";

/** What a JSON report says: results, and the failure of a file that could not be loaded. */
export interface JsonReport {
  readonly cases: readonly CaseReport[];
  readonly loadFailure: string | undefined;
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function records(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? withoutColours(value) : "";
}

/** Escape sequences of terminals. */
export function withoutColours(text: string): string {
  return text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, "");
}

/** Jest's `--json`, which Vitest's `json` reporter follows. Undefined when the text is none of it. */
export function parseJestJson(text: string): JsonReport | undefined {
  const report = parse(text);
  if (report === undefined || !Array.isArray(report["testResults"])) {
    return undefined;
  }
  const cases: CaseReport[] = [];
  let loadFailure: string | undefined;
  for (const file of records(report["testResults"])) {
    const results = records(file["assertionResults"]);
    if (file["status"] === "failed" && results.length === 0) {
      loadFailure = textOf(file["message"]) || "The test file could not be loaded.";
    }
    cases.push(...results.map(jestCase));
  }
  return { cases, loadFailure };
}

function jestCase(result: Record<string, unknown>): CaseReport {
  const status = result["status"];
  const messages = Array.isArray(result["failureMessages"]) ? result["failureMessages"].map(textOf) : [];
  const details = messages.join("\n");
  const ancestors = Array.isArray(result["ancestorTitles"]) ? result["ancestorTitles"].map(textOf) : [];
  return {
    suite: ancestors.filter((title) => title !== "").join(" > "),
    name: textOf(result["title"]),
    state:
      status === "passed"
        ? "passed"
        : status === "failed"
          ? isAssertionFailure(details)
            ? "failed"
            : "error"
          : "skipped",
    durationMs: Math.round(Number(result["duration"] ?? 0)) || 0,
    message: firstLine(details),
    details,
    ...(details === "" ? {} : readExpectation(details)),
  };
}

/** Mocha's `json` reporter. */
export function parseMochaJson(text: string): JsonReport | undefined {
  const report = parse(text);
  if (report === undefined || !Array.isArray(report["tests"])) {
    return undefined;
  }
  const pending = new Set(records(report["pending"]).map((test) => textOf(test["fullTitle"])));
  return { cases: records(report["tests"]).map((test) => mochaCase(test, pending)), loadFailure: undefined };
}

function mochaCase(test: Record<string, unknown>, pending: ReadonlySet<string>): CaseReport {
  const full = textOf(test["fullTitle"]);
  const name = textOf(test["title"]);
  const error = isRecord(test["err"]) ? test["err"] : {};
  const hasFailed = Object.keys(error).length > 0;
  const details = [textOf(error["message"]), textOf(error["stack"])].filter((part) => part !== "").join("\n");
  const isClaim = isAssertionFailure(`${textOf(error["code"])}\n${textOf(error["name"])}\n${details}`);
  return {
    suite: full.endsWith(name) ? full.slice(0, full.length - name.length).trim() : "",
    name,
    state: hasFailed ? (isClaim ? "failed" : "error") : pending.has(full) ? "skipped" : "passed",
    durationMs: Math.round(Number(test["duration"] ?? 0)) || 0,
    message: firstLine(details),
    details,
    ...(hasFailed
      ? {
          ...readExpectation(details),
          ...("expected" in error
            ? { expected: textOf(error["expected"]), actual: textOf(error["actual"]) }
            : {}),
        }
      : {}),
  };
}
