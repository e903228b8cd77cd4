import * as vscode from "vscode";
import type { GatedBackend } from "../../core/egress/outbound.ts";
import { AssistantError } from "../../core/errors.ts";
import { askChat, type ChatReply } from "../../core/review/askChat.ts";
import { buildReviewPrompt } from "../../core/review/reviewPrompt.ts";
import { readReview, type ModelFinding } from "../../core/review/reviewReply.ts";
import type { RuleFinding } from "../../core/review/rule.ts";
import { commandIds, type Command } from "../commandIds.ts";
import { resolveCodeTarget, type CodeTarget } from "../codeTarget.ts";
import { linesOf, targetName } from "../targetName.ts";
import { logRequest } from "../review/requestLog.ts";
import type { ReviewDeps } from "../review/reviewDeps.ts";
import { runWithProgress } from "../review/runWithProgress.ts";
import type { Finding } from "../review/trackedFinding.ts";

/** What a search came to. */
interface Search {
  readonly findings: readonly Finding[];
  readonly dropped: number;
  readonly range: vscode.Range;
  /** What kept it from its end: the length of the code, or an answer that broke off. */
  readonly cutBy?: "length" | "answer" | undefined;
}

/**
 * Searches a selection, function or file for bugs, by the chat backend or by the rules of the offline one.
 * Returns the findings as plain objects, or undefined when there was no search.
 */
export class FindBugs implements Command {
  readonly id = commandIds.findBugs;
  readonly #deps: ReviewDeps;

  constructor(deps: ReviewDeps) {
    this.#deps = deps;
  }

