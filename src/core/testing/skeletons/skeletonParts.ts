import { formatMessage, type Message } from "../../messages.ts";
import { testCaseMessages } from "../testingMessages.ts";
import type { PlannedCase, PlannedUnit, TestPlan } from "../testPlan.ts";
import type { TestFramework, TestProject } from "../testProject.ts";
import { knownArgument } from "./knownArgument.ts";

/** What a skeleton is made from. `say` puts a message into the language that the user reads answers in. */
export interface SkeletonInput {
  readonly plan: TestPlan;
  readonly project: TestProject;
  readonly framework: TestFramework;
  readonly say: (message: Message) => string;
}

/** Of a documented sentence, in a test's name; the comment beside it holds the whole. */
const maxNameWords = 7;

/** Words for the name of a case, always English, since identifiers are made of them. */
export function caseWords(unit: PlannedUnit, planned: PlannedCase): string {
  const { id, args } = planned.title;
  if (planned.kind === "documented") {
    return `${unit.name} as documented ${String(args[0] ?? "")
      .split(/\s+/)
      .slice(0, maxNameWords)
      .join(" ")}`;
  }
  const english = formatMessage((testCaseMessages as Readonly<Record<string, string>>)[id] ?? id, args);
  // A long value says little in a name; the condition does.
  const value = planned.outcome.kind === "returns" ? planned.outcome.value : "";
  const isSimple = /^[\w.'"-]{1,12}$/.test(value);
  const words =
    planned.outcome.kind === "returns" && !isSimple
      ? english.replace(/^returns .*? (?=when|in the)/s, "")
      : english;
  return `${unit.name} ${words}`;
}

/** The call, with the value that brings the case about in the place of a parameter where it is known. */
export function callOf(unit: PlannedUnit, planned: PlannedCase, callee: string): string {
  const passed = unit.parameters.map((parameter) => knownArgument(planned.title, parameter) ?? parameter);
  return `${callee}(${passed.join(", ")})`;
}

/** A local name for an instance: `orderBook` or `order_book`. */
export function lastSegment(className: string): string {
  return className.split(/\.|::/).at(-1) ?? className;
}

export function hiddenNote(unit: PlannedUnit, say: SkeletonInput["say"]): string | undefined {
  return unit.reach === "hidden" ? say({ id: "testing.skeleton.hidden", args: [unit.name] }) : undefined;
}

export function todoOf(say: SkeletonInput["say"]): string {
  return say({ id: "testing.skeleton.todo", args: [] });
}

export function labelOf(say: SkeletonInput["say"]): string {
  return say({ id: "testing.skeleton.label", args: [] });
}

/** A string literal in double quotes as Python, Java, JavaScript and C++ all read it. */
export function doubleQuoted(text: string): string {
  return `"${escapeFor(text, '"')}"`;
}

/** Single quotes, unless the text has some and no double ones. */
export function scriptString(text: string): string {
  return text.includes("'") && !text.includes('"') ? doubleQuoted(text) : `'${escapeFor(text, "'")}'`;
}

function escapeFor(text: string, quote: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`).replace(/\s+/g, " ");
}

/** Comment lines no wider than `width` characters. */
export function commentLines(text: string, prefix: string, width = 96): string[] {
  const lines: string[] = [];
  let line = "";
  // A comment must end in no backslash and close nothing: C++ would go on, Java would begin an escape.
  for (const word of text.replace(/\\+(?=u)/g, "\\ ").split(/\s+/)) {
    if (line !== "" && prefix.length + line.length + word.length + 1 > width) {
      lines.push(`${prefix}${line}`);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, `${prefix}${line}`].map((each) => each.replace(/\\+$/, "").trimEnd());
}

/** The value that a case is known to return, where a test can write it down; `unknown` otherwise. */
export function expectedOf(planned: PlannedCase, unknown: string): string {
  const value = planned.outcome.kind === "returns" ? planned.outcome.value : "";
  return isSimpleValue(value) ? value : unknown;
}

function isSimpleValue(value: string): boolean {
  return /^(?:-?[\d._]+[a-zA-Z]*|true|false|True|False|None|null|undefined|nullptr|"[^"]*"|'[^']*')$/.test(
    value,
  );
}
