import * as vscode from "vscode";
import type { ChatTurn } from "../../core/chat/conversation.ts";
import { pathOfFenceInfo } from "../../core/chat/fileLink.ts";
import type { PlaceholderRestorer } from "../../core/egress/outbound.ts";
import type { RefusalReason } from "../../core/text/anchoredEdit.ts";
import { planApply, type ApplyHint } from "../../core/text/planApply.ts";
import { deriveReindent, indentOf, reindentLines } from "../../core/text/reindent.ts";
import { workspacePathOf } from "../codeTarget.ts";
import type { EditPreview, PreviewOutcome } from "../editPreview.ts";

interface Candidate {
  readonly document: vscode.TextDocument;
  readonly hint: ApplyHint | undefined;
}

function complaintFor(reason: RefusalReason, path: string): string {
  const t = vscode.l10n.t;
  const texts: Readonly<Record<RefusalReason, string>> = {
    missing: t(
      "Nothing was changed: there is no certain place for this code in {0}. Insert it at the cursor instead.",
      path,
    ),
    ambiguous: t(
      "Nothing was changed: more than one place in {0} fits this code. Select the lines it replaces and ask again.",
      path,
    ),
    elided: t("Nothing was changed: this code leaves parts of {0} out. Ask for the whole function.", path),
    unchanged: t("{0} has this code already.", path),
  };
  return texts[reason];
}

/** What the buttons of a code block do. Writing goes through the preview, always. */
export class CodeBlockActions {
  readonly #preview: EditPreview;
  readonly #secrets: PlaceholderRestorer;

  constructor(preview: EditPreview, secrets: PlaceholderRestorer) {
    this.#preview = preview;
    this.#secrets = secrets;
  }

  async copy(code: string): Promise<void> {
    await vscode.env.clipboard.writeText(code);
  }

  /** At the cursor of the active editor, in place of its selection. */
  async insert(turn: ChatTurn, code: string): Promise<PreviewOutcome> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t("No file is open. Open the file the code goes into and put the cursor there."),
      );
      return "refused";
    }
    const { document, selection } = editor;
    const text = document.getText();
    const start = document.offsetAt(selection.start);
    const end = document.offsetAt(selection.end);
    const before = document.lineAt(selection.start.line).text.slice(0, selection.start.character);
    const after = document.lineAt(selection.end.line).text.slice(selection.end.character);
    const inserted = fitBetween(before, after, this.#restore(document, code));
    const newText = text.slice(0, start) + inserted + text.slice(end);
    return this.#propose(document, newText, turn, vscode.l10n.t("Insert into {0}", nameOf(document)));
  }

  /** In the file that the block names, that the question was about, or that is open, in this order. */
  async apply(turn: ChatTurn, code: string, info: string): Promise<PreviewOutcome> {
    const candidates = await this.#candidates(turn, info);
    let refusal: { readonly reason: RefusalReason; readonly path: string } | undefined;
    for (const { document, hint } of candidates) {
      const plan = planApply(document.getText(), this.#restore(document, code), hint);
      if (plan.kind === "found") {
        return this.#propose(document, plan.newText, turn, vscode.l10n.t("Apply to {0}", nameOf(document)));
      }
      // A file that nearly fits says more than the last one tried.
      if (refusal === undefined || refusal.reason === "missing") {
        refusal = { reason: plan.reason, path: workspacePathOf(document.uri) };
      }
    }
    void vscode.window.showWarningMessage(
      refusal === undefined
        ? vscode.l10n.t("No file is open. Open the file the code goes into and apply again.")
        : complaintFor(refusal.reason, refusal.path),
    );
    return "refused";
  }

  async #candidates(turn: ChatTurn, info: string): Promise<readonly Candidate[]> {
    const named = pathOfFenceInfo(info);
    const namedUris =
      named === undefined ? [] : await vscode.workspace.findFiles(`**/${named}`, undefined, 2);
    const [onlyNamed] = namedUris;
    const byUri = new Map<string, Candidate>();
    const add = async (uri: vscode.Uri): Promise<void> => {
      const document = await vscode.workspace.openTextDocument(uri).then(
        (opened) => opened,
        () => undefined,
      );
      if (document !== undefined && !byUri.has(uri.toString())) {
        byUri.set(uri.toString(), { document, hint: hintFor(document, turn) });
      }
    };
    if (onlyNamed !== undefined && namedUris.length === 1) {
      await add(onlyNamed);
      return [...byUri.values()];
    }
    for (const { reference } of turn.attachments) {
      await add(vscode.Uri.parse(reference.uri));
    }
    const active = vscode.window.activeTextEditor;
    if (active !== undefined) {
      await add(active.document.uri);
    }
    return [...byUri.values()];
  }

  /** Secrets of the file that the model saw as placeholders become themselves again. */
  #restore(document: vscode.TextDocument, code: string): string {
    const { text, left } = this.#secrets.restoreInto(workspacePathOf(document.uri), code);
    if (left > 0) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          "The code names {0} secrets of other files by placeholders. Fill them in yourself.",
          left,
        ),
      );
    }
    return text;
  }

  #propose(
    document: vscode.TextDocument,
    newText: string,
    turn: ChatTurn,
    title: string,
  ): Promise<PreviewOutcome> {
    return this.#preview.propose({
      uri: document.uri,
      baseVersion: document.version,
      baseText: document.getText(),
      newText,
      title,
      feature: turn.feature,
      rid: turn.id,
      path: workspacePathOf(document.uri),
      languageId: document.languageId,
    });
  }
}

/** Where the selected code of the question is now, if it still is there exactly once. */
function hintFor(document: vscode.TextDocument, turn: ChatTurn): ApplyHint | undefined {
  const attachment = turn.attachments.find(
    ({ reference, kind }) => kind === "selection" && reference.uri === document.uri.toString(),
  );
  if (attachment === undefined || attachment.text.trim() === "") {
    return undefined;
  }
  const text = document.getText();
  const startOffset = text.indexOf(attachment.text);
  return startOffset === -1 || text.includes(attachment.text, startOffset + 1)
    ? undefined
    : { startOffset, endOffset: startOffset + attachment.text.length };
}

/** The code as it goes between `before` and `after`, the rest of its line: on lines of its own at a line's start. */
function fitBetween(before: string, after: string, code: string): string {
  if (before.trim() !== "") {
    return code;
  }
  const lines = code.trimEnd().split(/\r\n|\n/);
  const own = indentOf(lines.find((line) => line.trim() !== "") ?? "");
  const placed = reindentLines(lines, deriveReindent([[own, before]]) ?? ((same) => same)) ?? lines;
  const text = placed.join("\n");
  const begun = text.startsWith(before) ? text.slice(before.length) : text;
  return after.trim() === "" ? begun : `${begun}\n${before}`;
}

function nameOf(document: vscode.TextDocument): string {
  return document.uri.path.slice(document.uri.path.lastIndexOf("/") + 1);
}
