import * as vscode from "vscode";
import { joinSentences } from "../../core/text/joinSentences.ts";
import type { Message } from "../../core/messages.ts";
import { sameCase, type TestCaseId } from "../../core/testing/run/runResults.ts";
import type { TestProject } from "../../core/testing/testProject.ts";
import { commandIds, type Command } from "../commandIds.ts";
import type { PreviewOutcome, ProposedChange } from "../editPreview.ts";
import { targetName } from "../targetName.ts";
import { runWithProgress } from "../review/runWithProgress.ts";
import { chooseCases, chooseTests } from "../testing/chooseTests.ts";
import { chooseTestTarget } from "../testing/chooseTestTarget.ts";
import { draftTests, type Draft, type DraftRequest } from "../testing/draftTests.ts";
import { countOf, summaryText } from "../testing/resultsText.ts";
import type { KeptDecisions } from "../testing/keptDecisions.ts";
import { settleTests } from "../testing/settleTests.ts";
import { showAdded } from "../testing/showAdded.ts";
import type { SettledTests } from "../testing/testResults.ts";
import type { TestingDeps } from "../testing/testingDeps.ts";
import { translatingBadReply } from "../testing/writeTests.ts";
import { rootOf } from "../workspaceFileSource.ts";

/** Tests that are ready to be looked at. */
interface Proposal {
  readonly change: ProposedChange;
  /** The tests alone, before they were put into the file. */
  readonly code: string;
  /** The build file that has to name the new file. */
  readonly buildChange: ProposedChange | undefined;
  /** Zero where the language has no grammar to count by. */
  readonly made: number;
  readonly cases: readonly TestCaseId[];
  readonly newNames: ReadonlyMap<string, string>;
  readonly notes: readonly Message[];
}

/** What a caller learns: where the tests are, how many were proposed, and how many of them have passed. */
export interface GeneratedTests {
  readonly testPath: string;
  readonly framework: string | null;
  readonly made: number;
  /** Null where nothing was run. */
  readonly passed: number | null;
  readonly outcome: PreviewOutcome;
}

/**
 * Writes tests for a selection, function or picked symbol, runs them in a copy of the project where the
 * user has allowed it, shows what is kept as a diff, and puts that into the project when the user accepts.
 * Nothing is written before. Arguments, all optional: the file, the range, and `{ testPath? }` for a caller
 * that needs no question; such a caller's tests are run only where running was confirmed before.
 */
export class GenerateTests implements Command {
  readonly id = commandIds.generateTests;
  readonly #deps: TestingDeps;
  readonly #kept: KeptDecisions;

  constructor(deps: TestingDeps, kept: KeptDecisions) {
    this.#deps = deps;
    this.#kept = kept;
  }

