import type { CodeFamily } from "../code/codeFamily.ts";
import { type CodeUnit, innermostUnitAt, listCodeUnits } from "../code/codeUnits.ts";
import { isComment, walkTree } from "../code/walkTree.ts";
import type { Message } from "../messages.ts";
import type { SyntaxNode } from "../ports.ts";
import { linkLines } from "./linkLines.ts";
import { findReferences, noReferences, type Surroundings } from "./references.ts";
import {
  describeClass,
  describeFile,
  describeFunction,
  describeStatements,
  type StructureFacts,
} from "./structureFacts.ts";
import { writeStructure } from "./structureText.ts";

/** A part of a file to be explained; offsets are UTF-16 code units. */
export interface ExplainedRange {
  readonly text: string;
  readonly languageId: string;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** What the syntax tree shows of a range; the tree itself is needed no more. */
export interface StructureReading {
  readonly family: CodeFamily;
  readonly facts: StructureFacts;
  /** One-based line of the first syntax error, if there is one. */
  readonly brokenLine: number | undefined;
}

export function readStructure(root: SyntaxNode, family: CodeFamily, range: ExplainedRange): StructureReading {
  const brokenLine = root.hasError ? firstErrorLine(root) : undefined;
  return { family, facts: describeStructure(root, family, range), brokenLine };
}

/**
 * Markdown lines that say what the syntax tree shows of the range, and nothing more; with `around`, also where in
 * the workspace its names are declared and called, and every line as a link. In steps, for the sake of the search.
 */
export function* explainStructure(
  { family, facts, brokenLine }: StructureReading,
  around?: Surroundings,
): Generator<void, Message[]> {
  const references = around === undefined ? noReferences : yield* findReferences(facts, family, around);
  const lines = [
    { id: "explain.offline.intro", args: [] },
    ...(brokenLine === undefined ? [] : [{ id: "explain.offline.syntaxError", args: [brokenLine] }]),
    ...writeStructure(facts, references),
  ];
  return around === undefined ? lines : linkLines(lines, around.path);
}

/** What is said of a language that has no grammar. */
export function explainWithoutGrammar({
  text,
  languageId,
  startOffset,
  endOffset,
}: ExplainedRange): Message[] {
  const lines = text.slice(startOffset, endOffset).split("\n").length;
  return [{ id: "explain.offline.noGrammar", args: [languageId, lines] }];
}

/** Facts about the file, the one unit that the range covers, or the statements inside it. */
export function describeStructure(
  root: SyntaxNode,
  family: CodeFamily,
  range: ExplainedRange,
): StructureFacts {
  const [start, chosenEnd] = withoutBlanks(range);
  const end = endOfCutNode(root, start, chosenEnd);
  const content = root.namedChildren;
  const first = content[0];
  const last = content.at(-1);
  if (first === undefined || last === undefined) {
    return describeFile(root, family);
  }
  const units = listCodeUnits(root, family);
  const covered = coveredUnit(units, start, end, range.text);
  if (covered !== undefined) {
    const owner = ownerOf(units, covered);
    return covered.kind === "class"
      ? describeClass(covered, family)
      : describeFunction(covered, family, owner?.name);
  }
  if (start <= first.startIndex && last.endIndex <= end) {
    return describeFile(root, family);
  }
  const around = innermostUnitAt(
    units.filter((unit) => unit.outer.endIndex >= end),
    start,
  );
  return describeStatements(nodesWithin(root, start, end), family, around?.name);
}

function withoutBlanks({ text, startOffset, endOffset }: ExplainedRange): readonly [number, number] {
  const part = text.slice(startOffset, endOffset);
  const start = startOffset + (part.length - part.trimStart().length);
  return [start, Math.max(start, endOffset - (part.length - part.trimEnd().length))];
}

/** What holds many things, of which the first ones may be meant alone. */
const holdsOthers = /class|interface|enum|struct|record|namespace|module|declaration_list|class_body/;

/**
 * Where a statement ends that begins in the range and goes on behind it, such as a loop of which the first lines are
 * selected: without its end it would be no loop, and what is said of its parts would be wrong.
 */
function endOfCutNode(root: SyntaxNode, start: number, end: number): number {
  let last = end;
  walkTree(root, (node) => {
    if (node.endIndex <= start || node.startIndex >= end) {
      return "skip";
    }
    const [first] = node.children;
    const isWhole =
      !node.isError && (first === undefined || (!first.isNamed && !holdsOthers.test(node.type)));
    if (start <= node.startIndex && end < node.endIndex && isWhole) {
      last = Math.max(last, node.endIndex);
      return "skip";
    }
    return undefined;
  });
  return last;
}

/** The largest unit that the range covers when nothing but comments and signs stand beside it. */
function coveredUnit(
  units: readonly CodeUnit[],
  start: number,
  end: number,
  text: string,
): CodeUnit | undefined {
  return units.find(({ outer }) => {
    const before = text.slice(start, Math.max(start, outer.startIndex));
    const after = text.slice(Math.min(outer.endIndex, end), end);
    const covers = start <= outer.startIndex && outer.endIndex <= end;
    return covers && isOnlyComments(before) && isOnlyComments(after);
  });
}

function isOnlyComments(text: string): boolean {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|#(?!include)[^\n]*/g, "").replace(/[\s;,]/g, "") === "";
}

function ownerOf(units: readonly CodeUnit[], unit: CodeUnit): CodeUnit | undefined {
  return units.findLast(
    ({ outer, kind }) =>
      kind === "class" && outer.startIndex < unit.outer.startIndex && unit.outer.endIndex <= outer.endIndex,
  );
}

/** The largest nodes inside the range, or the smallest around it when it cuts through one. */
function nodesWithin(root: SyntaxNode, start: number, end: number): SyntaxNode[] {
  const inside: SyntaxNode[] = [];
  let around = root;
  walkTree(root, (node) => {
    if (node.endIndex <= start || node.startIndex >= end) {
      return "skip";
    }
    if (start <= node.startIndex && node.endIndex <= end) {
      if (!isComment(node)) {
        inside.push(node);
      }
      return "skip";
    }
    if (node.startIndex <= start && end <= node.endIndex) {
      around = node;
    }
    return undefined;
  });
  return inside.length > 0 ? inside : [around];
}

function firstErrorLine(root: SyntaxNode): number | undefined {
  let line: number | undefined;
  walkTree(root, (node) => {
    if (line !== undefined || !node.hasError) {
      return "skip";
    }
    const broken =
      node.isError || node.isMissing ? node : node.children.find((child) => child.isError || child.isMissing);
    line = broken === undefined ? undefined : broken.startPosition.row + 1;
    return undefined;
  });
  return line;
}
