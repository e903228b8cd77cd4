import * as vscode from "vscode";
import type { Attachment } from "../../core/chat/conversation.ts";
import type { ChatChip } from "../../protocol/chatMessages.ts";
import { maxFileSize, workspacePathOf } from "../codeTarget.ts";

/** Says whether the privacy rules keep a file from every backend; `path` as `workspacePathOf` gives it. */
export type WithheldCheck = (path: string) => Promise<boolean>;

interface ContextItem {
  readonly chip: Omit<ChatChip, "isWithheld">;
  readonly uri: vscode.Uri;
  /** Undefined for a whole file. */
  readonly range: vscode.Range | undefined;
}

export interface GatheredContext {
  readonly attachments: readonly Attachment[];
  readonly withheldPaths: readonly string[];
}

const sourceSchemes = new Set(["file", "untitled", "vscode-remote", "vscode-vfs", "vscode-userdata"]);
const workspaceChipId = "workspace";

function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf("/") + 1);
}

function linesOf({ start, end }: vscode.Range): string {
  return start.line === end.line ? String(start.line + 1) : `${start.line + 1}-${end.line + 1}`;
}

function itemFor(kind: ChatChip["kind"], uri: vscode.Uri, range?: vscode.Range): ContextItem {
  const path = workspacePathOf(uri);
  const lines = range === undefined ? "" : `:${linesOf(range)}`;
  const chip = {
    id: `${kind} ${uri.toString()}${lines}`,
    kind,
    label: nameOf(uri) + lines,
    title: path + lines,
  };
  return { chip, uri, range };
}

/** What goes with the next question: the active file or its selection, files added by hand, a search. */
export class ChatContext implements vscode.Disposable {
  readonly #isWithheld: WithheldCheck;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #added: readonly ContextItem[] = [];
  /** Withheld files that the user would not send: they are not asked about with every question. */
  readonly #declinedIds = new Set<string>();
  #hidden: string | undefined;
  #includesWorkspace = false;
  #activeKey = "";
  #lastEditor = firstSourceEditor();

  readonly onDidChange = this.#changed.event;

