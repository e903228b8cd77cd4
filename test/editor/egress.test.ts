import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { realpath } from "node:fs/promises";
import * as vscode from "vscode";
import { SentRecord, type SentRequest } from "../../src/core/egress/sentRecord.ts";
import type { AllowedHosts } from "../../src/core/egress/allowedHosts.ts";
import { HostConsentStore, type HostSettings } from "../../src/editor/egress/hostConsentStore.ts";
import { writeSentData } from "../../src/editor/egress/sentDataText.ts";
import { WorkspacePolicy } from "../../src/editor/egress/workspacePolicy.ts";

/** A memento in memory, as the extension host would hand in. */
class MemoryMemento implements vscode.Memento {
  readonly #values = new Map<string, unknown>();

  keys(): readonly string[] {
    return [...this.#values.keys()];
  }

  get<T>(key: string, fallback?: T): T | undefined {
    return this.#values.has(key) ? (this.#values.get(key) as T) : fallback;
  }

  async update(key: string, value: unknown): Promise<void> {
    this.#values.set(key, value);
  }
}

function hostSettings(allowed: AllowedHosts): HostSettings {
  return { allowedHosts: () => allowed, onDidChange: () => ({ dispose: () => undefined }) };
}

const confirmedOnly = hostSettings("confirmed");
const nothingKept = { requests: [], isOn: false, isUnreadable: false };

function root(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "the tests run in a workspace");
  return folder.uri;
}

async function write(path: string, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(root(), path), new TextEncoder().encode(text));
}

function onlyAbsent(error: unknown): undefined {
  if (!String(error).includes("ENOENT")) {
    throw error;
  }
}

/** As if only this folder of the workspace had been opened. */
function opened(path: string): () => readonly vscode.WorkspaceFolder[] {
  const folder = { uri: vscode.Uri.joinPath(root(), path), name: "opened", index: 0 };
  return () => [folder];
}

/** Resolves when the policy has noticed a change, or at once when it already answers as expected. */
async function untilReason(policy: WorkspacePolicy, path: string, expected: string): Promise<void> {
  for (;;) {
    const next = new Promise<void>((resolve) => {
      const listening = policy.onDidChange(() => {
        listening.dispose();
        resolve();
      });
    });
    if ((await reason(policy, path)) === expected) {
      return;
    }
    await next;
  }
}

async function reason(policy: WorkspacePolicy, path: string, isGathered = false): Promise<string> {
  const verdict = await policy.policy.judge({ path, isGathered });
  return verdict.isAllowed ? "allowed" : verdict.reason;
}

