import type { SourceFile } from "../core/ports.ts";

export interface Passage {
  readonly path: string;
  /** One-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
  readonly score: number;
}

export interface AskedPassage extends Passage {
  /** The function or class that the lines are (part of), with its class. */
  readonly symbol?: string | undefined;
}

export interface AskedPassages {
  /** The question names nothing to look for but the code that is there. */
  readonly isAboutGiven: boolean;
  /** It speaks of a function, so that a whole file is not what it is about. */
  readonly namesFunction: boolean;
  readonly passages: readonly AskedPassage[];
  /** Chinese words of the question with the English ones that were looked for in their place. */
  readonly translated: readonly { readonly chinese: string; readonly english: readonly string[] }[];
}

/** Files of the workspace as the worker knows them, and search in them. */
export interface ContextCalls {
  /** New or changed files, for the index and the predictor; `isWhole` once the workspace was read to its end. */
  "context.putFiles": {
    params: { files: readonly SourceFile[]; isWhole?: boolean };
    result: null;
  };
  /** What another program has changed: of files that are known, the new text. */
  "context.renewFiles": { params: { files: readonly SourceFile[] }; result: null };
  /** Files, and folders with all that is below them. */
  "context.removeFiles": { params: { paths: readonly string[] }; result: null };
  "context.search": { params: { query: string; limit: number }; result: readonly Passage[] };
  /** Whole functions that answer a question in English or Chinese; best first. */
  "context.ask": { params: { question: string; limit: number }; result: AskedPassages };
}
