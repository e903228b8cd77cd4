import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import type { SourceFile } from "../../src/core/ports.ts";
import type { WorkerClient } from "../../src/editor/workerClient.ts";
import { WorkspaceFeed } from "../../src/editor/workspaceFeed.ts";
import { FakeClock } from "../fakes/fakeClock.ts";
import { QuietLog } from "../fakes/quietLog.ts";

interface Call {
  readonly name: string;
  readonly files: readonly SourceFile[];
  readonly paths: readonly string[];
}

describe("the feed of the workspace", () => {
  const calls: Call[] = [];
  const clock = new FakeClock();
  const worker = {
    call: async (name: string, { files = [], paths = [] }: Partial<Call>) =>
      void calls.push({ name, files, paths }),
  } as unknown as WorkerClient;
  let folder = "";
  let feed: WorkspaceFeed;

  /** The watcher of the disk takes its time. */
  async function until(isDone: () => boolean): Promise<void> {
    for (let tries = 0; tries < 150 && !isDone(); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await clock.advance(1000);
    }
    assert.ok(isDone(), JSON.stringify(calls));
  }

  before(async () => {
    const [root] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(root !== undefined);
    folder = join(root.uri.fsPath, "feedTest");
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    writeFileSync(join(folder, "outside.py"), "before = 1\n");
    await vscode.workspace.findFiles("feedTest/*.py");
    feed = new WorkspaceFeed(worker, async () => ({ isAllowed: true }), clock, new QuietLog());
  });

  after(() => {
    feed.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it("reads a file again that another program changed, and forgets one that it deleted", async function () {
    this.timeout(40_000);
    writeFileSync(join(folder, "outside.py"), "after = 1\n");
    await until(() =>
      calls.some(({ name, files }) => name === "context.renewFiles" && files[0]?.text === "after = 1\n"),
    );
    rmSync(join(folder, "outside.py"));
    await until(() =>
      calls.some(({ name, paths }) => name === "context.removeFiles" && paths[0] === "feedTest/outside.py"),
    );
  });
});