describe("egress: workspace policy", () => {
  let policy: WorkspacePolicy;

  before(async () => {
    await write("egressTest/.flywheelignore", "*.private.py\n");
    await write("egressTest/.gitignore", "made/\n");
    await write("egressTest/deep/.flywheelignore", "!open.private.py\n");
    for (const path of [
      "a.py",
      "a.private.py",
      "made/b.py",
      "deep/open.private.py",
      "deep/shut.private.py",
      ".env",
    ]) {
      await write(`egressTest/${path}`, "x = 1\n");
    }
    await write("egressTest/large.py", "#".repeat(1_100_000));
    policy = new WorkspacePolicy();
  });

  after(async () => {
    policy.dispose();
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(root(), "egressTest"), { recursive: true });
  });

  it("judges files by the ignore files above them, the list and their size", async () => {
    assert.equal(await reason(policy, "egressTest/a.py"), "allowed");
    assert.equal(await reason(policy, "egressTest/a.private.py"), "ignoreFile");
    assert.equal(await reason(policy, "egressTest/deep/open.private.py"), "allowed");
    assert.equal(await reason(policy, "egressTest/deep/shut.private.py"), "ignoreFile");
    assert.equal(await reason(policy, "egressTest/made/b.py"), "allowed");
    assert.equal(await reason(policy, "egressTest/made/b.py", true), "gitIgnored");
    assert.equal(await reason(policy, "egressTest/.env"), "denyList");
    assert.equal(await reason(policy, "egressTest/large.py"), "tooLarge");
    assert.equal(await reason(policy, "egressTest/notThereYet.py"), "allowed");
  });

  it("judges absolute paths, inside the workspace and outside", async () => {
    const inside = vscode.Uri.joinPath(root(), "egressTest/a.private.py").fsPath;
    assert.equal(await reason(policy, inside), "ignoreFile");
    assert.equal(await reason(policy, "/somewhere/else/a.private.py"), "allowed");
    assert.equal(await reason(policy, "/somewhere/else/.ssh/config"), "denyList");
  });

  it("judges a link by what it leads to, and a folder that was opened by a link by its own names", async () => {
    const pathOf = (name: string): string => vscode.Uri.joinPath(root(), "egressTest", name).fsPath;
    await write("egressTest/linked/.flywheelignore", "*.private.py\n");
    await write("egressTest/linked/a.private.py", "x = 1\n");
    await write("egressTest/linked/plain.py", "x = 1\n");
    await write("egressTest/elsewhere/.env", "X=1\n");
    symlinkSync("a.private.py", pathOf("linked/innocent.py"));
    symlinkSync("plain.py", pathOf("linked/alias.py"));
    symlinkSync(pathOf("elsewhere/.env"), pathOf("linked/notes.txt"));
    symlinkSync("circle.txt", pathOf("linked/circle.txt"));
    symlinkSync("linked", pathOf("byLink"));
    const home = { homePath: pathOf("home"), realPath: (path: string) => realpath(path).catch(onlyAbsent) };
    for (const name of ["egressTest/linked", "egressTest/byLink"]) {
      const linked = new WorkspacePolicy(home, opened(name));
      try {
        assert.equal(await reason(linked, "plain.py"), "allowed");
        assert.equal(await reason(linked, "alias.py"), "allowed");
        assert.equal(await reason(linked, "a.private.py"), "ignoreFile");
        assert.equal(await reason(linked, "innocent.py"), "ignoreFile");
        assert.equal(await reason(linked, "notes.txt"), "denyList");
        assert.equal(await reason(linked, pathOf("linked/notes.txt")), "denyList");
        assert.equal(await reason(linked, "circle.txt"), "unreadableRules");
        assert.equal(await reason(linked, "notThereYet.py"), "allowed");
      } finally {
        linked.dispose();
      }
    }
  });

  it("follows the repository's own exclude file and the user's, for gathered text only", async () => {
    await write("egressTest/repository/.git/info/exclude", "byRepository.py\n");
    await write("egressTest/home/.config/git/ignore", "byUser.py\n");
    await write("egressTest/otherHome/.gitconfig", "[core]\n\texcludesFile = ~/mine\n");
    await write("egressTest/otherHome/mine", "byName.py\nback.py\n");
    await write("egressTest/repository/sub/.gitignore", "!back.py\n");
    const home = (name: string): string => vscode.Uri.joinPath(root(), "egressTest", name).fsPath;
    const folders = opened("egressTest/repository");
    const own = new WorkspacePolicy({ homePath: home("home") }, folders);
    const other = new WorkspacePolicy({ homePath: home("otherHome"), configPath: "" }, folders);
    try {
      assert.equal(await reason(own, "byRepository.py", true), "gitIgnored");
      assert.equal(await reason(own, "byRepository.py"), "allowed");
      assert.equal(await reason(own, "byUser.py", true), "gitIgnored");
      assert.equal(await reason(own, "byName.py", true), "allowed");
      assert.equal(await reason(other, "byName.py", true), "gitIgnored");
      assert.equal(await reason(other, "back.py", true), "gitIgnored");
      assert.equal(await reason(other, "sub/back.py", true), "allowed", "the nearer file decides");
      assert.equal(await reason(other, "byUser.py", true), "allowed");
    } finally {
      own.dispose();
      other.dispose();
    }
  });

  it("reads the user's own ignore file again after it could not be read", async () => {
    await write("egressTest/repository/a.py", "x = 1\n");
    await write("egressTest/laterHome/.gitconfig", "[core]\n\texcludesFile = ~/mine\n");
    await write("egressTest/laterHome/mine/inFolder", "");
    const homePath = vscode.Uri.joinPath(root(), "egressTest/laterHome").fsPath;
    // Word of the ignore files written above must have come, since it makes the policy read everything again.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const own = new WorkspacePolicy({ homePath }, opened("egressTest/repository"));
    try {
      assert.equal(await reason(own, "a.py", true), "unreadableRules");
      assert.equal(await reason(own, "a.py"), "allowed");
      const mine = vscode.Uri.joinPath(root(), "egressTest/laterHome/mine");
      await vscode.workspace.fs.delete(mine, { recursive: true });
      await write("egressTest/laterHome/mine", "a.py\n");
      assert.equal(await reason(own, "a.py", true), "gitIgnored");
    } finally {
      own.dispose();
      await vscode.workspace.fs.delete(vscode.Uri.file(homePath), { recursive: true });
    }
  });

  it("goes by the rules of the repository when a folder inside is opened alone, or no folder at all", async () => {
    await write("egressTest/whole/.git/HEAD", "ref: refs/heads/main\n");
    await write("egressTest/whole/.gitignore", "*.made.py\n");
    await write("egressTest/whole/.flywheelignore", "*.private.py\n");
    await write("egressTest/whole/part/inner/.flywheelignore", "!open.private.py\n");
    await write("egressTest/.flywheelignore", "*.private.py\nabove.py\n");
    const alone = new WorkspacePolicy(undefined, opened("egressTest/whole/part"));
    const none = new WorkspacePolicy(undefined, () => []);
    const absolute = (path: string): string => vscode.Uri.joinPath(root(), "egressTest/whole", path).fsPath;
    try {
      assert.equal(await reason(alone, "a.private.py"), "ignoreFile");
      assert.equal(await reason(alone, "inner/open.private.py"), "allowed");
      assert.equal(await reason(alone, "inner/shut.private.py"), "ignoreFile");
      assert.equal(await reason(alone, "b.made.py", true), "gitIgnored");
      assert.equal(await reason(alone, "b.made.py"), "allowed");
      assert.equal(
        await reason(alone, "above.py"),
        "allowed",
        "what lies above the repository does not count",
      );
      assert.equal(await reason(alone, absolute("other/c.private.py")), "ignoreFile");
      assert.equal(await reason(none, absolute("part/a.private.py")), "ignoreFile");
      assert.equal(await reason(none, absolute("part/inner/open.private.py")), "allowed");
    } finally {
      alone.dispose();
      none.dispose();
    }
  });

  it("notices a change of the rules above the open folder that another program made", async () => {
    await write("egressTest/outer/.git/HEAD", "ref: refs/heads/main\n");
    await write("egressTest/outer/part/a.py", "x = 1\n");
    const alone = new WorkspacePolicy(undefined, opened("egressTest/outer/part"));
    try {
      assert.equal(await reason(alone, "a.py"), "allowed");
      await write("egressTest/outer/.flywheelignore", "a.py\n");
      await untilReason(alone, "a.py", "ignoreFile");
    } finally {
      alone.dispose();
    }
  });

  it("withholds while an ignore file cannot be read", async () => {
    await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(root(), "egressTest/odd/.flywheelignore"));
    assert.equal(await reason(policy, "egressTest/odd/a.py"), "unreadableRules");
  });

  it("follows a change of the rules", async () => {
    assert.equal(await reason(policy, "egressTest/later.py"), "allowed");
    const uri = vscode.Uri.joinPath(root(), "egressTest/.flywheelignore");
    const document = await vscode.workspace.openTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(document.lineCount, 0), "later.py\n");
    assert.ok(await vscode.workspace.applyEdit(edit));
    await document.save();
    await untilReason(policy, "egressTest/later.py", "ignoreFile");
  });
});

