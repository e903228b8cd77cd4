import * as vscode from "vscode";
import { findLineChanges, measureChanges, toTextChanges, withLineEnds } from "../core/code/lineChanges.ts";
import type { EventSink } from "../core/efficiency/events.ts";
import type { Clock, Feature } from "../core/ports.ts";

/** Text of a file as it is and as it is proposed. */
export interface ProposedChange {
  readonly uri: vscode.Uri;
  /** `TextDocument.version` that `baseText` was read at; undefined for a file that does not exist yet. */
  readonly baseVersion: number | undefined;
  readonly baseText: string;
  readonly newText: string;
  readonly title: string;
  readonly feature: Feature;
  readonly rid: string;
  /** Workspace-relative, for the efficiency log. */
  readonly path: string;
  readonly languageId: string;
}

export type PreviewOutcome = "applied" | "dismissed" | "refused";

/** What an applied proposal writes, told just before it is written. */
export interface AppliedEdit {
  readonly uri: vscode.Uri;
  readonly feature: Feature;
  readonly rid: string;
  readonly insertedTexts: readonly string[];
}

/** Scheme of both sides of a preview; the manifest shows Apply and Discard by it. */
export const previewScheme = "flywheel-preview";

export const previewCommandIds = {
  accept: "flywheel.internal.acceptPreview",
  discard: "flywheel.internal.discardPreview",
} as const;

interface OpenPreview {
  readonly change: ProposedChange;
  readonly left: vscode.Uri;
  readonly right: vscode.Uri;
  readonly openedAtMs: number;
  /** A third answer, offered beside Apply and Discard. */
  readonly other: string | undefined;
  decide(choice: Choice): void;
}

type Choice = "apply" | "discard" | "other";

/**
 * Shows a proposed change as a diff and writes it only when the user says so: one edit, one undo step,
 * minimal ranges, and only on the very text the proposal was made for. One preview per file: a newer
 * one takes the place of the older. The clock is only read.
 */
export class EditPreview implements vscode.Disposable, vscode.TextDocumentContentProvider {
  readonly #events: EventSink;
  readonly #clock: Clock;
  readonly #previewByKey = new Map<string, OpenPreview>();
  readonly #textByUri = new Map<string, string>();
  readonly #willApply = new vscode.EventEmitter<AppliedEdit>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #lastNumber = 0;

  /** Fires before the edit is written, so that its origin can be told from typing. */
  readonly onWillApply = this.#willApply.event;

