import { bodyOf, classTypes } from "../code/codeUnits.ts";
import { AssistantError } from "../errors.ts";
import type { Message } from "../messages.ts";
import type { CodeParser, SyntaxNode } from "../ports.ts";
import { lineEndingOf, withLineEnding } from "../text/lines.ts";
import { uniteImports } from "./importUnion.ts";
import { withTestFile, withTestFiles, type TestFile } from "./testFile.ts";
import { renameTaken } from "./renameTaken.ts";
import { containerBody, innerPieces, isMainGuard, isSame, topPieces, type TestPiece } from "./testPieces.ts";

export interface MergedTests {
  readonly text: string;
  /** Tests that were not there before. */
  readonly addedCases: number;
  /** Names that had to change, as `old → new`. */
  readonly renamed: readonly string[];
}

export interface MergeInput {
  readonly languageId: string;
  readonly existing: string;
  readonly added: string;
  /** For messages. */
  readonly path: string;
}

/** A message id with its arguments, thrown as `AssistantError("badReply")` whose detail is its JSON. */
export function badTests(message: Message, logged: string): AssistantError {
  return new AssistantError("badReply", logged, { detail: JSON.stringify(message) });
}

/**
 * Adds the tests of one file to another without touching what is there: missing imports after the
 * imports, tests into the class or suite of the same name, else after everything else. A name that is
 * taken gets a number; what is there word for word already is left out.
 *
 * @throws AssistantError `badReply` when there is no place, or the result would parse worse than before
 */
export async function mergeTests(input: MergeInput, parser: CodeParser): Promise<MergedTests> {
  const ending = lineEndingOf(input.existing);
  const plain = {
    ...input,
    existing: withLineEnding(input.existing, "\n"),
    added: withFixtures(withLineEnding(input.added, "\n"), input),
  };
  const { text: added, renamed } = await renameTaken(plain, parser);
  const text = await withTestFiles(plain.languageId, [plain.existing, added], parser, (existing, file) =>
    applyEdits(plain.existing, editsFor(existing, file, plain.path)),
  );
  if (text === undefined) {
    // Without a grammar the end of the file is the only place that is known.
    return {
      text: withLineEnding(`${plain.existing.trimEnd()}\n\n${plain.added.trim()}\n`, ending),
      addedCases: 0,
      renamed: [],
    };
  }
  const before = await measure(plain.languageId, plain.existing, parser);
  const after = await measure(plain.languageId, text, parser);
  if (after.errorLines.length > before.errorLines.length) {
    const line = after.errorLines.find((each) => !before.errorLines.includes(each)) ?? 1;
    throw badTests(
      { id: "testing.merge.doesNotParse", args: [plain.path, line] },
      "The tests do not parse at their place in the existing file.",
    );
  }
  return { text: withLineEnding(text, ending), addedCases: after.cases - before.cases, renamed };
}

