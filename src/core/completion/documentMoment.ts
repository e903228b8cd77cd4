import type { DocumentSnapshot } from "./completionTypes.ts";
import type { TrackedEdit } from "./trackEdit.ts";

/** So many edits in a row without a question: the editor does not want ghost text here. */
const maxUnaskedEdits = 3;

export interface Moment {
  readonly snapshot: DocumentSnapshot;
  readonly offset: number;
}

/** Where one document and its cursor stand, as edits, moves and questions tell. */
export class DocumentMoment {
  #snapshot: DocumentSnapshot | undefined;
  #cursor = 0;
  #version = 0;
  #unaskedEdits = maxUnaskedEdits;

  /** Undefined before the first edit or question. */
  get now(): Moment | undefined {
    return this.#snapshot === undefined ? undefined : { snapshot: this.#snapshot, offset: this.#cursor };
  }

  /** Counts edits: what was begun at another number is stale. */
  get version(): number {
    return this.#version;
  }

  didChange(snapshot: DocumentSnapshot, { kind, cursor }: TrackedEdit): Moment {
    this.#version += 1;
    this.#snapshot = snapshot;
    this.#cursor = cursor ?? this.#cursor;
    this.#unaskedEdits += kind === "typed" && cursor !== undefined ? 1 : 0;
    return { snapshot, offset: this.#cursor };
  }

  didAsk(snapshot: DocumentSnapshot, offset: number): void {
    this.#unaskedEdits = 0;
    this.#snapshot = snapshot;
    this.#cursor = offset;
  }

  /** The moment after the move; undefined when nothing moved or nothing is known of the document. */
  didMoveCursor(offset: number): Moment | undefined {
    if (this.#snapshot === undefined || offset === this.#cursor) {
      return undefined;
    }
    this.#cursor = offset;
    return { snapshot: this.#snapshot, offset };
  }

  /** False after some keys at which the editor did not ask. */
  get isAskedFor(): boolean {
    return this.#unaskedEdits <= maxUnaskedEdits;
  }
}