describe("egress: confirmed hosts", () => {
  it("remembers by origin and forgets", async () => {
    const memento = new MemoryMemento();
    const store = new HostConsentStore(memento, () => 42, confirmedOnly);
    assert.equal(store.isConfirmed("https://a.example"), false);
    await store.confirm("https://a.example");
    await store.confirm("https://a.example");
    assert.deepEqual(store.list(), [{ origin: "https://a.example", confirmedAtMs: 42 }]);
    assert.equal(store.isConfirmed("http://a.example"), false);
    assert.equal(store.isConfirmed("https://a.example:8443"), false);
    assert.equal(
      new HostConsentStore(memento, () => 43, confirmedOnly).isConfirmed("https://a.example"),
      true,
    );
    assert.equal(await store.askHost("https://a.example"), true, "a confirmed host is not asked about again");
    await store.forget("https://a.example");
    assert.equal(store.isConfirmed("https://a.example"), false);
    store.dispose();
  });

  it("goes by the setting alone where it names hosts", async () => {
    const memento = new MemoryMemento();
    await new HostConsentStore(memento, () => 1, confirmedOnly).confirm("https://b.example");
    const store = new HostConsentStore(memento, () => 2, hostSettings(["a.example"]));
    assert.deepEqual(
      [store.isConfirmed("https://a.example"), store.isShutOut("https://a.example")],
      [true, false],
    );
    assert.deepEqual(
      [store.isConfirmed("https://b.example"), store.isShutOut("https://b.example")],
      [false, true],
    );
    assert.equal(
      await store.askHost("https://b.example"),
      false,
      "nobody is asked about a host that is shut out",
    );
    store.dispose();
  });

  it("counts an unreadable memory as no permission", async () => {
    const memento = new MemoryMemento();
    await memento.update("flywheel.confirmedHosts", { "https://a.example": true });
    assert.equal(
      new HostConsentStore(memento, () => 1, confirmedOnly).isConfirmed("https://a.example"),
      false,
    );
  });
});

