/** Stands for the module `vscode` where a listener is tested without an editor: events that are fired by hand. */
type Listener<T> = (value: T) => void;

class Emitter<T> {
  readonly #listeners = new Set<Listener<T>>();

  readonly event = (listener: Listener<T>): { dispose(): void } => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of this.#listeners) {
      listener(value);
    }
  }

  get size(): number {
    return this.#listeners.size;
  }
}

export const TaskGroup = { Test: { id: "test" }, Build: { id: "build" } };

export interface Task {
  readonly execution: { readonly task: { readonly group: unknown } };
  readonly exitCode?: number | undefined;
}

export interface ShellExecution {
  readonly execution: { readonly commandLine: { readonly value: string } };
  readonly exitCode?: number | undefined;
}

/** What a test fires. */
export const fire = {
  windowState: new Emitter<{ focused: boolean }>(),
  selection: new Emitter<{ textEditor: unknown }>(),
  visibleRanges: new Emitter<{ textEditor: unknown }>(),
  activeEditor: new Emitter<unknown>(),
  activeTerminal: new Emitter<unknown>(),
  shellStart: new Emitter<ShellExecution>(),
  shellEnd: new Emitter<ShellExecution>(),
  change: new Emitter<{ document: unknown; contentChanges: readonly unknown[]; reason?: number }>(),
  saveDocument: new Emitter<unknown>(),
  closeDocument: new Emitter<unknown>(),
  renameFiles: new Emitter<{ files: readonly unknown[] }>(),
  debugStart: new Emitter<unknown>(),
  debugEnd: new Emitter<unknown>(),
  stackItem: new Emitter<unknown>(),
  breakpoints: new Emitter<unknown>(),
  taskStart: new Emitter<Task>(),
  taskEnd: new Emitter<Task>(),
  taskProcessEnd: new Emitter<Task>(),
};

export const window = {
  state: { focused: true },
  activeTextEditor: undefined as
    | { document: { uri: string; languageId: string }; selections: readonly unknown[] }
    | undefined,
  onDidChangeWindowState: fire.windowState.event,
  onDidChangeTextEditorSelection: fire.selection.event,
  onDidChangeTextEditorVisibleRanges: fire.visibleRanges.event,
  onDidChangeActiveTextEditor: fire.activeEditor.event,
  onDidChangeActiveTerminal: fire.activeTerminal.event,
  onDidStartTerminalShellExecution: fire.shellStart.event,
  onDidEndTerminalShellExecution: fire.shellEnd.event,
  createStatusBarItem: (id: string): StatusItem => {
    const item = new StatusItem();
    statusItems.set(id, item);
    return item;
  },
};

export interface OpenText {
  readonly uri: string;
  readonly version: number;
  readonly isClosed: boolean;
  getText(): string;
}

export const workspace = {
  textDocuments: [] as OpenText[],
  /** Texts of files by address. */
  files: new Map<string, string>(),
  fs: {
    stat: async (address: string) => ({ size: textOf(address).length }),
    readFile: async (address: string) => new TextEncoder().encode(textOf(address)),
  },
  onDidChangeTextDocument: fire.change.event,
  onDidSaveTextDocument: fire.saveDocument.event,
  onDidCloseTextDocument: fire.closeDocument.event,
  onDidRenameFiles: fire.renameFiles.event,
};

function textOf(address: string): string {
  const text = workspace.files.get(address);
  if (text === undefined) {
    throw new Error(`There is no ${address}.`);
  }
  return text;
}

/** An address is its own text here. */
export const Uri = { parse: (address: string): string => address };

export const StatusBarAlignment = { Left: 1, Right: 2 };

/** The items of the status bar by id. */
export const statusItems = new Map<string, StatusItem>();

class StatusItem {
  name = "";
  text = "";
  tooltip = "";
  command = "";
  isShown = false;
  accessibilityInformation: unknown;

  show(): void {
    this.isShown = true;
  }

  hide(): void {
    this.isShown = false;
  }

  dispose(): void {
    this.isShown = false;
  }
}

export const l10n = {
  t: (text: string, ...values: readonly unknown[]): string =>
    text.replaceAll(/\{(\d)\}/g, (_whole, index: string) => String(values[Number(index)])),
};

export const env = { language: "en" };

export const debug = {
  activeDebugSession: undefined as unknown,
  onDidStartDebugSession: fire.debugStart.event,
  onDidTerminateDebugSession: fire.debugEnd.event,
  onDidChangeActiveStackItem: fire.stackItem.event,
  onDidChangeBreakpoints: fire.breakpoints.event,
};

export const tasks = {
  onDidStartTask: fire.taskStart.event,
  onDidEndTask: fire.taskEnd.event,
  onDidEndTaskProcess: fire.taskProcessEnd.event,
};

export const extensions = { getExtension: (): undefined => undefined, all: [] as const };
