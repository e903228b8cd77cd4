import assert from "node:assert/strict";
import type { ReplyFilter } from "../../../../../src/core/completion/hole.ts";
import { makeHole } from "../makeHole.ts";

/** Of a hole; replies are whole and of a chat model unless said otherwise. */
export type More = NonNullable<Parameters<typeof makeHole>[1]> & { readonly isStreaming?: boolean };
export type Row = readonly [says: string, at: string, reply: string, keeps: string, more?: More];

/** One test a row: what the filter keeps of the reply at the cursor `‸`. */
export function edges(filter: ReplyFilter, rows: readonly Row[]): void {
  for (const [says, at, reply, keeps, more] of rows) {
    it(says, () => assert.equal(filter(reply, makeHole(at, more), more?.isStreaming !== true), keeps));
  }
}

export const streaming = { isStreaming: true } as const;
