import assert from "node:assert/strict";
import { createCompletionHandlers } from "../../../src/worker/completionHandlers.ts";
import { KnownFiles } from "../../../src/worker/knownFiles.ts";
import { FakeClock } from "../../fakes/fakeClock.ts";
import { QuietLog } from "../../fakes/quietLog.ts";
import { createTestParser } from "../../fakes/testParser.ts";

describe("completion calls", () => {
  const { signal } = new AbortController();
  const handlers = createCompletionHandlers({
    ...{ parser: createTestParser(), files: new KnownFiles(), clock: new FakeClock(), log: new QuietLog() },
  });
  const question = {
    ...{ before: "def f():\n    ", reply: "return 1\n\ndef g():\n", scope: "block" as const },
    ...{ hasCloserBelow: false, maxLines: 24 },
  } as const;

  it("find the end of a statement by its tree, and say so when there is no grammar", async () => {
    const find = handlers["completion.statementEnd"];
    assert.deepEqual(await find({ ...question, languageId: "python" }, signal), { end: 8, isInside: false });
    assert.equal(await find({ ...question, languageId: "ruby" }, signal), null);
  });

  it("predict nothing before a file is known", async () => {
    const predict = handlers["completion.predict"];
    const params = {
      path: "a.py",
      languageId: "python",
      prefix: "im",
      suffix: "",
      minConfidence: 0.3,
      minShare: 0,
    };
    assert.equal(await predict(params, signal), null);
  });
});
