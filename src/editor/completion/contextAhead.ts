import * as vscode from "vscode";
import type { CompletionContext } from "../../core/completion/completionPorts.ts";
import type { Clock, ContextSnippet } from "../../core/ports.ts";
import type { WorkerClient } from "../workerClient.ts";
import { isCompletable, pathOf } from "./documentSnapshot.ts";

/** The cursor must have rested so long before the workspace is searched, in ms. */
const settleMs = 300;
const linesAround = 12;
const maxSnippets = 4;
const maxKnown = 20;

interface Known {
  readonly snippets: readonly ContextSnippet[];
  readonly line: number;
}

/**
 * Looks up passages of other files for the lines around the cursor while nobody types, so that they are
 * there when a request leaves. A request never waits for them.
 */
export class ContextAhead implements CompletionContext, vscode.Disposable {
  readonly #worker: WorkerClient;
  readonly #clock: Clock;
  readonly #mayUse: (path: string) => Promise<boolean>;
  readonly #knownByUri = new Map<string, Known>();
  readonly #subscriptions: vscode.Disposable[];
  #pending: AbortController | undefined;

  /** `mayUse`: false for files that no request may carry. */
  constructor(worker: WorkerClient, clock: Clock, mayUse: (path: string) => Promise<boolean>) {
    this.#worker = worker;
    this.#clock = clock;
    this.#mayUse = mayUse;
    this.#subscriptions = [
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => void this.#lookAhead(textEditor)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#knownByUri.delete(uri.toString())),
    ];
  }

  readySnippets(uri: string): readonly ContextSnippet[] {
    return this.#knownByUri.get(uri)?.snippets ?? [];
  }

  dispose(): void {
    this.#pending?.abort();
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  async #lookAhead(editor: vscode.TextEditor): Promise<void> {
    const { document } = editor;
    const uri = document.uri.toString();
    const line = editor.selection.active.line;
    const known = this.#knownByUri.get(uri);
    // A new look for each small move would change the prompt's start for nothing.
    if (!isCompletable(document) || (known !== undefined && Math.abs(known.line - line) < linesAround / 2)) {
      return;
    }
    this.#pending?.abort();
    const pending = new AbortController();
    this.#pending = pending;
    await this.#clock.delay(settleMs, pending.signal);
    if (pending.signal.aborted || document.isClosed) {
      return;
    }
    const range = new vscode.Range(Math.max(0, line - linesAround), 0, line + linesAround / 3, 0);
    const snippets = await this.#search(document.getText(range), pathOf(document.uri), pending.signal);
    if (snippets === undefined) {
      return;
    }
    const [oldest] = this.#knownByUri.keys();
    if (this.#knownByUri.size >= maxKnown && oldest !== undefined) {
      this.#knownByUri.delete(oldest);
    }
    this.#knownByUri.set(uri, { snippets, line });
  }

  /** Undefined when cancelled or when the worker cannot answer. */
  async #search(query: string, ownPath: string, signal: AbortSignal): Promise<ContextSnippet[] | undefined> {
    try {
      const found = await this.#worker.call("context.search", { query, limit: maxSnippets * 3 }, signal);
      const snippets: ContextSnippet[] = [];
      for (const { path, text } of found) {
        if (path !== ownPath && snippets.length < maxSnippets && (await this.#mayUse(path))) {
          snippets.push({ path, text });
        }
      }
      return signal.aborted ? undefined : snippets;
    } catch {
      return undefined;
    }
  }
}
