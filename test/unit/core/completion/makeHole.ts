import type { DocumentSnapshot } from "../../../../src/core/completion/completionTypes.ts";
import { holeAt, type Hole } from "../../../../src/core/completion/hole.ts";

/** A document whose cursor stands at `‸`. */
export function documentAt(
  marked: string,
  more: { languageId?: string; uri?: string; path?: string; tabSize?: number; insertSpaces?: boolean } = {},
): { snapshot: DocumentSnapshot; offset: number } {
  const offset = marked.indexOf("‸");
  const {
    languageId = "typescript",
    uri = "file:///a.ts",
    path = "a.ts",
    tabSize = 4,
    insertSpaces = true,
  } = more;
  const text = marked.replace("‸", "");
  return {
    snapshot: { uri, path, languageId, text, indent: { tabSize, insertSpaces } },
    offset: offset < 0 ? text.length : offset,
  };
}

export function makeHole(
  marked: string,
  more: {
    languageId?: string;
    isMultiline?: boolean;
    isChat?: boolean;
    tabSize?: number;
    insertSpaces?: boolean;
  } = {},
): Hole {
  const { isMultiline = true, isChat = true } = more;
  const { snapshot, offset } = documentAt(marked, more);
  return holeAt(snapshot, offset, { isMultiline, isChat });
}