  constructor(isWithheld: WithheldCheck) {
    this.#isWithheld = isWithheld;
    const fire = (): void => this.#changed.fire();
    this.#subscriptions = [
      this.#changed,
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        // A diff, an output or the settings in front: the file behind them is still what is worked on.
        if (editor !== undefined && sourceSchemes.has(editor.document.uri.scheme)) {
          this.#lastEditor = editor;
        }
        fire();
      }),
      vscode.window.tabGroups.onDidChangeTabs(fire),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        // The cursor moves with every key: only a selection that comes, changes or goes is a change.
        const key = textEditor === this.#lastEditor ? (this.#activeItem()?.chip.id ?? "") : this.#activeKey;
        if (key !== this.#activeKey) {
          this.#activeKey = key;
          fire();
        }
      }),
    ];
  }

  /** True when passages of the workspace are to be looked for and sent along. */
  get includesWorkspace(): boolean {
    return this.#includesWorkspace;
  }

  async chips(): Promise<readonly ChatChip[]> {
    const chips: ChatChip[] = [];
    for (const { chip, uri } of this.#items()) {
      chips.push({ ...chip, isWithheld: await this.#isWithheld(workspacePathOf(uri)) });
    }
    const workspace: ChatChip = {
      id: workspaceChipId,
      kind: "workspace",
      label: vscode.l10n.t("Workspace"),
      title: vscode.l10n.t("The best matching passages of this workspace go with the question"),
      isWithheld: false,
    };
    return this.#includesWorkspace ? [...chips, workspace] : chips;
  }

  /**
   * The code of the chips, withheld files named but not read. `mayGoOnce` is asked about a withheld file
   * that the user added by hand, until the answer is no.
   */
  async gather(mayGoOnce: (path: string) => Promise<boolean>): Promise<GatheredContext> {
    const attachments: Attachment[] = [];
    const withheldPaths: string[] = [];
    for (const item of this.#items()) {
      const path = workspacePathOf(item.uri);
      const isWithheld = await this.#isWithheld(path);
      if (isWithheld && !(await this.#maySend(item, mayGoOnce))) {
        withheldPaths.push(path);
        continue;
      }
      const attachment = await readAttachment(item);
      if (attachment !== undefined) {
        attachments.push(attachment);
      }
    }
    return { attachments, withheldPaths };
  }

  async #maySend(item: ContextItem, mayGoOnce: (path: string) => Promise<boolean>): Promise<boolean> {
    if (!this.#added.includes(item) || this.#declinedIds.has(item.chip.id)) {
      return false;
    }
    const isAllowed = await mayGoOnce(workspacePathOf(item.uri));
    if (!isAllowed) {
      this.#declinedIds.add(item.chip.id);
    }
    return isAllowed;
  }

  add(uri: vscode.Uri, range?: vscode.Range): void {
    const item =
      range === undefined ? itemFor("file", uri) : itemFor("selection", uri, withoutEmptyLastLine(range));
    this.#declinedIds.delete(item.chip.id);
    this.#added = [...this.#added.filter(({ chip }) => chip.id !== item.chip.id), item];
    this.#changed.fire();
  }

  addWorkspace(): void {
    this.#includesWorkspace = true;
    this.#changed.fire();
  }

  remove(id: string): void {
    if (id === workspaceChipId) {
      this.#includesWorkspace = false;
    }
    const active = this.#activeItem();
    if (active?.chip.id === id) {
      this.#hidden = active.uri.toString();
    }
    this.#added = this.#added.filter(({ chip }) => chip.id !== id);
    this.#changed.fire();
  }

  /** What was added for the last chat does not go with the next. */
  reset(): void {
    this.#added = [];
    this.#declinedIds.clear();
    this.#hidden = undefined;
    this.#includesWorkspace = false;
    this.#changed.fire();
  }

  /** Opens what the chip stands for. */
  async open(id: string): Promise<void> {
    const item = this.#items().find(({ chip }) => chip.id === id);
    if (item !== undefined) {
      const selection = item.range === undefined ? {} : { selection: item.range };
      await vscode.window.showTextDocument(item.uri, { preview: true, ...selection });
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  #items(): readonly ContextItem[] {
    const active = this.#activeItem();
    const isAdded = this.#added.some(({ uri, range }) => range === undefined && isSame(uri, active?.uri));
    const isHidden = active === undefined || active.uri.toString() === this.#hidden;
    return isHidden || (isAdded && active.range === undefined) ? this.#added : [active, ...this.#added];
  }

  #activeItem(): ContextItem | undefined {
    const editor = this.#lastEditor;
    if (editor === undefined || editor.document.isClosed || !isOpenInTab(editor.document.uri)) {
      return undefined;
    }
    const { document, selection } = editor;
    if (this.#hidden !== undefined && this.#hidden !== document.uri.toString()) {
      this.#hidden = undefined;
    }
    const range = selection.isEmpty ? undefined : trimRange(document, selection);
    return itemFor(range === undefined ? "activeFile" : "selection", document.uri, range);
  }
}

function firstSourceEditor(): vscode.TextEditor | undefined {
  const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
  return editors.find((editor) => editor !== undefined && sourceSchemes.has(editor.document.uri.scheme));
}

function isOpenInTab(uri: vscode.Uri): boolean {
  const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
  return inputs.some((input) => {
    if (input instanceof vscode.TabInputTextDiff) {
      return isSame(input.modified, uri) || isSame(input.original, uri);
    }
    const isSimple = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom;
    return isSimple && isSame(input.uri, uri);
  });
}

/** A selection that ends at the start of a line does not mean that line. */
function trimRange(document: vscode.TextDocument, range: vscode.Range): vscode.Range {
  const { start, end } = range;
  return end.character === 0 && end.line > start.line
    ? new vscode.Range(start, document.lineAt(end.line - 1).range.end)
    : new vscode.Range(start, end);
}

/** The same for a file that may not be open: the end is cut to what its line has. */
function withoutEmptyLastLine(range: vscode.Range): vscode.Range {
  const { start, end } = range;
  return end.character === 0 && end.line > start.line
    ? range.with({ end: new vscode.Position(end.line - 1, Number.MAX_SAFE_INTEGER) })
    : range;
}

function isSame(a: vscode.Uri, b: vscode.Uri | undefined): boolean {
  return a.toString() === b?.toString();
}

async function readAttachment({ uri, range, chip }: ContextItem): Promise<Attachment | undefined> {
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    const text = document.getText(range);
    if (text.length > maxFileSize || text.includes("\0") || text.trim() === "") {
      return undefined;
    }
    return {
      reference: {
        uri: uri.toString(),
        path: workspacePathOf(uri),
        startLine: (range?.start.line ?? 0) + 1,
        endLine: (range?.end.line ?? document.lineCount - 1) + 1,
        languageId: document.languageId,
      },
      kind: chip.kind === "selection" ? "selection" : "file",
      text,
    };
  } catch {
    // Gone or binary since it was added: the references below the question show what went along.
    return undefined;
  }
}
