import * as vscode from "vscode";
import type { Ask } from "../../core/completion/ask.ts";
import type { CompletionEngine } from "../../core/completion/completionEngine.ts";
import type { Offer } from "../../core/completion/completionTypes.ts";
import { maxDocumentChars } from "../../core/completion/gate.ts";
import { internalCommandIds } from "../commandIds.ts";
import { isCompletable, snapshotOf } from "./documentSnapshot.ts";
import type { ReadOnlyFiles } from "./readOnlyFiles.ts";

const triggerCommand = "editor.action.inlineSuggest.trigger";

/** Answers the editor's questions for ghost text from the engine; converts, nothing more. */
export class GhostTextProvider implements vscode.InlineCompletionItemProvider {
  readonly #engine: CompletionEngine;
  readonly #readOnly: ReadOnlyFiles;
  /** Where the last text was offered: asking there by hand, as cycling does, asks for other texts. */
  #lastOffer: { readonly uri: string; readonly version: number; readonly offset: number } | undefined;
  readonly #onAsked: () => void;
  #onManualAnswer: ((hasItem: boolean) => void) | undefined;
  #isManualAsked = false;

  /** `onAsked`: told when the editor asks by itself. */
  constructor(engine: CompletionEngine, readOnly: ReadOnlyFiles, onAsked: () => void) {
    this.#engine = engine;
    this.#readOnly = readOnly;
    this.#onAsked = onAsked;
  }

  /** False while `trigger` waits for the editor to ask: it never does where nothing can be written. */
  get isManualAsked(): boolean {
    return this.#isManualAsked;
  }

  /** Asks by hand. Resolves with whether there was something to show. */
  async trigger(): Promise<boolean> {
    this.#answerManual(false);
    this.#isManualAsked = false;
    const answer = new Promise<boolean>((resolve) => {
      this.#onManualAnswer = resolve;
    });
    await vscode.commands.executeCommand(triggerCommand);
    return answer;
  }

  /** Ends a wait for `trigger` that the editor never asked about. */
  giveUp(): void {
    this.#answerManual(false);
  }

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    const isManual = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
    if (isManual) {
      this.#isManualAsked = true;
    } else {
      this.#onAsked();
    }
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    if (token.isCancellationRequested) {
      controller.abort();
    }
    let hasItem = false;
    try {
      const ask = this.#askOf(document, position, context, controller.signal);
      const offer = ask === undefined ? undefined : await this.#engine.provide(ask);
      if (ask === undefined || offer === undefined) {
        this.#lastOffer = undefined;
        return [];
      }
      const place = { uri: ask.snapshot.uri, version: document.version, offset: ask.offset };
      const isShown = JSON.stringify(place) === JSON.stringify(this.#lastOffer);
      this.#lastOffer = place;
      const others = isManual && isShown ? await this.#engine.provideOthers(ask) : [];
      hasItem = true;
      return [offer, ...others].map((each) => itemOf(document, each));
    } finally {
      if (isManual) {
        this.#answerManual(hasItem);
      }
      subscription.dispose();
    }
  }

  /** Undefined where ghost text has no place. */
  #askOf(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    signal: AbortSignal,
  ): Ask | undefined {
    const { selectedCompletionInfo } = context;
    const isReplacingAhead = selectedCompletionInfo?.range.end.isAfter(position) === true;
    const isHuge = document.offsetAt(new vscode.Position(document.lineCount, 0)) > maxDocumentChars;
    if (!isCompletable(document) || isReplacingAhead || isHuge || signal.aborted) {
      return undefined;
    }
    const editor = vscode.window.activeTextEditor;
    const selections = editor?.document === document ? editor.selections : [];
    return {
      snapshot: snapshotOf(document),
      offset: document.offsetAt(position),
      trigger: context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke ? "manual" : "automatic",
      cursorCount: Math.max(1, selections.length),
      isReadOnly: this.#readOnly.isReadOnly(document.uri),
      selected:
        selectedCompletionInfo === undefined
          ? undefined
          : {
              text: selectedCompletionInfo.text,
              start: document.offsetAt(selectedCompletionInfo.range.start),
            },
      signal,
    };
  }

  #answerManual(hasItem: boolean): void {
    const resolve = this.#onManualAnswer;
    this.#onManualAnswer = undefined;
    resolve?.(hasItem);
  }
}

function itemOf(document: vscode.TextDocument, offer: Offer): vscode.InlineCompletionItem {
  const range = new vscode.Range(
    document.positionAt(offer.replaceStart),
    document.positionAt(offer.replaceEnd),
  );
  return new vscode.InlineCompletionItem(offer.text, range, {
    command: internalCommandIds.didAcceptCompletion,
    title: "",
    arguments: [offer.rid],
  });
}
