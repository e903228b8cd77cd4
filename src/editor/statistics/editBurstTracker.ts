import * as vscode from "vscode";
import { Composition, type SingleEdit } from "../../core/efficiency/composition.ts";
import { burstGapMs, EditBurstMeter } from "../../core/efficiency/editBursts.ts";
import { bookEdit, isKeyText, type EditPiece } from "../../core/efficiency/editOrigin.ts";
import type { EditOrigin, EventSink } from "../../core/efficiency/events.ts";
import { maxRememberedChars, TextMemory } from "../../core/efficiency/textMemory.ts";
import type { Clock, Feature } from "../../core/ports.ts";
import type { DocumentNames } from "./documentNames.ts";
import { hasOtherAssistant } from "./otherAssistants.ts";

/** How long a larger insertion may wait for word that it was an accepted suggestion (ms). */
const acceptWaitMs = 1000;

/** How long after a change the editor may take to tell that the document is dirty (ms). */
const dirtyEchoMs = 50;

/** How long our own edit may take from its announcement to the change (ms). */
const ownEditWaitMs = 5000;

/** A reload from disk this soon after the repository moved is its doing (ms). */
const branchEchoMs = 5000;

interface Seen {
  readonly isActive: boolean;
  readonly isDirty: boolean;
  readonly isKnownText: boolean;
  readonly nowMs: number;
}

interface Undecided {
  readonly key: string;
  readonly text: string;
  readonly deletedChars: number;
  readonly sinceMs: number;
  readonly isKnownText: boolean;
  isDirty: boolean;
}

interface OwnEdit {
  readonly announced: AnnouncedEdit;
  readonly sinceMs: number;
}

/** An edit of ours that the user has agreed to, before it is written. */
export interface AnnouncedEdit {
  readonly uri: string;
  readonly rid: string;
  readonly feature: Feature;
  readonly texts: readonly string[];
}

/** Told when an announced edit was seen (`event`), or was not seen within five seconds. */
export type OwnEditListener = (
  edit: AnnouncedEdit,
  event: vscode.TextDocumentChangeEvent | undefined,
) => void;

/**
 * Counts inserted and deleted characters by origin. An accepted suggestion is reported only after its text is
 * in the document, so a larger insertion waits up to a second for that; our own edits are announced before.
 * Text stays in memory and only for that second.
 */
export class EditBurstTracker implements vscode.Disposable {
  readonly #names: DocumentNames;
  readonly #clock: Clock;
  readonly #onOwnEdit: OwnEditListener;
  readonly #meter: EditBurstMeter;
  readonly #memory = new TextMemory();
  readonly #composition = new Composition();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly #languageByKey = new Map<string, { readonly languageId: string; readonly path: string }>();
  #undecided: Undecided[] = [];
  #ownEdits: OwnEdit[] = [];
  #branchChangeMs = Number.NEGATIVE_INFINITY;
  #lastAnchor: string | undefined;
  /** Asked for at ticks: looking through the extensions is too slow for every key. */
  #hasOtherAssistant = hasOtherAssistant();

