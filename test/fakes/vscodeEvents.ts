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
  change: new Emitter<{ document: unknown; contentChanges: readonly unknown[] }>(),
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
  activeTextEditor: undefined as { document: { uri: string; languageId: string } } | undefined,
  onDidChangeWindowState: fire.windowState.event,
  onDidChangeTextEditorSelection: fire.selection.event,
  onDidChangeTextEditorVisibleRanges: fire.visibleRanges.event,
  onDidChangeActiveTextEditor: fire.activeEditor.event,
  onDidChangeActiveTerminal: fire.activeTerminal.event,
  onDidStartTerminalShellExecution: fire.shellStart.event,
  onDidEndTerminalShellExecution: fire.shellEnd.event,
};

export const workspace = { onDidChangeTextDocument: fire.change.event };

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
