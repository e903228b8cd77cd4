import type { DocumentSnapshot, Trigger } from "./completionTypes.ts";

/** The editor asks for ghost text at a place. */
export interface Ask {
  readonly snapshot: DocumentSnapshot;
  readonly offset: number;
  readonly trigger: Trigger;
  readonly cursorCount: number;
  readonly isReadOnly: boolean;
  /** The item selected in the suggest list and where its text would begin; ghost text must extend it. */
  readonly selected?: { readonly text: string; readonly start: number } | undefined;
  readonly signal: AbortSignal;
}

/** How the editor stands when it tells of an edit. */
export interface EditMoment {
  /** The document is in the active editor: ghost text may be wanted. */
  readonly isActive: boolean;
  readonly cursorCount: number;
}