describe("egress: what was sent", () => {
  it("is written newest first, each with its exact text in a block that nothing in it can end", () => {
    const record = new SentRecord();
    const backend = {
      profile: "p",
      preset: "openai",
      model: "m",
      origin: "https://a.example",
      isLoopback: false,
    };
    const common = {
      timeMs: Date.UTC(2026, 0, 2),
      feature: "ask",
      backend,
      allowedOnce: [],
      estimatedTokens: 5,
    } as const;
    record.add({ ...common, sources: [], withheld: [], redactedCounts: {}, text: "the older one" });
    const second = record.add({
      ...common,
      sources: [{ path: "a.py", startLine: 2, endLine: 4 }],
      withheld: [{ path: ".env", reason: "denyList" }],
      redactedCounts: { PASSWORD: 2 },
      text: "````\ncode\n````",
    });
    record.update(second, { outcome: "ok" });
    const { text, linesById } = writeSentData(record.list(), nothingKept);
    const lines = text.split("\n");
    assert.ok(text.indexOf("code") < text.indexOf("the older one"));
    assert.ok(text.includes("`````\n````\ncode\n````\n`````"));
    assert.ok(text.includes("a.py:2-4") && text.includes("× 2") && text.includes(".env"));
    assert.deepEqual(
      [...linesById].map(([, line]) => lines[line]?.startsWith("## ")),
      [true, true],
    );
  });

  it("shows what is kept on disk behind what is in memory, and what was allowed once", () => {
    const backend = {
      profile: "p",
      preset: "openai",
      model: "m",
      origin: "https://a.example",
      isLoopback: false,
    };
    const kept: SentRequest = {
      id: -1,
      timeMs: Date.UTC(2026, 0, 1),
      feature: "explain",
      backend,
      sources: [],
      withheld: [],
      allowedOnce: [{ path: "conf/application.yml", rule: "application*.yml" }],
      redactedCounts: {},
      text: "of yesterday",
      estimatedTokens: 3,
      outcome: "ok",
    };
    const { text, linesById } = writeSentData([], { ...nothingKept, requests: [kept] });
    assert.ok(text.includes("of yesterday") && text.includes("conf/application.yml"));
    assert.ok(text.includes("application*.yml"));
    assert.deepEqual([...linesById.keys()], [-1]);
    const unreadable = writeSentData([], { ...nothingKept, isUnreadable: true });
    assert.equal(unreadable.text.split("\n").filter((line) => line.startsWith("# ")).length, 2);
  });

  it("opens as a read-only document", async () => {
    await vscode.commands.executeCommand("flywheel.showSentData");
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, "flywheel-sent");
    assert.ok((document?.lineCount ?? 0) > 1);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      "vscode.executeCodeLensProvider",
      document?.uri,
    );
    assert.ok(lenses.length >= 2);
  });
});
