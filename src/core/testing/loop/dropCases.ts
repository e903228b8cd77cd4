import { classTypes } from "../../code/codeUnits.ts";
import { walkTree } from "../../code/walkTree.ts";
import type { CodeParser, SyntaxNode } from "../../ports.ts";
import { sameCase, type TestCaseId } from "../run/runResults.ts";
import { suiteOf, withTestFile, type TestFile } from "../testFile.ts";

interface Span {
  readonly startIndex: number;
  readonly endIndex: number;
}

/**
 * A test file without the given tests. A suite or class that loses all of its tests goes with them, the
 * outermost class of a Java file stays. "" when no test is left.
 */
export async function dropCases(
  code: string,
  languageId: string,
  ids: readonly TestCaseId[],
  parser: CodeParser,
): Promise<string> {
  if (ids.length === 0) {
    return code;
  }
  const spans = await withTestFile(languageId, code, parser, (file) => spansOf(file, ids));
  if (spans === undefined) {
    return code;
  }
  if (spans === "all") {
    return "";
  }
  let rest = code;
  for (const span of [...spans].sort((a, b) => b.startIndex - a.startIndex)) {
    rest = cut(rest, span);
  }
  rest = `${rest.trimEnd()}\n`;
  const maxBlank = languageId === "python" ? 2 : 1;
  return rest.replace(new RegExp(`\\n{${maxBlank + 2},}`, "g"), "\n".repeat(maxBlank + 1));
}

function spansOf(file: TestFile, ids: readonly TestCaseId[]): readonly Span[] | "all" {
  const dropped = file.cases.filter((test) => ids.some((id) => sameCase(id, test)));
  if (dropped.length === file.cases.length) {
    return "all";
  }
  const spans: Span[] = [];
  walkTree(file.root, (node) => {
    if (!isContainer(node, file)) {
      return undefined;
    }
    const inside = file.cases.filter(
      (test) => test.startIndex > node.startIndex && test.endIndex <= node.endIndex,
    );
    if (inside.length > 0 && inside.every((test) => dropped.includes(test))) {
      // The node dies with its tree; its place is a copy.
      spans.push({ startIndex: node.startIndex, endIndex: node.endIndex });
      return "skip";
    }
    return undefined;
  });
  const single = dropped.filter(
    (test) => !spans.some((span) => test.startIndex >= span.startIndex && test.endIndex <= span.endIndex),
  );
  return [...spans, ...single];
}

function isContainer(node: SyntaxNode, file: TestFile): boolean {
  if (file.family === "javascript") {
    return suiteOf(node) !== undefined;
  }
  return (file.family === "python" || file.family === "java") && classTypes[file.family].has(node.type);
}

const commentLine = /^[ \t]*(?:#(?!\s*include)|\/\/|\/\*|\*)/;

/** Whole lines, the comments right above them included. */
function cut(text: string, { startIndex, endIndex }: Span): string {
  let start = text.lastIndexOf("\n", startIndex - 1) + 1;
  while (start > 0) {
    const above = text.lastIndexOf("\n", start - 2) + 1;
    if (!commentLine.test(text.slice(above, start))) {
      break;
    }
    start = above;
  }
  const lineEnd = text.indexOf("\n", endIndex);
  const rest = text.slice(endIndex, lineEnd < 0 ? text.length : lineEnd);
  const end =
    rest.trim() === "" || rest.trim() === ";" ? (lineEnd < 0 ? text.length : lineEnd + 1) : endIndex;
  return text.slice(0, start) + text.slice(end);
}