  constructor(events: EventSink, clock: Clock) {
    this.#events = events;
    this.#clock = clock;
    this.#subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(previewScheme, this),
      vscode.commands.registerCommand(previewCommandIds.accept, (uri: unknown) =>
        this.#decideFor(uri, "apply"),
      ),
      vscode.commands.registerCommand(previewCommandIds.discard, (uri: unknown) =>
        this.#decideFor(uri, "discard"),
      ),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => this.#discardClosed(closed)),
      this.#willApply,
    ];
  }

  /**
   * Resolves when the user has decided. Closing the diff, and `signal`, dismiss. Never throws for what
   * a user can do; `refused` has been said in a message.
   */
  async propose(change: ProposedChange, signal?: AbortSignal): Promise<PreviewOutcome> {
    const answer = await this.#propose(change, undefined, signal);
    return answer === "other" ? "dismissed" : answer;
  }

  /** The same with a third answer, which closes the preview and is no decision about the change. */
  proposeOr(change: ProposedChange, other: string): Promise<PreviewOutcome | "other"> {
    return this.#propose(change, other);
  }

  async #propose(
    change: ProposedChange,
    other: string | undefined,
    signal?: AbortSignal,
  ): Promise<PreviewOutcome | "other"> {
    if (signal?.aborted === true) {
      return "dismissed";
    }
    const normalised = { ...change, newText: withLineEnds(change.newText, lineEndOf(change)) };
    if (change.baseVersion !== undefined && normalised.newText === change.baseText) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("The proposal changes nothing in {0}.", nameOf(change)),
      );
      return "refused";
    }
    const key = change.uri.toString();
    this.#previewByKey.get(key)?.decide("discard");
    const decision = Promise.withResolvers<Choice>();
    const preview = this.#register(key, normalised, other, decision.resolve);
    const onAbort = (): void => decision.resolve("discard");
    signal?.addEventListener("abort", onAbort, { once: true });
    try {
      await this.#show(preview);
      this.#ask(preview);
      const choice = await decision.promise;
      if (choice === "other") {
        return choice;
      }
      const reviewMs = Math.round(this.#clock.monotonicMs() - preview.openedAtMs);
      const outcome = choice === "apply" ? await this.#apply(preview.change) : "dismissed";
      this.#record(preview.change, outcome, reviewMs);
      if (outcome === "applied") {
        await this.#close(preview);
        await reveal(preview.change);
      }
      return outcome;
    } finally {
      signal?.removeEventListener("abort", onAbort);
      if (this.#previewByKey.get(key) === preview) {
        this.#previewByKey.delete(key);
      }
      await this.#close(preview);
    }
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#textByUri.get(uri.toString()) ?? "";
  }

  dispose(): void {
    for (const preview of this.#previewByKey.values()) {
      preview.decide("discard");
    }
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  #register(
    key: string,
    change: ProposedChange,
    other: string | undefined,
    decide: (choice: Choice) => void,
  ): OpenPreview {
    this.#lastNumber += 1;
    const side = (name: string): vscode.Uri =>
      vscode.Uri.from({ scheme: previewScheme, path: change.uri.path, query: `${this.#lastNumber}-${name}` });
    const preview: OpenPreview = {
      change,
      left: side("before"),
      right: side("after"),
      openedAtMs: this.#clock.monotonicMs(),
      other,
      decide,
    };
    this.#textByUri.set(preview.left.toString(), change.baseText);
    this.#textByUri.set(preview.right.toString(), change.newText);
    this.#previewByKey.set(key, preview);
    return preview;
  }

  async #show({ change, left, right }: OpenPreview): Promise<void> {
    await vscode.commands.executeCommand("vscode.diff", left, right, change.title, {
      preview: false,
    } satisfies vscode.TextDocumentShowOptions);
    for (const side of [left, right]) {
      const document = await vscode.workspace.openTextDocument(side);
      if (document.languageId !== change.languageId) {
        await vscode.languages
          .setTextDocumentLanguage(document, change.languageId)
          .then(undefined, () => undefined);
      }
    }
  }

  #ask(preview: OpenPreview): void {
    const apply = vscode.l10n.t("Apply");
    const discard = vscode.l10n.t("Discard");
    const text =
      preview.change.baseVersion === undefined
        ? vscode.l10n.t(
            "Flywheel proposes the new file {0}. Nothing is written until you apply it.",
            nameOf(preview.change),
          )
        : vscode.l10n.t(
            "Flywheel proposes a change of {0}. Nothing is written until you apply it.",
            nameOf(preview.change),
          );
    const { other } = preview;
    const answers = other === undefined ? [apply, discard] : [apply, other, discard];
    void vscode.window.showInformationMessage(text, ...answers).then((answer) => {
      if (answer !== undefined) {
        preview.decide(answer === apply ? "apply" : answer === other ? "other" : "discard");
      }
    });
  }

  async #apply(change: ProposedChange): Promise<PreviewOutcome> {
    return change.baseVersion === undefined ? this.#createFile(change) : this.#changeFile(change);
  }

  async #createFile(change: ProposedChange): Promise<PreviewOutcome> {
    const exists = await vscode.workspace.fs.stat(change.uri).then(
      () => true,
      () => false,
    );
    if (exists) {
      return refuse(
        vscode.l10n.t("{0} exists by now and was left as it is. Run the command again.", nameOf(change)),
      );
    }
    const edit = new vscode.WorkspaceEdit();
    edit.createFile(change.uri, {
      overwrite: false,
      ignoreIfExists: false,
      contents: new TextEncoder().encode(change.newText),
    });
    return this.#write(change, edit, [change.newText]);
  }

  async #changeFile(change: ProposedChange): Promise<PreviewOutcome> {
    const document = await vscode.workspace.openTextDocument(change.uri).then(
      (opened) => opened,
      () => undefined,
    );
    if (document === undefined) {
      return refuse(vscode.l10n.t("{0} cannot be opened any more, so nothing was written.", nameOf(change)));
    }
    // A smaller version is a document closed and opened again; its text decides.
    const isSameVersion = document.version <= (change.baseVersion ?? 0);
    if (!isSameVersion || document.getText() !== change.baseText) {
      return refuse(
        vscode.l10n.t(
          "{0} has changed since this was proposed, so nothing was written. Run the command again.",
          nameOf(change),
        ),
      );
    }
    const edit = new vscode.WorkspaceEdit();
    const changes = toTextChanges(change.baseText, findLineChanges(change.baseText, change.newText));
    for (const { startOffset, endOffset, newText } of changes) {
      edit.replace(
        change.uri,
        new vscode.Range(document.positionAt(startOffset), document.positionAt(endOffset)),
        newText,
      );
    }
    return this.#write(
      change,
      edit,
      changes.map(({ newText }) => newText),
    );
  }

  async #write(
    change: ProposedChange,
    edit: vscode.WorkspaceEdit,
    insertedTexts: string[],
  ): Promise<PreviewOutcome> {
    this.#willApply.fire({ uri: change.uri, feature: change.feature, rid: change.rid, insertedTexts });
    if (await vscode.workspace.applyEdit(edit)) {
      return "applied";
    }
    return refuse(
      vscode.l10n.t("The editor did not accept the change of {0}; nothing was written.", nameOf(change)),
    );
  }

  #record(change: ProposedChange, outcome: PreviewOutcome, reviewMs: number): void {
    const size = measureChanges(findLineChanges(change.baseText, change.newText));
    this.#events.record(
      { type: "edit.apply", rid: change.rid, feature: change.feature, ...size, reviewMs, outcome },
      { languageId: change.languageId, path: change.path },
    );
  }

  /** Of the named preview, else of the one in the active editor, else of the only one. */
  #decideFor(uri: unknown, choice: "apply" | "discard"): void {
    const previews = [...this.#previewByKey.values()];
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const named =
      uri instanceof vscode.Uri ? uri : input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
    const found = previews.find(({ left, right }) => isSame(right, named) || isSame(left, named));
    const preview = found ?? (previews.length === 1 ? previews[0] : undefined);
    preview?.decide(choice);
  }

  #discardClosed(tabs: readonly vscode.Tab[]): void {
    for (const { input } of tabs) {
      if (input instanceof vscode.TabInputTextDiff) {
        const preview = [...this.#previewByKey.values()].find(({ right }) => isSame(right, input.modified));
        preview?.decide("discard");
      }
    }
  }

  async #close(preview: OpenPreview): Promise<void> {
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(
        ({ input }) => input instanceof vscode.TabInputTextDiff && isSame(preview.right, input.modified),
      );
    await vscode.window.tabGroups.close(tabs).then(undefined, () => undefined);
    this.#textByUri.delete(preview.left.toString());
    this.#textByUri.delete(preview.right.toString());
  }
}

/** Shows the file where it was changed. */
async function reveal({ uri, baseText, newText }: ProposedChange): Promise<void> {
  const [first] = findLineChanges(baseText, newText);
  const at = new vscode.Position(first?.startLine ?? 0, 0);
  const shown = vscode.window.showTextDocument(uri, { preview: false, selection: new vscode.Range(at, at) });
  await shown.then(undefined, () => undefined);
}

function refuse(text: string): "refused" {
  void vscode.window.showWarningMessage(text);
  return "refused";
}

function lineEndOf(change: ProposedChange): "\n" | "\r\n" {
  return change.baseText.includes("\r\n") ? "\r\n" : "\n";
}

function nameOf(change: ProposedChange): string {
  return change.uri.path.slice(change.uri.path.lastIndexOf("/") + 1);
}

function isSame(a: vscode.Uri, b: vscode.Uri | undefined): boolean {
  return a.toString() === b?.toString();
}
