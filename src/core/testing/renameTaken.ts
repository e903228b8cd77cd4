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

/** What unittest and pytest call before and after the tests of a class, by its name. */
const hookNames =
  /^(?:setUp|tearDown|asyncSetUp|asyncTearDown|setUpClass|tearDownClass|setup|teardown|(?:setup|teardown)_(?:method|class))$/;

interface OwnClass {
  readonly name: string;
  readonly hooks: readonly TestPiece[];
}

/** The classes of Python's top level with their hooks; the same name a second time counts with the first. */
function pythonClasses(file: TestFile): OwnClass[] {
  return file.family !== "python"
    ? []
    : topPieces(file).flatMap((piece) => {
        const body = containerBody(piece.node, file);
        return body === undefined || piece.name === undefined
          ? []
          : [
              {
                name: piece.name,
                hooks: innerPieces(body, file).filter(({ name }) => hookNames.test(name ?? "")),
              },
            ];
      });
}

/**
 * A class has one `setUp`: tests that need another one cannot go into the class of the same name, where neither their
 * own would run (under another name) nor the old tests be left as they were. Such a class gets a name of its own.
 */
function classRenamings(existing: TestFile, added: TestFile): Renaming[] {
  const known = pythonClasses(existing);
  const additions = pythonClasses(added);
  const names = new UniqueNames([...topPieces(existing), ...topPieces(added)].map(({ name }) => name ?? ""));
  return additions.flatMap(({ name, hooks }) => {
    const same = known.find((each) => each.name === name);
    const fits = hooks.every(({ text }) => same?.hooks.some((hook) => isSame(hook.text, text)));
    return same === undefined || fits ? [] : [{ from: name, to: names.take(name, ""), titleAt: undefined }];
  });
}

function levelPieces(
  file: TestFile,
  isLeftOut: (className: string) => boolean = () => false,
): { readonly key: string; readonly piece: TestPiece }[] {
  const listed: { key: string; piece: TestPiece }[] = [];
  const visit = (pieces: readonly TestPiece[], key: string): void => {
    for (const piece of pieces) {
      if (key === "" && piece.name !== undefined && isLeftOut(piece.name)) {
        continue;
      }
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
  const renamings = classRenamings(existing, added);
  const classNames = new Set(renamings.map(({ from }) => from));
  const additions = levelPieces(added, (name) => classNames.has(name));
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
