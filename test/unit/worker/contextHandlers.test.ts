import assert from "node:assert/strict";
import { createContextHandlers } from "../../../src/worker/contextHandlers.ts";
import { KnownFiles } from "../../../src/worker/knownFiles.ts";
import type { WorkerDeps } from "../../../src/worker/workerDeps.ts";

describe("context calls", () => {
  it("put, search and remove files; a passage carries its own lines", async () => {
    const deps = { files: new KnownFiles() } as unknown as WorkerDeps;
    const handlers = createContextHandlers(deps);
    const { signal } = new AbortController();
    const lines = Array.from({ length: 40 }, (_, i) => (i === 32 ? "let needle = 1;" : `let a${i};`));
    await handlers["context.putFiles"](
      { files: [{ path: "a.ts", languageId: "typescript", text: lines.join("\r\n") }] },
      signal,
    );
    const [passage] = await handlers["context.search"]({ query: "needle", limit: 3 }, signal);
    assert.ok(passage !== undefined);
    assert.equal(passage.path, "a.ts");
    assert.equal(passage.text, lines.slice(passage.startLine - 1, passage.endLine).join("\n"));
    await handlers["context.removeFiles"]({ paths: ["a.ts"] }, signal);
    assert.deepEqual(await handlers["context.search"]({ query: "needle", limit: 3 }, signal), []);
  });
});
