import { mergePlacedEdits, type EditPlan, type PlacedEdit, type RefusalReason } from "./anchoredEdit.ts";
import { findDeclarations, outermost, type Declaration } from "./declarations.ts";
import { findElision } from "./elisions.ts";
import { adoptIndentStyle, deriveReindent, indentOf, reindentLines } from "./reindent.ts";
import { dominantEol, toTextLines, withEol, type TextLine } from "./textLines.ts";

export interface ApplyHint {
  /** The code that the conversation was about, UTF-16 offsets into the text as it is now. */
  readonly startOffset: number;
  readonly endOffset: number;
}

interface Sides {
  readonly text: string;
  readonly lines: readonly TextLine[];
  readonly declarations: readonly Declaration[];
  readonly code: string;
  readonly codeLines: readonly string[];
  readonly codeDeclarations: readonly Declaration[];
}

const refuse = (reason: RefusalReason): EditPlan => ({ kind: "refused", reason });
const importShape =
  /^\s*(?:import\b|from\s+\S+\s+import\b|#include\b|#!|using\s+[\w.:]+;|use\s+[\w:]+|package\b|require\b|(?:const|let|var)\s+.*=\s*require\()/;
const commentShape = /^\s*(?:\/\/|\/\*|\*|#(?!include|define|pragma|if|!)|--|<!--|"""[^"]*"""$)/;

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu));
}

function isInside(declarations: readonly Declaration[], line: number): boolean {
  return declarations.some(({ headLine, endLine }) => line >= headLine && line <= endLine);
}

/** The lines of a text that belong to no declaration. */
function looseLines(lines: readonly string[], declarations: readonly Declaration[]): readonly string[] {
  return lines.filter((line, i) => line.trim() !== "" && !isInside(declarations, i));
}

/** True when `code` is a new version of the whole text: whatever the text declares or states, it has too. */
function coversWholeText({ lines, declarations, code, codeLines, codeDeclarations }: Sides): boolean {
  const names = new Set(codeDeclarations.map(({ name }) => name));
  if (!declarations.every(({ name }) => names.has(name))) {
    return false;
  }
  const codeLineSet = new Set(codeLines.map((line) => line.trim()));
  const words = wordsOf(code);
  const loose = looseLines(
    lines.map((line) => line.text),
    declarations,
  );
  if (declarations.length === 0) {
    const kept = loose.filter((line) => codeLineSet.has(line.trim())).length;
    return loose.length > 0 && kept * 10 >= loose.length * 6;
  }
  return loose.every((line) =>
    importShape.test(line) || commentShape.test(line)
      ? codeLineSet.has(line.trim())
      : [...wordsOf(line)].slice(0, 2).every((word) => words.has(word)),
  );
}

type Match =
  | { readonly kind: "one"; readonly declaration: Declaration }
  | { readonly kind: "none" }
  | { readonly kind: "several" };

function matchDeclaration(sides: Sides, wanted: Declaration, hint: ApplyHint | undefined): Match {
  const named = sides.declarations.filter(({ name }) => name === wanted.name);
  const signed = named.filter(({ signature }) => signature === wanted.signature);
  const hinted = named.filter(({ line, endLine }) => {
    const start = sides.lines[line]?.startOffset ?? 0;
    const end = sides.lines[endLine]?.endOffset ?? 0;
    return hint !== undefined && hint.startOffset <= end && hint.endOffset >= start;
  });
  for (const candidates of [named, signed, hinted]) {
    const [only] = candidates;
    if (only !== undefined && candidates.length === 1) {
      return { kind: "one", declaration: only };
    }
  }
  return { kind: named.length === 0 ? "none" : "several" };
}

function nestedNames(declarations: readonly Declaration[], outer: Declaration): ReadonlySet<string> {
  const nested = declarations.filter(({ line, endLine }) => line > outer.line && endLine <= outer.endLine);
  return new Set(nested.map(({ name }) => name));
}

