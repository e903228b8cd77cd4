import * as vscode from "vscode";
import { Composition, type SingleEdit } from "../../core/efficiency/composition.ts";
import { burstGapMs, EditBurstMeter } from "../../core/efficiency/editBursts.ts";
import { bookEdit, isOneKey, type EditFacts, type EditPiece } from "../../core/efficiency/editOrigin.ts";
import type { EditOrigin, EventSink } from "../../core/efficiency/events.ts";
import type { Clock, Feature } from "../../core/ports.ts";
import { countCursors, editPieces } from "./changeKinds.ts";
import type { DocumentNames } from "./documentNames.ts";
import { hasOtherAssistant } from "./otherAssistants.ts";
import { SelectedText } from "./selectedText.ts";

/** How long a larger insertion may wait for word that it was an accepted suggestion (ms). */
const acceptWaitMs = 1000;

/** How long after a change the editor may take to tell that the document is dirty (ms). */
const dirtyEchoMs = 200;

/** How long after a reload from disk the word may take that the repository moved (ms). */
const branchWaitMs = 3000;

/** How long our own edit may take from its announcement to the change (ms). */
const ownEditWaitMs = 5000;

/** A reload from disk this soon after the repository moved is its doing (ms). */
const branchEchoMs = 5000;

/** A change whose origin is not known yet. */
interface Undecided {
  readonly key: string;
  readonly document: vscode.TextDocument;
  readonly pieces: readonly EditPiece[];
  readonly sinceMs: number;
  readonly isActive: boolean;
  readonly isKnownText: boolean;
  readonly cursorCount: number;
  /** A larger insertion, which may turn out to be an accepted suggestion. */
  readonly mayBeAccepted: boolean;
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
  readonly #selected = new SelectedText();
  readonly #composition = new Composition();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly #languageByKey = new Map<string, { readonly languageId: string; readonly path: string }>();
  #undecided: Undecided[] = [];
  #ownEdits: OwnEdit[] = [];
  #branchChangeMs = Number.NEGATIVE_INFINITY;
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
      vscode.workspace.onDidSaveTextDocument((document) => this.#didTurnDirty(document.uri.toString())),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) =>
        this.#selected.remember(textEditor, selections),
      ),
    ];
  }

  /** The insertion that has just happened was our suggestion. */
  didAccept(uri: string, text: string): void {
    const index = this.#undecided.findLastIndex(({ key, mayBeAccepted, pieces: [piece] }) => {
      const inserted = piece?.insertedText ?? "";
      return key === uri && mayBeAccepted && (text.includes(inserted) || inserted.includes(text));
    });
    const [found] = index < 0 ? [] : this.#undecided.splice(index, 1);
    if (found !== undefined) {
      this.#add(uri, "ai_inline", found.pieces, false, found.sinceMs);
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
    this.#decide(nowMs);
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
    this.#decide(Number.POSITIVE_INFINITY);
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
    const pieces = editPieces(event);
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
      this.#onForeignChange(document, pieces, nowMs);
    }
  }

  #onForeignChange(document: vscode.TextDocument, pieces: readonly EditPiece[], nowMs: number): void {
    const key = document.uri.toString();
    const { isDirty } = document;
    if (isDirty) {
      this.#didTurnDirty(key);
    }
    this.#decide(nowMs);
    const isActive = this.#isActive(document);
    const cursorCount = countCursors(document);
    const isKey = isOneKey(pieces, cursorCount);
    const mayBeAccepted = isActive && pieces.length === 1 && !isKey;
    const isKnownText = isActive && !isKey && this.#selected.knows(pieces);
    const facts = { pieces, isActive, isKnownText, cursorCount, isDirty };
    if (isDirty && !mayBeAccepted) {
      this.#addBooked(key, facts, nowMs);
      return;
    }
    const waiting = { key, document, mayBeAccepted, sinceMs: nowMs, ...facts };
    this.#undecided.push(waiting);
    if (!isDirty) {
      void this.#clock.delay(dirtyEchoMs).then(() => this.#awaitDirty(waiting));
    }
  }

  /** The first change since a save comes before the word that the document is dirty; a reload stays clean. */
  #awaitDirty(waiting: Undecided): void {
    waiting.isDirty ||= waiting.document.isDirty;
    this.#decide(this.#clock.monotonicMs());
  }

  /** What waits in this document was no reload from disk: it has been changed, or even saved, since. */
  #didTurnDirty(key: string): void {
    for (const waiting of this.#undecided) {
      if (waiting.key === key) {
        waiting.isDirty = true;
      }
    }
  }

  #decide(nowMs: number): void {
    const isOver = ({ sinceMs, isDirty, mayBeAccepted }: Undecided): boolean =>
      isDirty ? !mayBeAccepted || nowMs - sinceMs >= acceptWaitMs : nowMs - sinceMs >= branchWaitMs;
    const decided = this.#undecided.filter(isOver);
    if (decided.length > 0) {
      this.#undecided = this.#undecided.filter((waiting) => !decided.includes(waiting));
    }
    for (const waiting of decided) {
      this.#addBooked(waiting.key, waiting, waiting.sinceMs);
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

  #addBooked(
    key: string,
    {
      pieces,
      isActive,
      isDirty,
      isKnownText,
      cursorCount,
    }: Omit<EditFacts, "isBranchChange" | "hasOtherAssistant">,
    nowMs: number,
  ): void {
    const isBranchChange = nowMs - this.#branchChangeMs < branchEchoMs;
    const seen = { pieces, isActive, isDirty, isKnownText, cursorCount };
    const booked = bookEdit({ ...seen, isBranchChange, hasOtherAssistant: this.#hasOtherAssistant });
    for (const edit of booked) {
      this.#meter.add(key, edit, false, nowMs);
    }
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
}

function isPartOf(text: string, texts: readonly string[]): boolean {
  const plain = text.replaceAll("\r\n", "\n");
  return plain === "" || texts.some((whole) => whole.replaceAll("\r\n", "\n").includes(plain));
}
