import * as vscode from "vscode";
import type { AcceptedText } from "../../core/completion/acceptedText.ts";
import { CompletionEngine } from "../../core/completion/completionEngine.ts";
import type { CompletionStatus } from "../../core/completion/completionStatus.ts";
import type { BackendProvider } from "../../core/egress/outbound.ts";
import type { EventSink } from "../../core/efficiency/events.ts";
import type { Clock, Random } from "../../core/ports.ts";
import { internalCommandIds, type Command } from "../commandIds.ts";
import { SnoozeCompletion } from "../commands/snoozeCompletion.ts";
import { TriggerCompletion } from "../commands/triggerCompletion.ts";
import type { Settings } from "../settings.ts";
import type { WorkerClient } from "../workerClient.ts";
import { ContextAhead } from "./contextAhead.ts";
import { snapshotOf } from "./documentSnapshot.ts";
import { GhostTextProvider } from "./ghostTextProvider.ts";
import { OtherCompleters, type OtherCompleter } from "./otherCompleters.ts";
import { ReadOnlyFiles } from "./readOnlyFiles.ts";
import { Snooze } from "./snooze.ts";

export interface CompletionFeatureDeps {
  readonly backends: BackendProvider;
  readonly worker: WorkerClient;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly random: Random;
  readonly events: EventSink;
  readonly accepted: AcceptedText;
  /** False for a file that no request may carry. */
  readonly mayUse: (path: string) => Promise<boolean>;
  readonly onStatus: (status: CompletionStatus) => void;
  /** Told at the start, whenever extensions change, and when a person comes back to the window. */
  readonly onOtherCompleter: (other: OtherCompleter | undefined) => void;
  /** Told until when ghost text is snoozed (UTC milliseconds since 1970), and that it no longer is. */
  readonly onSnooze: (untilMs: number | undefined) => void;
}

/** Inline completion in the editor: feeds the engine, registers its provider, passes its status on. */
export class CompletionFeature implements vscode.Disposable {
  readonly commands: readonly Command[];
  readonly #engine: CompletionEngine;
  readonly #provider: GhostTextProvider;
  readonly #context: ContextAhead;
  readonly #snooze: Snooze;
  readonly #disposables: vscode.Disposable[] = [];

  constructor(deps: CompletionFeatureDeps) {
    const { worker, settings, clock } = deps;
    const readOnly = new ReadOnlyFiles();
    this.#context = new ContextAhead(worker, clock, deps.mayUse);
    this.#engine = new CompletionEngine(
      {
        clock,
        random: deps.random,
        backends: deps.backends,
        predictor: { predict: (request, signal) => worker.call("completion.predict", request, signal) },
        statementEnds: {
          find: (question, signal) => worker.call("completion.statementEnd", question, signal),
        },
        context: this.#context,
        options: {
          isEnabled: (languageId) => settings.isCompletionEnabled(languageId),
          delayMs: () => settings.completionDelayMs(),
          multiline: () => settings.multiline(),
          eagerness: () => settings.eagerness(),
        },
        listener: { onStatus: deps.onStatus },
      },
      deps.events,
      deps.accepted,
    );
    this.#snooze = new Snooze(clock, deps.onSnooze);
    this.#provider = new GhostTextProvider(this.#engine, readOnly, () => this.#snooze.didAsk());
    this.commands = [new TriggerCompletion(this.#provider, clock), new SnoozeCompletion(this.#snooze)];
    this.#disposables.push(
      readOnly,
      this.#snooze,
      this.#context,
      vscode.languages.registerInlineCompletionItemProvider({ pattern: "**" }, this.#provider),
      vscode.commands.registerCommand(internalCommandIds.didAcceptCompletion, (rid: unknown) =>
        this.#engine.didAccept(String(rid)),
      ),
      new OtherCompleters(clock, deps.onOtherCompleter),
      ...this.#listen(),
    );
  }

  /** Backends or settings changed. */
  reset(): void {
    this.#engine.reset();
  }

  dispose(): void {
    this.#engine.dispose();
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
  }

  #listen(): vscode.Disposable[] {
    return [
      vscode.workspace.onDidChangeTextDocument((event) => this.#didChange(event)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#engine.didClose(uri.toString())),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections, kind }) => {
        const [selection] = selections;
        // Typing moves the cursor too, and that is told by the edit already.
        const isJump = kind !== undefined && kind !== vscode.TextEditorSelectionChangeKind.Command;
        if (isJump && selection !== undefined && selections.length === 1) {
          const { document } = textEditor;
          this.#engine.didMoveCursor(document.uri.toString(), document.offsetAt(selection.active));
        }
      }),
      ...this.#listenToEditors(),
    ];
  }

  #listenToEditors(): vscode.Disposable[] {
    let active = vscode.window.activeTextEditor;
    return [
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        // The same file may be open in two editors: what was asked for in the one is not for the other.
        if (active !== undefined && active !== editor) {
          this.#engine.didLeave(active.document.uri.toString());
        }
        active = editor ?? active;
      }),
    ];
  }

  #didChange(event: vscode.TextDocumentChangeEvent): void {
    const { document, contentChanges, reason } = event;
    if (contentChanges.length === 0 || !this.#engine.isTracking(document.uri.toString())) {
      return;
    }
    const editor = vscode.window.activeTextEditor;
    const isActive = editor?.document === document && !this.#snooze.isOn;
    this.#engine.didChange(
      snapshotOf(document),
      {
        edits: contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
          offset: rangeOffset,
          removedLength: rangeLength,
          text,
        })),
        reason: reason === undefined ? "other" : "undoRedo",
      },
      { isActive, cursorCount: isActive ? editor.selections.length : 1 },
    );
  }
}
