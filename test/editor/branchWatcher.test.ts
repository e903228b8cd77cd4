import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { BranchWatcher } from "../../src/editor/statistics/branchWatcher.ts";
import { gitFolderOf } from "../../src/editor/statistics/gitFolder.ts";

const patienceMs = 12_000;

describe("the watcher of repositories", () => {
  let folder = "";

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "flywheel-repository-")));
    const git = join(folder, "repository", ".git");
    for (const path of [join(git, "logs"), join(git, "worktrees", "w", "logs")]) {
      mkdirSync(path, { recursive: true });
      writeFileSync(join(path, "HEAD"), "0 1 A <a@b> 1 +0000\tclone: from elsewhere\n");
      writeFileSync(join(path, "..", "HEAD"), "ref: refs/heads/main\n");
    }
    mkdirSync(join(folder, "repository", "packages", "a"), { recursive: true });
    mkdirSync(join(folder, "worktree", "sub"), { recursive: true });
    writeFileSync(join(folder, "worktree", ".git"), `gitdir: ${join(git, "worktrees", "w")}\n`);
    mkdirSync(join(folder, "module"));
    mkdirSync(join(folder, "linked"));
    writeFileSync(join(folder, "module", ".git"), "gitdir: ../repository/.git/worktrees/w\n");
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("finds the repository in a folder, around it, and behind a worktree or a submodule", async () => {
    const found = async (...parts: string[]): Promise<string | undefined> =>
      (await gitFolderOf(vscode.Uri.file(join(folder, ...parts))))?.fsPath.slice(folder.length + 1);
    const own = join("repository", ".git");
    assert.equal(await found("repository"), own);
    assert.equal(await found("repository", "packages", "a"), own);
    assert.equal(await found("worktree", "sub"), join(own, "worktrees", "w"));
    assert.equal(await found("module"), join(own, "worktrees", "w"));
    symlinkSync(join(folder, "repository", ".git"), join(folder, "linked", ".git"), "junction");
    assert.equal(await found("linked"), join("linked", ".git"));
  });

  it("hears of a commit and of a switch in the repository around the opened folder", async () => {
    const heard: string[] = [];
    const watcher = new BranchWatcher(
      { didSwitch: () => heard.push("switch"), didCommit: () => heard.push("commit") },
      [vscode.Uri.file(join(folder, "repository", "packages", "a"))],
    );
    const git = join(folder, "repository", ".git");
    const tell = async (what: string, write: () => void): Promise<void> => {
      const endMs = Date.now() + patienceMs;
      // The editor begins to watch some time after it was asked to.
      while (!heard.includes(what) && Date.now() < endMs) {
        write();
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      assert.ok(heard.includes(what), `${what}: ${heard.join(", ")}`);
    };
    try {
      await tell("commit", () =>
        appendFileSync(join(git, "logs", "HEAD"), "1 2 A <a@b> 2 +0000\tcommit: one more\n"),
      );
      assert.ok(!heard.includes("switch"), "a commit is no switch");
      await tell("switch", () => writeFileSync(join(git, "HEAD"), "ref: refs/heads/other\n"));
    } finally {
      watcher.dispose();
    }
  });
});
