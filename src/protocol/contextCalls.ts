import type { SourceFile } from "../core/ports.ts";

export interface Passage {
  readonly path: string;
  /** One-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
  readonly score: number;
}

/** Files of the workspace as the worker knows them, and search in them. */
export interface ContextCalls {
  /** New or changed files, for the index and the predictor. */
  "context.putFiles": { params: { files: readonly SourceFile[] }; result: null };
  "context.removeFiles": { params: { paths: readonly string[] }; result: null };
  "context.search": { params: { query: string; limit: number }; result: readonly Passage[] };
}
