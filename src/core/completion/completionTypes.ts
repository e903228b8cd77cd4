import type { IndentStyle } from "../text/indentation.ts";

/** A document as the engine sees it; offsets are UTF-16 code units into `text`. */
export interface DocumentSnapshot {
  /** Opaque and unique, such as the document's URI. */
  readonly uri: string;
  /** Path relative to the workspace folder, `/` as separator, or absolute when outside. */
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  readonly indent: IndentStyle;
}

/** One replaced range; `offset` is meant in the text before the change. */
export interface TextEdit {
  readonly offset: number;
  readonly removedLength: number;
  readonly text: string;
}

export interface DocumentChange {
  readonly edits: readonly TextEdit[];
  readonly reason: "undoRedo" | "other";
}

export type Trigger = "automatic" | "manual";

/** Where the text of a suggestion came from; `local` is the predictor. */
export type EntrySource = "remote" | "local";

export type MultilineMode = "auto" | "never" | "always";

/** Ghost text: `text` replaces `replaceStart`..`replaceEnd`, which lie on one line. */
export interface Offer {
  readonly rid: string;
  readonly text: string;
  readonly replaceStart: number;
  readonly replaceEnd: number;
  readonly source: "remote" | "cache" | "typed_through" | "local";
}
