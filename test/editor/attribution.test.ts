import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import type { EventBody } from "../../src/core/efficiency/events.ts";
import { BranchWatcher } from "../../src/editor/statistics/branchWatcher.ts";
import { DocumentNames } from "../../src/editor/statistics/documentNames.ts";
import { EditBurstTracker } from "../../src/editor/statistics/editBurstTracker.ts";
import { FakeClock } from "../fakes/fakeClock.ts";

/** How long the editor may take for what it was told, on a busy machine (ms). */
const patienceMs = 12_000;

/** Real documents, keys and commands in the real extension host; only the tracker's clock is ours. */
describe("where text comes from, in the real editor", () => {
  const stub = vscode.window as unknown as Record<string, unknown>;
  const focus = Object.getOwnPropertyDescriptor(vscode.window, "state");
  const extensions = vscode.extensions as unknown as Record<string, unknown>;
  const { getExtension } = extensions;
  const settings = vscode.workspace.getConfiguration();
  let folder = "";
  let clock: FakeClock;
  let tracker: EditBurstTracker;
  let chars: Record<string, [number, number]>;
  let files = 0;
  const all = new DocumentNames((text) => text);
  /** Only the files of these tests: the editor's settings are a file too. */
  const names = {
    nameOf: (uri: vscode.Uri) => (uri.fsPath.startsWith(folder) ? all.nameOf(uri) : undefined),
  } as unknown as DocumentNames;

  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "flywheel-attribution-")));
    // The window of a test run need not be in front of the machine's desktop.
    Object.defineProperty(stub, "state", {
      configurable: true,
      get: () => ({ focused: true, active: true }),
    });
    for (const [name, value] of Object.entries({ ...quiet, "editor.autoClosingBrackets": "always" })) {
      await settings.update(name, value, vscode.ConfigurationTarget.Global);
    }
  });

  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    for (const name of [...Object.keys(quiet), "editor.autoClosingBrackets"]) {
      await settings.update(name, undefined, vscode.ConfigurationTarget.Global);
    }
    if (focus !== undefined) {
      Object.defineProperty(stub, "state", focus);
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  beforeEach(() => {
    clock = new FakeClock();
    chars = {};
    const record = (body: EventBody): void => {
      if (body.type === "edit.burst") {
        const sum = (chars[body.origin] ??= [0, 0]);
        sum[0] += body.insertedChars;
        sum[1] += body.deletedChars;
      }
    };
    tracker = new EditBurstTracker({ record }, names, clock, () => undefined);
  });

  afterEach(async () => {
    tracker.dispose();
    extensions["getExtension"] = getExtension;
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });

  async function open(content: string, name = `file${(files += 1)}.py`): Promise<vscode.TextEditor> {
    const path = join(folder, name);
    writeFileSync(path, content);
    const document = await vscode.workspace.openTextDocument(path);
    return vscode.window.showTextDocument(document);
  }

  function at(editor: vscode.TextEditor, ...places: readonly (readonly number[])[]): Promise<void> {
    editor.selections = places.map(
      ([line = 0, column = 0, endLine = line, endColumn = column]) =>
        new vscode.Selection(line, column, endLine, endColumn),
    );
    const isThere = ({ selections }: vscode.TextEditor): boolean =>
      selections.map(({ active }) => `${active.line} ${active.character}`).join() ===
      places.map(([line = 0, column = 0, ...end]) => `${end[0] ?? line} ${end[1] ?? column}`).join();
    return until(() => isThere(editor), "the cursors");
  }

  async function until(isSo: () => boolean, what: string): Promise<void> {
    const endMs = Date.now() + patienceMs;
    while (!isSo()) {
      assert.ok(Date.now() < endMs, `waited for ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }

  /** Runs a command of the editor and waits for its text. */
  async function run(
    editor: vscode.TextEditor,
    expected: string,
    id: string,
    argument?: unknown,
  ): Promise<void> {
    await vscode.commands.executeCommand(id, argument);
    await until(() => editor.document.getText() === expected, JSON.stringify(expected));
    await until(() => editor.document.isDirty, "the word that the document is dirty");
    await clock.advance(300);
  }

  const type = (editor: vscode.TextEditor, text: string, expected: string): Promise<void> =>
    run(editor, expected, "type", { text });
  const paste = (editor: vscode.TextEditor, text: string, expected: string): Promise<void> =>
    run(editor, expected, "paste", { text, pasteOnNewLine: false });

  /** Characters inserted and deleted by origin, after everything was decided. */
  async function booked(): Promise<Record<string, [number, number]>> {
    await clock.advance(4000);
    tracker.tick();
    await clock.advance(4000);
    tracker.tick();
    return chars;
  }

  it("books a key at several cursors as typed, also as the first change of a clean document", async () => {
    const editor = await open("a\nb\nc\n");
    await at(editor, [0, 1], [1, 1], [2, 1]);
    await type(editor, "x", "ax\nbx\ncx\n");
    await type(editor, "(", "ax()\nbx()\ncx()\n");
    await run(editor, "ax\nbx\ncx\n", "deleteLeft");
    assert.deepEqual(await booked(), { typed: [6, 6], autoclose: [3, 0] });
  });

  it("books a deletion and a key over a selection as typed in a clean document", async () => {
    const editor = await open("total = 1\n");
    await at(editor, [0, 9]);
    await run(editor, "total = \n", "deleteLeft");
    await editor.document.save();
    await at(editor, [0, 0, 0, 5]);
    await type(editor, "y", "y = \n");
    assert.deepEqual(await booked(), { typed: [1, 6] });
  });

  it("tells the bracket that was typed from the one that the editor closed", async () => {
    const editor = await open("total\n");
    await at(editor, [0, 5]);
    await type(editor, "(", "total()\n");
    await at(editor, [0, 0, 0, 5]);
    await type(editor, "(", "(total)()\n");
    assert.deepEqual(await booked(), { typed: [2, 0], autoclose: [2, 0] });
  });

  it("knows own text from foreign text", async () => {
    const own = "first = load(path)\n";
    const foreign = "SELECT amount\nFROM postings;\n";
    const editor = await open(`${own}\n`);
    await at(editor, [0, 0, 1, 0]);
    await at(editor, [2, 0]);
    await paste(editor, own, `${own}\n${own}`);
    await paste(editor, foreign, `${own}\n${own}${foreign}`);
    assert.deepEqual(await booked(), { paste_own: [own.length, 0], paste_ext: [foreign.length, 0] });
  });

  it("knows own text at several cursors, and what a command copies or moves", async () => {
    const editor = await open("first()\nlonger_second()\n\n\n");
    await at(editor, [0, 0, 0, 7], [1, 0, 1, 15]);
    await at(editor, [2, 0], [3, 0]);
    const copied = "first()\nlonger_second()\nfirst()\nlonger_second()\n";
    await run(editor, copied, "paste", {
      text: "first()\nlonger_second()",
      pasteOnNewLine: false,
      multicursorText: ["first()", "longer_second()"],
    });
    await at(editor, [0, 0]);
    await run(editor, `first()\n${copied}`, "editor.action.copyLinesDownAction");
    await at(editor, [1, 0]);
    const moved = "first()\nlonger_second()\nfirst()\nfirst()\nlonger_second()\n";
    await run(editor, moved, "editor.action.moveLinesDownAction");
    const { paste_own: [inserted] = [0], ...others } = await booked();
    // What was pasted, the copied line with its end, and the line that changed places with its end.
    assert.deepEqual(others, {});
    assert.equal(inserted, 22 + 8 + 16);
  });

  it("books what commands do to several lines as the editor's work", async () => {
    const editor = await open("a = 1\nb = 2\n");
    await at(editor, [0, 0, 1, 5]);
    await run(editor, "# a = 1\n# b = 2\n", "editor.action.commentLine");
    await run(editor, "    # a = 1\n    # b = 2\n", "editor.action.indentLines");
    assert.deepEqual(await booked(), { format: [12, 0] });
  });

  it("knows the formatter at saving, as the only change too", async () => {
    const edits = (document: vscode.TextDocument): vscode.TextEdit[] =>
      document.getText().startsWith("a=1")
        ? [new vscode.Position(0, 1), new vscode.Position(0, 2), new vscode.Position(1, 1)].map((place) =>
            vscode.TextEdit.insert(place, " "),
          )
        : [];
    const provider = vscode.languages.registerDocumentFormattingEditProvider("python", {
      provideDocumentFormattingEdits: edits,
    });
    await settings.update("editor.formatOnSave", true, vscode.ConfigurationTarget.Global);
    try {
      const editor = await open("a=1\nb=2\n");
      await vscode.commands.executeCommand("workbench.action.files.save");
      await until(() => editor.document.getText() === "a = 1\nb =2\n", "the formatter");
      await until(() => !editor.document.isDirty, "the save");
      assert.equal(readFileSync(editor.document.uri.fsPath, "utf8"), "a = 1\nb =2\n");
      assert.deepEqual(await booked(), { format: [3, 0] });
    } finally {
      provider.dispose();
      await settings.update("editor.formatOnSave", undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it("knows a rename, in the file in front and in one behind it", async () => {
    const behind = join(folder, "behind.py");
    writeFileSync(behind, "from front import total\nprint(total, total)\n");
    const editor = await open("total = 1\nprint(total)\n", "front.py");
    const edit = new vscode.WorkspaceEdit();
    for (const [line, column] of [
      [0, 0],
      [1, 6],
    ] as const) {
      edit.replace(editor.document.uri, new vscode.Range(line, column, line, column + 5), "balance");
    }
    for (const [line, column] of [
      [0, 18],
      [1, 6],
      [1, 13],
    ] as const) {
      edit.replace(vscode.Uri.file(behind), new vscode.Range(line, column, line, column + 5), "balance");
    }
    assert.ok(await vscode.workspace.applyEdit(edit));
    await until(() => editor.document.getText() === "balance = 1\nprint(balance)\n", "the rename");
    // In front, the editor changes as little as it can: `tot` to `b`, and `ance` at the end.
    assert.deepEqual(await booked(), { refactor: [2 * 5 + 3 * 7, 2 * 3 + 3 * 5] });
  });

  it("books what came from another program or another branch as theirs", async () => {
    const git = (...words: readonly string[]): void => {
      const who = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"];
      execFileSync("git", [...who, ...words], { cwd: join(folder, "repository"), stdio: "ignore" });
    };
    mkdirSync(join(folder, "repository"));
    const editor = await open("one = 1\n", join("repository", "a.py"));
    git("init", "-b", "main");
    git("add", "-A");
    git("commit", "-m", "begin");
    git("checkout", "-b", "other");
    writeFileSync(editor.document.uri.fsPath, "one = 1\nof_the_other_branch = 2\n");
    await until(() => editor.document.lineCount === 3, "the change from outside");
    assert.deepEqual(await booked(), { external: [24, 0] });
    git("commit", "-am", "other");
    let isHeard = false;
    const listener = {
      didCommit: () => undefined,
      didSwitch: () => {
        isHeard = true;
        tracker.didChangeBranch();
      },
    };
    const watcher = new BranchWatcher(listener, [vscode.Uri.file(join(folder, "repository"))]);
    try {
      // The editor begins to watch some time after it was asked to, and says nothing of it.
      for (const branch of Array.from({ length: 20 }, (_, turn) => ["main", "other"][turn % 2] ?? "")) {
        if (!isHeard) {
          git("checkout", branch);
          await new Promise((resolve) => setTimeout(resolve, 1000));
        }
      }
      assert.ok(isHeard);
      chars = {};
      tracker.dispose();
      const before = editor.document.getText();
      isHeard = false;
      const record = (body: EventBody): void => {
        if (body.type === "edit.burst") {
          chars[body.origin] = [body.insertedChars, body.deletedChars];
        }
      };
      tracker = new EditBurstTracker({ record }, names, clock, () => undefined);
      git("checkout", before.includes("branch") ? "main" : "other");
      await until(() => isHeard && editor.document.getText() !== before, "the checkout");
      assert.deepEqual(Object.keys(await booked()), ["vcs"]);
    } finally {
      watcher.dispose();
    }
  });

  it("does not take what another assistant may have written for a paste, but knows own text beside it", async () => {
    extensions["getExtension"] = (id: string) =>
      id === "continue.continue" ? { id, isActive: true } : undefined;
    tracker.tick();
    const own = "first = load(path)\n";
    const theirs = "second = load(other_path)\n";
    const editor = await open(`${own}\n`);
    await at(editor, [0, 0, 1, 0]);
    await at(editor, [2, 0]);
    await paste(editor, own, `${own}\n${own}`);
    await paste(editor, theirs, `${own}\n${own}${theirs}`);
    await type(editor, "z", `${own}\n${own}${theirs}z`);
    const expected = { paste_own: [own.length, 0], unknown: [theirs.length, 0], typed: [1, 0] };
    assert.deepEqual(await booked(), expected);
  });
});

/** Nothing but what a test asks for may write. */
const quiet = {
  "editor.quickSuggestions": { other: "off", comments: "off", strings: "off" },
  "editor.suggestOnTriggerCharacters": false,
  "editor.autoIndent": "none",
  "editor.acceptSuggestionOnCommitCharacter": false,
  "editor.detectIndentation": false,
  "editor.inlineSuggest.enabled": false,
  "files.autoSave": "off",
};