  async run(...args: readonly unknown[]): Promise<GeneratedTests | undefined> {
    const { backends, random } = this.#deps;
    const { signal } = new AbortController();
    const target = await chooseTestTarget(args, this.#deps.worker, signal);
    if (target === undefined) {
      return undefined;
    }
    const { root } = rootOf(target.uri);
    const backend = await backends.forRole("chat");
    const rid = random.uuid();
    const settled = await settleTests(
      { target, root, backend, argument: args[2], rid },
      this.#kept,
      this.#deps,
    );
    if (settled === undefined) {
      return undefined;
    }
    const request: DraftRequest = { target, backend, root, rid, ...settled };
    const draft = await runWithProgress(
      vscode.l10n.t("Flywheel: writing tests for {0}", targetName(target)),
      backend === undefined,
      (progressSignal, report) => draftTests(request, this.#deps, progressSignal, report),
    );
    return draft === undefined ? undefined : this.#present(request, draft);
  }

  async #present(request: DraftRequest, draft: Draft): Promise<GeneratedTests | undefined> {
    const { project, confirmed, root } = request;
    const { results, preview } = this.#deps;
    const { shown, tested } = draft;
    const file = confirmed === undefined ? undefined : { root, project, confirmed };
    if (shown !== undefined && file !== undefined) {
      results.publish(file, shown, tested?.placed?.text ?? "");
    }
    const first = await this.#proposalOf(request, draft);
    if (first === undefined) {
      this.#record(request, draft, 0);
      if (file !== undefined && shown !== undefined) {
        results.settle(file, shown, undefined);
      }
      return undefined;
    }
    this.#tell(project, first.notes, shown !== undefined);
    const { proposal, outcome } = await this.#decide(request, draft, first);
    const isApplied = outcome === "applied";
    if (isApplied && proposal.buildChange !== undefined) {
      await preview.propose(proposal.buildChange);
    }
    this.#record(request, draft, isApplied ? proposal.made : 0);
    if (file !== undefined && shown !== undefined) {
      results.settle(file, shown, isApplied ? await this.#settled(request, proposal) : undefined);
    }
    if (isApplied) {
      await showAdded(proposal.change);
    }
    const passed =
      tested === undefined || tested.cannotRun !== undefined ? null : countOf(tested.verdicts, "passed");
    return { testPath: project.testPath, framework: project.framework, made: proposal.made, passed, outcome };
  }

  async #settled({ project }: DraftRequest, { change, cases, newNames }: Proposal): Promise<SettledTests> {
    const { signal } = new AbortController();
    const text = change.newText;
    const spans = await this.#deps.worker.call("testing.vet", { code: text, source: "", project }, signal);
    return { text, cases, newNames, spans };
  }

  /** Shows the diff, again for a choice of its tests as often as the user makes one. */
  async #decide(
    request: DraftRequest,
    draft: Draft,
    first: Proposal,
  ): Promise<{ readonly proposal: Proposal; readonly outcome: PreviewOutcome }> {
    const { preview, worker } = this.#deps;
    const { languageId } = request.project;
    const { signal } = new AbortController();
    let proposal = first;
    for (;;) {
      if (draft.written.caseCount === null || proposal.made < 2) {
        return { proposal, outcome: await preview.propose(proposal.change) };
      }
      const answer = await preview.proposeOr(proposal.change, vscode.l10n.t("Choose tests …"));
      if (answer !== "other") {
        return { proposal, outcome: answer };
      }
      const { code, notes } = proposal;
      const params = { code, source: "", project: request.project };
      const ids = await worker.call("testing.vet", params, signal);
      const chosen = await chooseCases(ids, draft.tested?.verdicts ?? []);
      if (chosen === undefined || chosen.length === ids.length) {
        continue;
      }
      if (chosen.length === 0) {
        return { proposal, outcome: "dismissed" };
      }
      const others = ids.filter((id) => !chosen.some((each) => sameCase(each, id)));
      const kept = await worker.call("testing.drop", { code, languageId, ids: others }, signal);
      proposal = await this.#proposalFor(request, draft, kept, notes);
    }
  }