  async run(...args: readonly unknown[]): Promise<unknown> {
    const target = await resolveCodeTarget(
      args,
      { whole: "file" },
      this.#deps.worker,
      new AbortController().signal,
    );
    if (target === undefined) {
      return undefined;
    }
    const title = vscode.l10n.t("Flywheel: finding bugs in {0}", targetName(target));
    const version = target.document.version;
    const backend = await this.#deps.backends.forRole("chat");
    const search = await runWithProgress(title, backend === undefined, (signal) =>
      this.#search(target, backend, signal),
    );
    if (search === undefined) {
      return undefined;
    }
    if (target.document.version !== version) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          "{0} changed during the search, so its findings were thrown away. Run it again.",
          fileName(target),
        ),
      );
      return undefined;
    }
    this.#deps.findings.replace(target.document, search.range, search.findings);
    void this.#report(target, backend, search);
    return search.findings.map(({ range, message, origin, rule }) => ({
      line: range.start.line + 1,
      message,
      origin,
      rule,
    }));
  }

  async #search(target: CodeTarget, backend: GatedBackend | undefined, signal: AbortSignal): Promise<Search> {
    const { clock, events, random } = this.#deps;
    const rid = random.uuid();
    const startMs = clock.monotonicMs();
    let reply: ChatReply | undefined;
    let error: unknown;
    try {
      const search =
        backend === undefined
          ? await this.#searchByRules(target, rid, signal)
          : await this.#searchByModel(target, backend, rid, { signal, onReply: (value) => (reply = value) });
      events.record(
        { type: "findings", rid, reported: search.findings.length, dropped: search.dropped, dismissed: 0 },
        { languageId: target.languageId, path: target.path },
      );
      return search;
    } catch (thrown) {
      error = thrown;
      throw thrown;
    } finally {
      logRequest(
        events,
        {
          rid,
          feature: "findBugs",
          identity: backend?.identity,
          durationMs: clock.monotonicMs() - startMs,
          languageId: target.languageId,
          path: target.path,
        },
        { reply, error, signal },
      );
    }
  }

  async #searchByRules(target: CodeTarget, rid: string, signal: AbortSignal): Promise<Search> {
    const { document, range, languageId } = target;
    const { hasGrammar, findings } = await this.#deps.worker.call(
      "code.findBugs",
      {
        languageId,
        text: document.getText(),
        startOffset: document.offsetAt(range.start),
        endOffset: document.offsetAt(range.end),
      },
      signal,
    );
    if (!hasGrammar) {
      throw new AssistantError("offlineCannot", `There are no rules for ${languageId}.`);
    }
    const shown = findings.map((finding) => this.#fromRule(document, finding, rid));
    return { findings: shown, dropped: 0, range };
  }

  #fromRule(document: vscode.TextDocument, finding: RuleFinding, rid: string): Finding {
    const rangeOf = (start: number, end: number): vscode.Range =>
      new vscode.Range(document.positionAt(start), document.positionAt(end));
    const { translator } = this.#deps;
    return {
      origin: "rule",
      rule: finding.rule,
      range: rangeOf(finding.startOffset, finding.endOffset),
      message: translator.answer(finding.message),
      fix:
        finding.fix === undefined
          ? undefined
          : {
              title: translator.text(finding.fix.title),
              edits: finding.fix.edits.map(({ startOffset, endOffset, newText }) => ({
                range: rangeOf(startOffset, endOffset),
                newText,
              })),
            },
      rid,
    };
  }

  async #searchByModel(
    target: CodeTarget,
    backend: GatedBackend,
    rid: string,
    { signal, onReply }: { signal: AbortSignal; onReply: (reply: ChatReply) => void },
  ): Promise<Search> {
    const { document, range, path, languageId } = target;
    const text = document.getText();
    const { version } = document;
    const [startLine, endLine] = linesOf(range);
    const { request, code } = buildReviewPrompt(
      {
        path,
        languageId,
        text,
        startLine,
        endLine,
        language: this.#deps.translator.isAnsweringInChinese ? "zh-cn" : "en",
      },
      backend.chat.limits,
    );
    const reply = await askChat(backend.chat, request, this.#deps.clock, signal);
    onReply(reply);
    const { findings, dropped } = readReview(reply.text, text, code);
    return {
      // A text that was shortened meanwhile has no such lines any more; the caller throws the search away.
      findings: document.version === version ? findings.map((each) => fromModel(document, each, rid)) : [],
      dropped,
      range: new vscode.Range(code.startLine - 1, 0, code.endLine - 1, Number.MAX_SAFE_INTEGER),
      cutBy:
        code.isCut || reply.endReason === "length"
          ? "length"
          : reply.endReason === "stop"
            ? undefined
            : "answer",
    };
  }

  async #report(target: CodeTarget, backend: GatedBackend | undefined, search: Search): Promise<void> {
    const name = targetName(target);
    const count = search.findings.length;
    const rest = {
      none: "",
      length: ` ${vscode.l10n.t("The code was too long to be searched to its end.")}`,
      answer: ` ${vscode.l10n.t("The answer was cut off before its end.")}`,
    }[search.cutBy ?? "none"];
    if (count === 0) {
      const text =
        backend === undefined
          ? vscode.l10n.t(
              "The offline rules find nothing in {0}. They know a few certain mistakes only.",
              name,
            )
          : vscode.l10n.t("The model reports no bugs in {0}.", name);
      void vscode.window.showInformationMessage(text + rest);
      return;
    }
    const show = vscode.l10n.t("Show Problems");
    const text =
      count === 1
        ? vscode.l10n.t("1 possible bug in {0}.", name)
        : vscode.l10n.t("{0} possible bugs in {1}.", count, name);
    if ((await vscode.window.showInformationMessage(text + rest, show)) === show) {
      await vscode.commands.executeCommand("workbench.actions.view.problems");
    }
  }
}

function fromModel(document: vscode.TextDocument, finding: ModelFinding, rid: string): Finding {
  const first = document.lineAt(finding.startLine - 1);
  const last = document.lineAt(finding.endLine - 1);
  const lines = new vscode.Range(first.range.start, last.range.end);
  return {
    origin: "model",
    rule: undefined,
    range: new vscode.Range(
      first.lineNumber,
      first.firstNonWhitespaceCharacterIndex,
      last.lineNumber,
      last.text.trimEnd().length,
    ),
    message: finding.explanation,
    fix:
      finding.replacement === undefined
        ? undefined
        : {
            title: vscode.l10n.t("Apply the model's fix"),
            edits: [{ range: lines, newText: finding.replacement }],
          },
    rid,
  };
}

function fileName({ path }: CodeTarget): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
