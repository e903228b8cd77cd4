import * as vscode from "vscode";
import { findLineChanges } from "../../core/code/lineChanges.ts";
import type { GatedBackend } from "../../core/egress/outbound.ts";
import type { Message } from "../../core/messages.ts";
import type { ChatReply } from "../../core/review/askChat.ts";
import type { TestProject } from "../../core/testing/testProject.ts";
import { commandIds, type Command } from "../commandIds.ts";
import type { CodeTarget } from "../codeTarget.ts";
import type { PreviewOutcome, ProposedChange } from "../editPreview.ts";
import { logRequest } from "../review/requestLog.ts";
import { runWithProgress } from "../review/runWithProgress.ts";
import { chooseTestTarget } from "../testing/chooseTestTarget.ts";
import { confirmTestProject, decidedFromArgument } from "../testing/confirmTestProject.ts";
import type { TestingDeps } from "../testing/testingDeps.ts";
import { translatingBadReply, writeTests } from "../testing/writeTests.ts";
import { rootOf } from "../workspaceFileSource.ts";

/** Tests that are ready to be looked at. */
interface Proposal {
  readonly change: ProposedChange;
  /** Zero where the language has no grammar to count by. */
  readonly made: number;
  readonly notes: readonly Message[];
}

/** What a caller learns: where the tests are and how many were proposed. */
export interface GeneratedTests {
  readonly testPath: string;
  readonly framework: string | null;
  readonly made: number;
  readonly outcome: PreviewOutcome;
}

/**
 * Writes tests for a selection, function or picked symbol, shows them as a diff, and puts them into the
 * project when the user accepts. Nothing is written before. Arguments, all optional: the file, the range,
 * and `{ testPath? }` for a caller that needs no question about the target.
 */
export class GenerateTests implements Command {
  readonly id = commandIds.generateTests;
  readonly #deps: TestingDeps;

  constructor(deps: TestingDeps) {
    this.#deps = deps;
  }

  async run(...args: readonly unknown[]): Promise<GeneratedTests | undefined> {
    const { signal } = new AbortController();
    const target = await chooseTestTarget(args, this.#deps.worker, signal);
    if (target === undefined) {
      return undefined;
    }
    const subject = target.symbolName ?? nameOf(target.path);
    const { root, path } = rootOf(target.uri);
    const project = await confirmTestProject({
      ...{ subject, root, path },
      languageId: target.languageId,
      decided: decidedFromArgument(args[2]),
    });
    if (project === undefined) {
      return undefined;
    }
    const backend = await this.#deps.backends.forRole("chat");
    const testUri = vscode.Uri.joinPath(root, project.testPath);
    const proposal = await runWithProgress(
      vscode.l10n.t("Flywheel: writing tests for {0}", subject),
      backend === undefined,
      (progressSignal) => this.#propose(target, project, backend, testUri, progressSignal),
    );
    if (proposal === undefined) {
      return undefined;
    }
    this.#tell(project, proposal.notes);
    const outcome = await this.#deps.preview.propose(proposal.change);
    await this.#finish(proposal, outcome);
    return { testPath: project.testPath, framework: project.framework, made: proposal.made, outcome };
  }

  async #propose(
    target: CodeTarget,
    project: TestProject,
    backend: GatedBackend | undefined,
    testUri: vscode.Uri,
    signal: AbortSignal,
  ): Promise<Proposal> {
    const { clock, events, random, translator, worker } = this.#deps;
    const rid = random.uuid();
    const startMs = clock.monotonicMs();
    let reply: ChatReply | undefined;
    let error: unknown;
    try {
      const onReply = (value: ChatReply): void => void (reply = value);
      const written = await writeTests(target, project, backend, this.#deps, { signal, onReply });
      const document = project.testExists ? await vscode.workspace.openTextDocument(testUri) : undefined;
      const existing = document?.getText() ?? "";
      const merged =
        existing.trim() === ""
          ? { text: written.code, addedCases: written.caseCount ?? 0, renamed: [] }
          : await translatingBadReply(translator, () =>
              worker.call(
                "testing.merge",
                { languageId: project.languageId, existing, added: written.code, path: project.testPath },
                signal,
              ),
            );
      const change: ProposedChange = {
        uri: testUri,
        baseVersion: document?.version,
        baseText: existing,
        newText: merged.text,
        title: vscode.l10n.t("Tests for {0}", target.symbolName ?? nameOf(target.path)),
        feature: "tests",
        rid,
        path: project.testPath,
        languageId: project.languageId,
      };
      return {
        change,
        made: merged.addedCases,
        notes: [...written.notes, ...notesOf(project, merged.renamed)],
      };
    } catch (thrown) {
      error = thrown;
      throw thrown;
    } finally {
      const durationMs = clock.monotonicMs() - startMs;
      const { languageId, path } = target;
      logRequest(
        events,
        { rid, feature: "tests", identity: backend?.identity, durationMs, languageId, path },
        { reply, error, signal },
      );
    }
  }

  /** Notes stand beside the preview, so that they are read before the tests are accepted. */
  #tell(project: TestProject, notes: readonly Message[]): void {
    if (notes.length > 0) {
      const text = notes.map((note) => this.#deps.translator.text(note)).join(" ");
      void vscode.window.showWarningMessage(`${nameOf(project.testPath)}: ${text}`);
    }
  }

  async #finish({ change, made }: Proposal, outcome: PreviewOutcome): Promise<void> {
    const { rid, languageId, path } = change;
    const isApplied = outcome === "applied";
    this.#deps.events.record(
      { type: "test.generate", rid, made, compiled: 0, firstPass: 0, kept: isApplied ? made : 0 },
      { languageId, path },
    );
    if (isApplied) {
      await showAdded(change);
    }
  }
}

/** Opens the file at the tests that are new; imports come first in it, tests last. */
async function showAdded({ uri, baseText, newText }: ProposedChange): Promise<void> {
  const last = findLineChanges(baseText, newText).at(-1);
  const added = /^\s*/.exec(last?.newText ?? "")?.[0].split("\n").length ?? 1;
  const line = baseText === "" ? 0 : (last?.startLine ?? 0) + countBefore(baseText, newText) + added - 1;
  const selection = new vscode.Range(line, 0, line, 0);
  await vscode.window.showTextDocument(uri, { preview: false, selection });
}

/** Lines that all changes but the last have added above it. */
function countBefore(baseText: string, newText: string): number {
  return findLineChanges(baseText, newText)
    .slice(0, -1)
    .reduce(
      (sum, change) => sum + (change.newText.match(/\n/g)?.length ?? 0) - (change.endLine - change.startLine),
      0,
    );
}

function notesOf(project: TestProject, renamed: readonly string[]): Message[] {
  const notes: Message[] = [];
  if (renamed.length > 0) {
    notes.push({ id: "testing.note.renamed", args: [renamed.join(", ")] });
  }
  if (project.unlistedInPath !== null) {
    notes.push({ id: "testing.note.unlisted", args: [project.unlistedInPath, project.testPath] });
  }
  return notes;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
