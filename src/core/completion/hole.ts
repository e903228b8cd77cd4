import type { IndentStyle } from "../text/indentation.ts";
import { lineEndAt, lineStartAt } from "../text/lines.ts";
import type { DocumentSnapshot } from "./completionTypes.ts";

/** The place that a reply is to fill, as the filters see it. All text has `\n` endings. */
export interface Hole {
  /** Text before the cursor, the last few thousand characters. */
  readonly prefix: string;
  /** The cursor's own line up to the cursor. */
  readonly linePrefix: string;
  /** The rest of the cursor's line. */
  readonly lineSuffix: string;
  /** Text after the cursor, the next few thousand characters. */
  readonly suffix: string;
  readonly languageId: string;
  readonly indent: IndentStyle;
  readonly isMultiline: boolean;
  /** The reply comes from a chat model, which may wrap it in prose, fences and echoes. */
  readonly isChat: boolean;
}

/** A filter keeps, changes or (empty text) drops a reply; `isDone` says that no more will come. */
export type ReplyFilter = (text: string, hole: Hole, isDone: boolean) => string;

const prefixReach = 6000;
const suffixReach = 3000;

export function holeAt(
  snapshot: DocumentSnapshot,
  offset: number,
  more: { readonly isMultiline: boolean; readonly isChat: boolean },
): Hole {
  const plain = (text: string): string => (text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text);
  const { text } = snapshot;
  return {
    prefix: plain(text.slice(Math.max(0, offset - prefixReach), offset)),
    linePrefix: text.slice(lineStartAt(text, offset), offset),
    lineSuffix: text.slice(offset, lineEndAt(text, offset)),
    suffix: plain(text.slice(offset, offset + suffixReach)),
    languageId: snapshot.languageId,
    indent: snapshot.indent,
    isMultiline: more.isMultiline,
    // The form of a reply may be settled only when its first piece arrives.
    get isChat(): boolean {
      return more.isChat;
    },
  };
}

/** The same place, for a reply of several lines. */
export function inSeveralLines(hole: Hole): Hole {
  return {
    ...hole,
    isMultiline: true,
    get isChat(): boolean {
      return hole.isChat;
    },
  };
}

const proseLanguages = new Set([
  "markdown",
  "plaintext",
  "latex",
  "tex",
  "restructuredtext",
  "asciidoc",
  "git-commit",
]);

/** Languages in which tags and sentences stand between the code. */
export const holdsProse: ReadonlySet<string> = new Set(
  "html xml vue svelte javascriptreact typescriptreact handlebars yaml markdown".split(" "),
);

/** True where prose and fences may be the content itself: in such a language, outside of its fenced code. */
export function isProsePlace({ languageId, prefix }: Hole): boolean {
  const isFenced = (prefix.match(/^[ \t]*(?:`{3,}|~{3,})/gm) ?? []).length % 2 === 1;
  return isProseLanguage(languageId) && !isFenced;
}

const threeQuotes = new Set("java kotlin scala csharp swift julia".split(" "));

/** True inside a string in three quotes, which spans lines. */
export function isInDocstring(before: string, languageId: string): boolean {
  const isPython = languageId === "python";
  const quotes =
    isPython || threeQuotes.has(languageId) ? before.match(isPython ? /"""|'''/g : /"""/g) : null;
  return (quotes ?? []).length % 2 === 1;
}

/** Languages in which prose and fences may be the content itself. */
export function isProseLanguage(languageId: string): boolean {
  return proseLanguages.has(languageId);
}
