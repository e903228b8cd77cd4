import * as vscode from "vscode";
import { withLineEnds } from "../../core/code/lineChanges.ts";
import type { GatedBackend } from "../../core/egress/outbound.ts";
import { AssistantError } from "../../core/errors.ts";
import { askChat, type ChatReply } from "../../core/review/askChat.ts";
import { buildFixPrompt } from "../../core/review/fixPrompt.ts";
import { applyFixReply } from "../../core/review/fixReply.ts";
import { commandIds, type Command } from "../commandIds.ts";
import { findCodePlace, workspacePathOf } from "../codeTarget.ts";
import type { PreviewOutcome } from "../editPreview.ts";
import { showError } from "../errorText.ts";
import { pickDiagnostic } from "../review/pickDiagnostic.ts";
import { logRequest } from "../review/requestLog.ts";
import type { ReviewDeps } from "../review/reviewDeps.ts";
import { runWithProgress } from "../review/runWithProgress.ts";
import type { Finding } from "../review/trackedFinding.ts";

/**
 * Repairs a problem that any extension reported: by a finding's own edit, else by the chat backend, always
 * through a preview. Arguments: `(uri, range, message?)`; without them, the problem nearest to the cursor.
 * Returns the preview's outcome, or undefined when it did not come to one.
 */
export class FixProblem implements Command {
  readonly id = commandIds.fixProblem;
  readonly #deps: ReviewDeps;

  constructor(deps: ReviewDeps) {
    this.#deps = deps;
  }

  async run(...args: readonly unknown[]): Promise<PreviewOutcome | undefined> {
    const place = await findCodePlace(args);
    if (place === undefined) {
      return undefined;
    }
    const { document, range } = place;
    const message = typeof args[2] === "string" ? args[2] : undefined;
    const diagnostic = await pickDiagnostic(document.uri, range, message);
    if (diagnostic === undefined) {
      return undefined;
    }
    const finding = this.#deps.findings.findFor(document.uri, diagnostic);
    if (finding?.fix !== undefined) {
      return this.previewFinding(document, finding);
    }
    const backend = await this.#deps.backends.forRole("chat");
    if (backend === undefined) {
      void showError(new AssistantError("offlineCannot", "A repair of this problem needs a chat backend."));
      return undefined;
    }
    return this.#fixByModel(document, diagnostic, backend);
  }

  /** Previews the edit that a finding carries. */
  async previewFinding(document: vscode.TextDocument, finding: Finding): Promise<PreviewOutcome | undefined> {
    const { fix, rid } = finding;
    if (fix === undefined) {
      return undefined;
    }
    const baseText = document.getText();
    const edits = [...fix.edits].sort((a, b) => b.range.start.compareTo(a.range.start));
    let newText = baseText;
    for (const { range, newText: inserted } of edits) {
      newText =
        newText.slice(0, document.offsetAt(range.start)) +
        inserted +
        newText.slice(document.offsetAt(range.end));
    }
    return this.#propose(document, { baseText, newText, version: document.version, rid });
  }

  async #fixByModel(
    document: vscode.TextDocument,
    diagnostic: vscode.Diagnostic,
    backend: GatedBackend,
  ): Promise<PreviewOutcome | undefined> {
    const rid = this.#deps.random.uuid();
    const baseText = document.getText();
    const { version } = document;
    const newText = await runWithProgress(
      vscode.l10n.t("Flywheel: fixing a problem in {0}", nameOf(document)),
      false,
      (signal) => this.#askForFix({ document, diagnostic, baseText, rid }, backend, signal),
    );
    return newText === undefined ? undefined : this.#propose(document, { baseText, newText, version, rid });
  }

  async #askForFix(
    problem: { document: vscode.TextDocument; diagnostic: vscode.Diagnostic; baseText: string; rid: string },
    backend: GatedBackend,
    signal: AbortSignal,
  ): Promise<string> {
    const { document, diagnostic, baseText, rid } = problem;
    const { clock, events } = this.#deps;
    const path = workspacePathOf(document.uri);
    const { languageId } = document;
    const startMs = clock.monotonicMs();
    let reply: ChatReply | undefined;
    let error: unknown;
    try {
      const prompt = buildFixPrompt(
        {
          path,
          languageId,
          text: baseText,
          startLine: diagnostic.range.start.line + 1,
          endLine: diagnostic.range.end.line + 1,
          message: diagnostic.message,
          source: [diagnostic.source, codeOf(diagnostic)].filter((part) => part !== undefined).join(" "),
        },
        backend.chat.limits,
      );
      reply = await askChat(backend.chat, prompt, clock, signal);
      const hint = {
        startOffset: document.offsetAt(diagnostic.range.start),
        endOffset: document.offsetAt(diagnostic.range.end),
      };
      return applyFixReply(reply, baseText, hint);
    } catch (thrown) {
      error = thrown;
      throw thrown;
    } finally {
      const durationMs = clock.monotonicMs() - startMs;
      logRequest(
        events,
        { rid, feature: "fix", identity: backend.identity, durationMs, languageId, path },
        { reply, error, signal },
      );
    }
  }

  #propose(
    document: vscode.TextDocument,
    { baseText, newText, version, rid }: { baseText: string; newText: string; version: number; rid: string },
  ): Promise<PreviewOutcome> {
    return this.#deps.preview.propose({
      uri: document.uri,
      baseVersion: version,
      baseText,
      newText: withLineEnds(newText, document.eol === vscode.EndOfLine.CRLF ? "\r\n" : "\n"),
      title: vscode.l10n.t("{0}: proposed fix", nameOf(document)),
      feature: "fix",
      rid,
      path: workspacePathOf(document.uri),
      languageId: document.languageId,
    });
  }
}

function codeOf({ code }: vscode.Diagnostic): string | undefined {
  const value = typeof code === "object" ? code.value : code;
  return value === undefined ? undefined : String(value);
}

function nameOf({ uri }: vscode.TextDocument): string {
  return uri.path.slice(uri.path.lastIndexOf("/") + 1);
}