  /** The change to show; undefined when nothing is left of the tests, which has then been said. */
  async #proposalOf(request: DraftRequest, draft: Draft): Promise<Proposal | undefined> {
    const { project } = request;
    const { tested, written } = draft;
    if (tested === undefined) {
      return this.#proposalFor(request, draft, written.code, written.notes);
    }
    if (tested.cannotRun !== undefined) {
      this.#warn(
        vscode.l10n.t(
          "The tests could not be run, so nobody knows whether they pass: {0}",
          firstLineOf(tested.cannotRun),
        ),
      );
      return tested.code === "" ? undefined : this.#proposalFor(request, draft, tested.code, written.notes);
    }
    const claims = tested.verdicts.filter(({ state }) => state === "contradicts");
    if (tested.code === "" && (claims.length === 0 || tested.codeWithContradictions === undefined)) {
      this.#warn(
        tested.brokenBy === undefined
          ? vscode.l10n.t(
              "None of the tests for {0} passed, so none is proposed.",
              targetName(request.target),
            )
          : vscode.l10n.t(
              "The tests for {0} do not compile, so none is proposed.",
              targetName(request.target),
            ),
      );
      return undefined;
    }
    const isWhole = tested.verdicts.every(({ state }) => state === "passed");
    const code = tested.codeWithContradictions ?? tested.code;
    if (isWhole) {
      return this.#proposalFor(request, draft, tested.code, written.notes);
    }
    this.#warn(summaryText({ project, verdicts: tested.verdicts }));
    const chosen = await chooseTests(tested.verdicts, this.#deps.translator);
    const others = tested.verdicts.filter(
      (verdict) => chosen?.some((each) => sameCase(each, verdict)) !== true,
    );
    if (chosen === undefined || chosen.length === 0) {
      return undefined;
    }
    const { signal } = new AbortController();
    const kept = await this.#deps.worker.call(
      "testing.drop",
      { code, languageId: project.languageId, ids: others },
      signal,
    );
    return this.#proposalFor(request, draft, kept, []);
  }

  async #proposalFor(
    { target, project, root, rid }: DraftRequest,
    { existing, version, written, buildEdit }: Draft,
    added: string,
    notes: readonly Message[],
  ): Promise<Proposal> {
    const { translator, worker } = this.#deps;
    const { languageId, testPath } = project;
    const { signal } = new AbortController();
    const merged =
      existing.trim() === ""
        ? { text: added, addedCases: written.caseCount ?? 0, renamed: [], cases: undefined }
        : await translatingBadReply(translator, () =>
            worker.call("testing.merge", { languageId, existing, added, path: testPath }, signal),
          );
    const cases =
      merged.cases ?? (await worker.call("testing.vet", { code: added, source: "", project }, signal));
    const common = {
      feature: "tests" as const,
      rid,
      title: vscode.l10n.t("Tests for {0}", targetName(target)),
    };
    return {
      code: added,
      change: {
        ...common,
        uri: vscode.Uri.joinPath(root, testPath),
        baseVersion: version,
        baseText: existing,
        newText: merged.text,
        path: testPath,
        languageId,
      },
      buildChange:
        buildEdit === undefined
          ? undefined
          : {
              ...common,
              uri: vscode.Uri.joinPath(root, buildEdit.path),
              baseVersion: buildEdit.version,
              baseText: buildEdit.before,
              newText: buildEdit.text,
              path: buildEdit.path,
              languageId: "cmake",
            },
      made: written.caseCount === null ? merged.addedCases : cases.length,
      cases,
      newNames: new Map(merged.renamed.map((change) => change.split(" → ") as [string, string])),
      notes: [...notes, ...notesOf(project, merged.renamed, buildEdit !== undefined)],
    };
  }

  /** Notes stand beside the preview, so that they are read before the tests are accepted. */
  #tell(project: TestProject, notes: readonly Message[], hasResults: boolean): void {
    if (notes.length > 0) {
      const text = joinSentences(...notes.map((note) => this.#deps.translator.text(note)));
      const shown = `${nameOf(project.testPath)}: ${text}`;
      if (hasResults) {
        this.#warn(shown);
      } else {
        void vscode.window.showWarningMessage(shown);
      }
    }
  }

  /** A message with the way to the results. */
  #warn(text: string): void {
    const show = vscode.l10n.t("Show the results");
    void vscode.window.showWarningMessage(text, show).then((answer) => {
      if (answer === show) {
        void this.#deps.results.show();
      }
    });
  }

  #record({ target, project, rid }: DraftRequest, { tested, written }: Draft, kept: number): void {
    const { made, compiled, firstPass, repaired } = tested?.counts ?? {
      made: written.caseCount ?? 0,
      compiled: 0,
      firstPass: 0,
      repaired: 0,
    };
    this.#deps.events.record(
      { type: "test.generate", rid, made, compiled, firstPass, repaired, kept },
      // Whatever file is looked at by then: making tests is testing.
      { languageId: target.languageId, path: project.testPath, phase: "testing" },
    );
  }
}

function notesOf(project: TestProject, renamed: readonly string[], isListed: boolean): Message[] {
  const notes: Message[] = [];
  if (renamed.length > 0) {
    notes.push({ id: "testing.note.renamed", args: [renamed.join(", ")] });
  }
  if (project.unlistedInPath !== null && !isListed) {
    notes.push({ id: "testing.note.unlisted", args: [project.unlistedInPath, project.testPath] });
  }
  return notes;
}

function firstLineOf(text: string): string {
  return (
    text
      .split("\n")
      .find((line) => line.trim() !== "")
      ?.trim()
      .slice(0, 200) ?? ""
  );
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