/** GoogleTest refuses a suite that mixes TEST and TEST_F: a suite that has a fixture keeps it. */
function withFixtures(added: string, { languageId, existing }: MergeInput): string {
  const isCpp = languageId === "cpp" || languageId === "c";
  return isCpp
    ? added.replace(/\bTEST(\s*\(\s*)(\w+)/g, (macro, open: string, suite: string) =>
        new RegExp(`\\bTEST_F\\s*\\(\\s*${suite}\\b`).test(existing) ? `TEST_F${open}${suite}` : macro,
      )
    : added;
}

async function measure(
  languageId: string,
  text: string,
  parser: CodeParser,
): Promise<{ readonly cases: number; readonly errorLines: readonly number[] }> {
  const found = await withTestFile(languageId, text, parser, (file) => ({
    cases: file.cases.length,
    errorLines: file.errorLines,
  }));
  return found ?? { cases: 0, errorLines: [] };
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

function applyEdits(text: string, insertions: readonly Insertion[]): string {
  let result = text;
  for (const { at, text: inserted } of [...insertions].sort((a, b) => b.at - a.at)) {
    result = result.slice(0, at) + inserted + result.slice(at);
  }
  return result;
}

function editsFor(existing: TestFile, added: TestFile, path: string): Insertion[] {
  const { newLines, insertAt } = uniteImports(existing, added);
  const hasImports = /^\s*(?:import|from|#\s*include|package|const)\b/m.test(
    existing.text.slice(0, insertAt),
  );
  const imports: Insertion[] =
    newLines.length === 0
      ? []
      : [{ at: insertAt, text: hasImports ? `\n${newLines.join("\n")}` : `${newLines.join("\n")}\n\n` }];
  const bodies = existing.family === "java" ? javaEdits(existing, added, path) : topEdits(existing, added);
  return [...bodies, ...imports];
}

function javaEdits(existing: TestFile, added: TestFile, path: string): Insertion[] {
  const target = existing.root.namedChildren.find((node) => classTypes.java.has(node.type));
  const source = added.root.namedChildren.find((node) => classTypes.java.has(node.type));
  const targetBody = target === undefined ? undefined : bodyOf(target);
  const sourceBody = source === undefined ? undefined : bodyOf(source);
  if (targetBody === undefined || sourceBody === undefined) {
    throw badTests({ id: "testing.merge.noPlace", args: [path] }, "The existing file holds no class.");
  }
  return insideBlock(targetBody, innerPieces(sourceBody, added), existing, added);
}

/** Pieces of the top level: into the class or suite of the same name where there is one, else at the end. */
function topEdits(existing: TestFile, added: TestFile): Insertion[] {
  const { missing, edits } = sortOut(topPieces(added), topPieces(existing), existing, added);
  return missing.length === 0
    ? [...edits]
    : [
        ...edits,
        endOfFile(
          existing,
          missing.map(({ text }) => text),
        ),
      ];
}

/** What is new at one level, and the edits inside containers that both have. */
function sortOut(
  pieces: readonly TestPiece[],
  own: readonly TestPiece[],
  existing: TestFile,
  added: TestFile,
): { readonly missing: readonly TestPiece[]; readonly edits: readonly Insertion[] } {
  const missing: TestPiece[] = [];
  const edits: Insertion[] = [];
  for (const piece of pieces) {
    const place = sameContainer(piece, own, existing, added);
    if (place !== undefined) {
      edits.push(
        ...insideBlock(
          place.target,
          withLead(innerPieces(place.source, added), piece, existing),
          existing,
          added,
        ),
      );
    } else if (!own.some((known) => isSame(known.text, piece.text))) {
      missing.push(piece);
    }
  }
  return { missing, edits };
}

/** Comments that stood before the container go before its first piece, unless the file has them. */
function withLead(pieces: readonly TestPiece[], container: TestPiece, existing: TestFile): TestPiece[] {
  const own = container.text.indexOf(container.node.text.slice(0, 20));
  const lead = own > 0 ? container.text.slice(0, own).trim() : "";
  const first = pieces[0];
  if (lead === "" || first === undefined || existing.text.includes(lead)) {
    return [...pieces];
  }
  const indent = /^[ \t]*/.exec(first.text)?.[0] ?? "";
  const text = `${lead
    .split("\n")
    .map((line) => indent + line.trim())
    .join("\n")}\n${first.text}`;
  return [{ ...first, text }, ...pieces.slice(1)];
}

interface SharedContainer {
  readonly target: SyntaxNode;
  readonly source: SyntaxNode;
}

function sameContainer(
  piece: TestPiece,
  own: readonly TestPiece[],
  existing: TestFile,
  added: TestFile,
): SharedContainer | undefined {
  const source = containerBody(piece.node, added);
  if (source === undefined || piece.name === undefined) {
    return undefined;
  }
  for (const known of own) {
    const target = known.name === piece.name ? containerBody(known.node, existing) : undefined;
    if (target !== undefined) {
      return { target, source };
    }
  }
  return undefined;
}

/** At the end of a class or suite, in its indentation; what is there already is left out. */
function insideBlock(
  target: SyntaxNode,
  pieces: readonly TestPiece[],
  existing: TestFile,
  added: TestFile,
): Insertion[] {
  const own = innerPieces(target, existing);
  const { missing, edits } = sortOut(pieces, own, existing, added);
  if (missing.length === 0) {
    return [...edits];
  }
  const sample = own.at(-1);
  const closing = lineIndent(existing.text, target.endIndex - 1);
  const step = existing.family === "java" ? "    " : "  ";
  const indent = sample === undefined ? closing + step : lineIndent(existing.text, sample.node.startIndex);
  const texts = missing.map((piece) => reindented(piece, indent));
  const lead = own.length === 0 ? "\n" : "\n\n";
  return [...edits, { at: endOfLastLine(target, existing), text: `${lead}${texts.join("\n\n")}` }];
}

/** After the last member and what stands behind it on its line, before the closing bracket's line. */
function endOfLastLine(body: SyntaxNode, file: TestFile): number {
  const last = body.namedChildren.at(-1);
  if (file.family === "python") {
    return (last ?? body).endIndex;
  }
  const end = last?.endIndex ?? body.startIndex + 1;
  const rest = /^[^\n}]*/.exec(file.text.slice(end, body.endIndex - 1))?.[0] ?? "";
  return end + rest.trimEnd().length;
}

function lineIndent(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start))?.[0] ?? "";
}

function reindented(piece: TestPiece, indent: string): string {
  const own = /^[ \t]*/.exec(piece.text)?.[0] ?? "";
  if (own === indent) {
    return piece.text;
  }
  return piece.text
    .split("\n")
    .map((line) => {
      const lead = /^ */.exec(line)?.[0].length ?? 0;
      if (!line.startsWith(own) || own === "" || !/^ +$/.test(own)) {
        return line.startsWith(own) ? `${indent}${line.slice(own.length)}` : line;
      }
      // One level of the added file becomes one level of the existing one.
      const levels = Math.floor(lead / own.length);
      return indent.repeat(levels) + line.slice(levels * own.length);
    })
    .join("\n");
}

/** After everything else, but before the lines that start a script's tests. */
function endOfFile(file: TestFile, texts: readonly string[]): Insertion {
  const gap = file.family === "python" ? "\n\n\n" : "\n\n";
  const guard = file.root.namedChildren.find(isMainGuard);
  const body = texts.join(gap);
  if (guard !== undefined) {
    return { at: guard.startIndex, text: `${body}${gap}` };
  }
  const end = file.text.trimEnd().length;
  const needsBreak = file.text.slice(end).includes("\n") ? "" : "\n";
  return { at: end, text: `${end === 0 ? "" : gap}${body}${needsBreak}` };
}