  constructor(events: EventSink, names: DocumentNames, clock: Clock, onOwnEdit: OwnEditListener) {
    this.#names = names;
    this.#clock = clock;
    this.#onOwnEdit = onOwnEdit;
    this.#meter = new EditBurstMeter(({ document, ...burst }) => {
      events.record(
        { type: "edit.burst", ...burst, durationMs: Math.round(burst.durationMs) },
        this.#languageByKey.get(document) ?? {},
      );
    });
    this.#subscriptions = [
      vscode.workspace.onDidChangeTextDocument((event) => this.#onChange(event)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) =>
        this.#rememberSelection(textEditor, selections),
      ),
    ];
  }

  /** The insertion that has just happened was our suggestion. */
  didAccept(uri: string, text: string): void {
    const index = this.#undecided.findLastIndex(
      (waiting) => waiting.key === uri && (text.includes(waiting.text) || waiting.text.includes(text)),
    );
    const [found] = index < 0 ? [] : this.#undecided.splice(index, 1);
    if (found !== undefined) {
      this.#book("ai_inline", found);
    }
  }

  /** The next change of this document with these texts is ours. */
  willApply(announced: AnnouncedEdit): void {
    this.#ownEdits.push({ announced, sinceMs: this.#clock.monotonicMs() });
  }

  didChangeBranch(): void {
    this.#branchChangeMs = this.#clock.monotonicMs();
  }

  /** To be called every few seconds. */
  tick(): void {
    const nowMs = this.#clock.monotonicMs();
    this.#hasOtherAssistant = hasOtherAssistant();
    this.#decideOlderThan(nowMs - acceptWaitMs);
    if (nowMs - (this.#composition.changedAtMs ?? nowMs) > burstGapMs) {
      this.#endComposition();
    }
    const unseen = this.#ownEdits.filter(({ sinceMs }) => nowMs - sinceMs >= ownEditWaitMs);
    this.#ownEdits = this.#ownEdits.filter((own) => !unseen.includes(own));
    for (const { announced } of unseen) {
      this.#onOwnEdit(announced, undefined);
    }
    this.#meter.tick(nowMs);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    this.#decideOlderThan(Number.POSITIVE_INFINITY);
    this.#endComposition();
    this.#meter.end();
  }

  #onChange(event: vscode.TextDocumentChangeEvent): void {
    const { document, contentChanges, reason } = event;
    const name = contentChanges.length === 0 ? undefined : this.#names.nameOf(document.uri);
    if (name === undefined) {
      return;
    }
    const nowMs = this.#clock.monotonicMs();
    const key = document.uri.toString();
    this.#languageByKey.set(key, { languageId: document.languageId, path: name.path });
    const pieces = contentChanges.map(({ text, rangeLength }) => ({
      insertedText: text,
      deletedChars: rangeLength,
    }));
    const [change, second] = contentChanges;
    const isUndo = reason !== undefined;
    const single =
      change === undefined || second !== undefined || isUndo || !this.#isActive(document)
        ? undefined
        : {
            document: key,
            offset: change.rangeOffset,
            insertedText: change.text,
            deletedChars: change.rangeLength,
          };
    if (single !== undefined && this.#composition.isContinuedBy(single, nowMs)) {
      return;
    }
    this.#endComposition(single);
    const own = isUndo ? undefined : this.#takeOwnEdit(key, pieces);
    if (own !== undefined) {
      this.#add(key, "ai_chat", pieces, false, nowMs);
      this.#onOwnEdit(own, event);
    } else if (isUndo) {
      this.#add(key, "unknown", pieces, true, nowMs);
    } else {
      this.#onForeignChange(document, key, pieces, nowMs);
    }
  }

  #onForeignChange(
    document: vscode.TextDocument,
    key: string,
    pieces: readonly EditPiece[],
    nowMs: number,
  ): void {
    this.#decideOlderThan(nowMs - acceptWaitMs);
    const [piece, second] = pieces;
    const isActive = this.#isActive(document);
    const { isDirty } = document;
    const isSingle = piece !== undefined && second === undefined;
    if (isSingle && !isKeyText(piece.insertedText) && isActive) {
      const { insertedText, deletedChars } = piece;
      const isKnownText = this.#memory.knows(insertedText);
      const waiting = { key, text: insertedText, deletedChars, sinceMs: nowMs, isKnownText, isDirty };
      this.#undecided.push(waiting);
      if (!isDirty) {
        // The first change since a save comes before the word that the document is dirty; a reload stays clean.
        void this.#clock.delay(dirtyEchoMs).then(() => (waiting.isDirty = document.isDirty));
      }
      return;
    }
    this.#addBooked(key, pieces, { isActive, isDirty, isKnownText: false, nowMs });
  }

  #decideOlderThan(limitMs: number): void {
    while (this.#undecided[0] !== undefined && this.#undecided[0].sinceMs <= limitMs) {
      const waiting = this.#undecided.shift();
      if (waiting !== undefined) {
        const { key, text, deletedChars, sinceMs, isKnownText, isDirty } = waiting;
        const piece = { insertedText: text, deletedChars };
        this.#addBooked(key, [piece], { isActive: true, isDirty, isKnownText, nowMs: sinceMs });
      }
    }
  }

  /** Of what an input method wrote, the first letter was counted as the key that it was. */
  #endComposition(next?: SingleEdit): void {
    const ended = this.#composition.end(next);
    if (ended !== undefined && ended.text.length > 1) {
      const rest = { insertedText: ended.text.slice(1), deletedChars: 0 };
      this.#add(ended.document, "typed", [rest], false, ended.atMs);
    }
  }

  #addBooked(key: string, pieces: readonly EditPiece[], { nowMs, ...seen }: Seen): void {
    const booked = bookEdit({
      pieces,
      ...seen,
      isBranchChange: nowMs - this.#branchChangeMs < branchEchoMs,
      hasOtherAssistant: this.#hasOtherAssistant,
    });
    for (const edit of booked) {
      this.#meter.add(key, edit, false, nowMs);
    }
  }

  #book(origin: EditOrigin, { key, text, deletedChars, sinceMs }: Undecided): void {
    this.#add(key, origin, [{ insertedText: text, deletedChars }], false, sinceMs);
  }

  #add(key: string, origin: EditOrigin, pieces: readonly EditPiece[], isUndo: boolean, nowMs: number): void {
    let insertedChars = 0;
    let deletedChars = 0;
    let lines = 0;
    for (const piece of pieces) {
      insertedChars += piece.insertedText.length;
      deletedChars += piece.deletedChars;
      lines += piece.insertedText.split("\n").length - 1;
    }
    this.#meter.add(key, { origin, insertedChars, deletedChars, lines }, isUndo, nowMs);
  }

  #takeOwnEdit(key: string, pieces: readonly EditPiece[]): AnnouncedEdit | undefined {
    const index = this.#ownEdits.findIndex(
      ({ announced: { uri, texts } }) =>
        uri === key && pieces.every(({ insertedText }) => isPartOf(insertedText, texts)),
    );
    const [own] = index < 0 ? [] : this.#ownEdits.splice(index, 1);
    return own?.announced;
  }

  #isActive(document: vscode.TextDocument): boolean {
    return vscode.window.state.focused && document === vscode.window.activeTextEditor?.document;
  }

  /** What is selected may be cut or copied next; without a selection, the line of the cursor. */
  #rememberSelection(editor: vscode.TextEditor, selections: readonly vscode.Selection[]): void {
    const [selection] = selections;
    if (selection === undefined || editor.document.lineCount === 0) {
      return;
    }
    const line = editor.document.lineAt(selection.active.line).range;
    const range = selection.isEmpty ? line : selection;
    const chars = editor.document.offsetAt(range.end) - editor.document.offsetAt(range.start);
    const anchor = `${editor.document.uri.toString()} ${selection.anchor.line} ${selection.anchor.character}`;
    if (chars > 0 && chars <= maxRememberedChars) {
      const isLineAgain = selection.isEmpty && this.#lastAnchor === `line ${selection.active.line}`;
      this.#memory.remember(editor.document.getText(range), isLineAgain || anchor === this.#lastAnchor);
    }
    this.#lastAnchor = selection.isEmpty ? `line ${selection.active.line}` : anchor;
  }
}

function isPartOf(text: string, texts: readonly string[]): boolean {
  const plain = text.replaceAll("\r\n", "\n");
  return plain === "" || texts.some((whole) => whole.replaceAll("\r\n", "\n").includes(plain));
}