/** New text of one declaration, with the annotations and comments of the old one that the code lacks. */
function replaceDeclaration(sides: Sides, old: Declaration, fresh: Declaration): PlacedEdit | RefusalReason {
  const freshNames = nestedNames(sides.codeDeclarations, fresh);
  const lost = [...nestedNames(sides.declarations, old)].filter((name) => !freshNames.has(name));
  const isType = /^\s*(?:[\w]+\s+)*(?:class|interface|struct|enum|trait|impl|namespace|record)\b/;
  if (lost.length > 0 && isType.test(sides.lines[old.line]?.text ?? "")) {
    return "elided";
  }
  const oldIndent = indentOf(sides.lines[old.line]?.text ?? "");
  const reindent = deriveReindent([[indentOf(sides.codeLines[fresh.line] ?? ""), oldIndent]]);
  const placedLines =
    reindent === undefined
      ? undefined
      : reindentLines(sides.codeLines.slice(fresh.headLine, fresh.endLine + 1), reindent);
  if (placedLines === undefined) {
    return "missing";
  }
  const head = placedLines.slice(0, fresh.line - fresh.headLine);
  const oldHead = sides.lines.slice(old.headLine, old.line).map((line) => line.text);
  const keptHead = oldHead.filter(
    (line) => /^\s*(?:@|#\[|\[[A-Z]|template\s*<)/.test(line) && !head.includes(line),
  );
  const firstLine = head.length === 0 ? old.line : old.headLine;
  const newLines = [...head, ...(head.length === 0 ? [] : keptHead), ...placedLines.slice(head.length)];
  return {
    startOffset: sides.lines[firstLine]?.startOffset ?? 0,
    endOffset: sides.lines[old.endLine]?.endOffset ?? 0,
    text: newLines.join(dominantEol(sides.text)),
  };
}

function addImports(sides: Sides): readonly PlacedEdit[] {
  const present = new Set(sides.lines.map((line) => line.text.trim()));
  const fresh = looseLines(sides.codeLines, outermost(sides.codeDeclarations)).filter(
    (line) => importShape.test(line) && !present.has(line.trim()),
  );
  if (fresh.length === 0) {
    return [];
  }
  const eol = dominantEol(sides.text);
  const last = sides.lines.findLast((line) => importShape.test(line.text) && indentOf(line.text) === "");
  return last === undefined
    ? [{ startOffset: 0, endOffset: 0, text: fresh.join(eol) + eol + eol }]
    : [{ startOffset: last.endOffset, endOffset: last.endOffset, text: eol + fresh.join(eol) }];
}

/** Statements of the code that stand in no declaration and nowhere in the text: they have no place to go. */
function hasHomelessLines(sides: Sides): boolean {
  const present = new Set(sides.lines.map((line) => line.text.trim()));
  return looseLines(sides.codeLines, outermost(sides.codeDeclarations)).some(
    (line) => !importShape.test(line) && !commentShape.test(line) && !present.has(line.trim()),
  );
}

function planByDeclarations(sides: Sides, hint: ApplyHint | undefined): EditPlan {
  const wanted = outermost(sides.codeDeclarations);
  const edits: PlacedEdit[] = [];
  let pending: Declaration[] = [];
  for (const fresh of wanted) {
    const match = matchDeclaration(sides, fresh, hint);
    if (match.kind === "several") {
      return refuse("ambiguous");
    }
    if (match.kind === "none") {
      pending.push(fresh);
      continue;
    }
    const edit = replaceDeclaration(sides, match.declaration, fresh);
    if (typeof edit === "string") {
      return refuse(edit);
    }
    const additions = pending.map((added) => newDeclaration(sides, added, match.declaration));
    if (additions.includes(undefined)) {
      return refuse("missing");
    }
    edits.push({ ...edit, text: [...additions, edit.text].join(dominantEol(sides.text).repeat(2)) });
    pending = [];
  }
  const last = edits.pop();
  if (last === undefined || hasHomelessLines(sides)) {
    return refuse("missing");
  }
  const anchor = wanted.findLast((fresh) => !pending.includes(fresh)) ?? wanted[0];
  const anchored = anchor === undefined ? undefined : matchDeclaration(sides, anchor, hint);
  const following = pending.map((added) =>
    anchored?.kind === "one" ? newDeclaration(sides, added, anchored.declaration) : undefined,
  );
  if (following.includes(undefined)) {
    return refuse("missing");
  }
  edits.push({ ...last, text: [last.text, ...following].join(dominantEol(sides.text).repeat(2)) });
  return mergePlacedEdits(sides.text, [...addImports(sides), ...edits]);
}

/** The text of a declaration that is new, indented like its neighbour. */
function newDeclaration(sides: Sides, added: Declaration, neighbour: Declaration): string | undefined {
  const indent = indentOf(sides.lines[neighbour.line]?.text ?? "");
  const reindent = deriveReindent([[indentOf(sides.codeLines[added.line] ?? ""), indent]]);
  const lines = sides.codeLines.slice(added.headLine, added.endLine + 1);
  return reindent === undefined ? undefined : reindentLines(lines, reindent)?.join(dominantEol(sides.text));
}

/** Replaces the whole lines of the hint, if the code visibly is a version of them. */
function planByHint(sides: Sides, hint: ApplyHint): EditPlan {
  const touched = sides.lines.filter(
    (line) =>
      line.endOffset >= hint.startOffset && line.startOffset < Math.max(hint.endOffset, hint.startOffset + 1),
  );
  const first = touched.find((line) => line.text.trim() !== "");
  const last = touched.findLast((line) => line.text.trim() !== "");
  const firstCode = sides.codeLines.find((line) => line.trim() !== "");
  if (first === undefined || last === undefined || firstCode === undefined) {
    return refuse("missing");
  }
  const oldWords = wordsOf(sides.text.slice(first.startOffset, last.endOffset));
  const newWords = wordsOf(sides.code);
  const shared = [...oldWords].filter((word) => newWords.has(word)).length;
  const reindent = deriveReindent([[indentOf(firstCode), indentOf(first.text)]]);
  const placed = reindent === undefined ? undefined : reindentLines(sides.codeLines, reindent);
  if (shared * 10 < oldWords.size * 4 || placed === undefined) {
    return refuse("missing");
  }
  const text = placed.join(dominantEol(sides.text));
  return mergePlacedEdits(sides.text, [{ startOffset: first.startOffset, endOffset: last.endOffset, text }]);
}

/** Replaces what stands between the code's first and last line, where both stand once in the text. */
function planByFrame(sides: Sides): EditPlan {
  const wanted = [sides.codeLines[0]?.trim() ?? "", sides.codeLines.at(-1)?.trim() ?? ""] as const;
  const [starts, ends] = wanted.map((line) => sides.lines.filter(({ text }) => text.trim() === line));
  const start = starts?.[0];
  const end = ends?.[0];
  if (wanted.some((line) => wordsOf(line).size < 2) || start === undefined || end === undefined) {
    return refuse("missing");
  }
  if (starts?.length !== 1 || ends?.length !== 1) {
    return refuse("ambiguous");
  }
  const oldCount = sides.lines.indexOf(end) - sides.lines.indexOf(start) + 1;
  const reindent = deriveReindent([[indentOf(sides.codeLines[0] ?? ""), indentOf(start.text)]]);
  const placed = reindent === undefined ? undefined : reindentLines(sides.codeLines, reindent);
  if (oldCount < 2 || oldCount > sides.codeLines.length * 2 || placed === undefined) {
    return refuse("missing");
  }
  const text = placed.join(dominantEol(sides.text));
  return mergePlacedEdits(sides.text, [{ startOffset: start.startOffset, endOffset: end.endOffset, text }]);
}

/** True for code that was cut off inside a block comment, whose rest would be lost. */
function breaksOffInComment(code: string): boolean {
  const opening = [...code.matchAll(/^[ \t]*\/\*/gm)].at(-1);
  return opening !== undefined && !code.includes("*/", opening.index);
}

/**
 * The whole new text that results from putting a code block of an answer into `text`: as a new version of
 * the whole text, of the functions and types of the same names, of the hinted lines, or of the lines
 * between its own first and last line, in that order. Refuses where the place is not certain or the code
 * leaves something out.
 */
export function planApply(text: string, code: string, hint?: ApplyHint): EditPlan {
  const body = withEol(code, "\n")
    .replace(/^\s*\n/, "")
    .trimEnd();
  if (body.trim() === "") {
    return refuse("missing");
  }
  if (findElision(body, text) !== undefined || breaksOffInComment(body)) {
    return refuse("elided");
  }
  const lines = toTextLines(text);
  const codeLines = adoptIndentStyle(
    body.split("\n"),
    lines.map((line) => line.text),
  );
  const sides: Sides = {
    text,
    lines,
    declarations: findDeclarations(text),
    code: codeLines.join("\n"),
    codeLines,
    codeDeclarations: findDeclarations(codeLines.join("\n")),
  };
  if (text.trim() === "" || coversWholeText(sides)) {
    const eol = dominantEol(text);
    const newText = withEol(sides.code, eol) + (text.endsWith("\n") ? eol : "");
    return mergePlacedEdits(text, [{ startOffset: 0, endOffset: text.length, text: newText }]);
  }
  const byName = planByDeclarations(sides, hint);
  if (byName.kind === "found" || byName.reason !== "missing") {
    return byName;
  }
  return hint === undefined ? planByFrame(sides) : planByHint(sides, hint);
}
