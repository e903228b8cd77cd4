import { bodyOf, classTypes } from "../code/codeUnits.ts";
import { walkTree } from "../code/walkTree.ts";
import type { CodeParser } from "../ports.ts";
import { UniqueNames } from "./conditionWords.ts";
import { withTestFiles, type TestFile } from "./testFile.ts";
import { containerBody, innerPieces, isSame, topPieces, type TestPiece } from "./testPieces.ts";

export interface RenameInput {
  readonly languageId: string;
  readonly existing: string;
  readonly added: string;
}

interface Renaming {
  readonly from: string;
  readonly to: string;
  /** A title is changed where it stands, an identifier wherever it is used. */
  readonly titleAt: number | undefined;
}

/** Gives added declarations that clash with existing ones of other content a free name. */
export async function renameTaken(
  input: RenameInput,
  parser: CodeParser,
): Promise<{ readonly text: string; readonly renamed: readonly string[] }> {
  const result = await withTestFiles(
    input.languageId,
    [input.existing, input.added],
    parser,
    (existing, added) => {
      const renamings = listRenamings(existing, added);
      return {
        text: applyRenamings(added, renamings),
        renamed: renamings.map(({ from, to }) => `${from} → ${to}`),
      };
    },
  );
  return result ?? { text: input.added, renamed: [] };
}

function levelPieces(file: TestFile): { readonly key: string; readonly piece: TestPiece }[] {
  const listed: { key: string; piece: TestPiece }[] = [];
  const visit = (pieces: readonly TestPiece[], key: string): void => {
    for (const piece of pieces) {
      const isJavaTop = file.family === "java" && key === "" && classTypes.java.has(piece.node.type);
      const inner = isJavaTop ? bodyOf(piece.node) : containerBody(piece.node, file);
      if (inner === undefined) {
        listed.push({ key: `${key}${piece.suiteName}`, piece });
      } else {
        visit(innerPieces(inner, file), isJavaTop ? "class" : `${key}/${piece.name ?? ""}`);
      }
    }
  };
  visit(topPieces(file), "");
  return listed;
}

function listRenamings(existing: TestFile, added: TestFile): Renaming[] {
  const known = levelPieces(existing);
  const ownTexts = known.map(({ piece }) => piece.text);
  const renamings: Renaming[] = [];
  const additions = levelPieces(added);
  for (const { key, piece } of additions) {
    const level = known.filter((each) => each.key === key).map(({ piece: each }) => each.name ?? "");
    const isTaken = piece.name !== undefined && level.includes(piece.name);
    if (!isTaken || ownTexts.some((text) => isSame(text, piece.text))) {
      continue;
    }
    const all = [
      ...level,
      ...additions.filter((each) => each.key === key).map(({ piece: each }) => each.name ?? ""),
    ];
    const to = new UniqueNames(all).take(
      piece.name,
      piece.isTitled ? " " : existing.family === "python" ? "_" : "",
    );
    const title = added.cases.find(({ startIndex }) => startIndex === piece.node.startIndex);
    renamings.push({
      from: piece.name,
      to,
      titleAt: piece.isTitled || title !== undefined ? title?.nameStart : undefined,
    });
  }
  return renamings;
}

function applyRenamings(file: TestFile, renamings: readonly Renaming[]): string {
  const spots: { readonly at: number; readonly from: string; readonly to: string }[] = [];
  for (const { from, to, titleAt } of renamings) {
    if (titleAt !== undefined) {
      spots.push({ at: titleAt, from, to });
      continue;
    }
    walkTree(file.root, (node) => {
      if (node.namedChildren.length === 0 && node.type.endsWith("identifier") && node.text === from) {
        spots.push({ at: node.startIndex, from, to });
      }
    });
  }
  let text = file.text;
  for (const { at, from, to } of spots.sort((a, b) => b.at - a.at)) {
    text = text.slice(0, at) + to + text.slice(at + from.length);
  }
  return text;
}
