import { FilePredictor } from "../core/completion/predictor/filePredictor.ts";
import { findStatementEnd } from "../core/completion/syntax/findStatementEnd.ts";
import type { CompletionCalls } from "../protocol/completionCalls.ts";
import type { CallHandlers } from "../protocol/workerMessages.ts";
import type { WorkerDeps } from "./workerDeps.ts";

/** The local predictor, which follows `deps.files`, and the ends of statements. */
export function createCompletionHandlers(deps: WorkerDeps): CallHandlers<CompletionCalls> {
  const predictor = new FilePredictor(
    deps.clock,
    () => deps.files.all(),
    (error) => deps.log.error("A file could not be taken in for prediction.", error),
  );
  deps.files.addListener({
    put: (file) => predictor.put(file),
    remove: ({ path }) => predictor.remove(path),
  });
  return {
    "completion.statementEnd": async (question) => (await findStatementEnd(deps.parser, question)) ?? null,
    "completion.predict": (params) => Promise.resolve(predictor.predict(params) ?? null),
  };
}
