import { ChunkIndex } from "../core/context/chunkIndex.ts";
import type { ContextCalls, Passage } from "../protocol/contextCalls.ts";
import type { CallHandlers } from "../protocol/workerMessages.ts";
import type { WorkerDeps } from "./workerDeps.ts";

function linesOf(text: string, startLine: number, endLine: number): string {
  return text
    .split(/\r\n|\n|\r/)
    .slice(startLine - 1, endLine)
    .join("\n");
}

/** Files of the workspace and search in them. The index follows `deps.files`. */
export function createContextHandlers(deps: WorkerDeps): CallHandlers<ContextCalls> {
  const index = new ChunkIndex();
  deps.files.addListener({
    put: (file) => index.put(file),
    remove: (file) => index.remove(file.path),
  });
  return {
    "context.putFiles": ({ files }) => {
      for (const file of files) {
        deps.files.put(file);
      }
      return Promise.resolve(null);
    },
    "context.removeFiles": ({ paths }) => {
      for (const path of paths) {
        deps.files.remove(path);
      }
      return Promise.resolve(null);
    },
    "context.search": ({ query, limit }) => {
      const passages = index.search(query, limit).flatMap((hit): readonly Passage[] => {
        const file = deps.files.get(hit.path);
        return file === undefined ? [] : [{ ...hit, text: linesOf(file.text, hit.startLine, hit.endLine) }];
      });
      return Promise.resolve(passages);
    },
  };
}
