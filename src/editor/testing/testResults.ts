import * as vscode from "vscode";
import type { CaseVerdict } from "../../core/testing/loop/verdicts.ts";
import { placedCase, type PlacedTests } from "../../core/testing/loop/testLoop.ts";
import type { VettedCase } from "../../core/testing/loop/vetTests.ts";
import { sameCase, titleOfCase, type TestCaseId } from "../../core/testing/run/runResults.ts";
import type { TestProject } from "../../core/testing/testProject.ts";
import type { Translator } from "../translate.ts";
import { refreshPage } from "./refreshPage.ts";
import { resultsPage, verdictText, type ShownResults } from "./resultsText.ts";
import type { DebugRequest } from "./debugSession.ts";
import type { ConfirmedRun } from "./runConsent.ts";

const scheme = "flywheel-results";

/** What is needed to run a file's tests again. */
export interface TestFileRun {
  readonly root: vscode.Uri;
  readonly project: TestProject;
  readonly confirmed: ConfirmedRun;
}

/** Tests that were accepted, with the texts that the file's tests have. */
export interface SettledTests extends PlacedTests {
  readonly spans: readonly VettedCase[];
}

/** Runs tests of a file as it is now. */
export type TestRerun = (
  file: TestFileRun,
  cases: readonly TestCaseId[],
  signal: AbortSignal,
) => Promise<ShownResults>;

/** Debugs tests in the workspace itself; resolves when the session is over, or has been refused with a reason. */
export type TestDebug = (request: DebugRequest, signal: AbortSignal) => Promise<void>;

interface CaseItem {
  readonly file: TestFileRun;
  readonly id: TestCaseId;
}

/**
 * Results in VS Code's Test Explorer and as a page. Tests appear with the run that came with them, can be
 * run again in a fresh copy, and be debugged in the workspace.
 */
export class TestResults implements vscode.Disposable, vscode.TextDocumentContentProvider {
  readonly #translator: Translator;
  readonly #rerun: TestRerun;
  readonly #debugTests: TestDebug;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #controller: vscode.TestController;
  readonly #caseByItem = new WeakMap<vscode.TestItem, CaseItem>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #page = "";

  constructor(translator: Translator, rerun: TestRerun, debugTests: TestDebug) {
    this.#translator = translator;
    this.#rerun = rerun;
    this.#debugTests = debugTests;
    this.#controller = vscode.tests.createTestController(
      "flywheel.generated",
      vscode.l10n.t("Flywheel: generated tests"),
    );
    this.#controller.createRunProfile(
      vscode.l10n.t("Run in a copy"),
      vscode.TestRunProfileKind.Run,
      (request, token) => this.#runAgain(request, token),
      true,
    );
    this.#controller.createRunProfile(
      vscode.l10n.t("Debug in the workspace"),
      vscode.TestRunProfileKind.Debug,
      (request, token) => this.#debug(request, token),
    );
    this.#subscriptions = [
      this.#controller,
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
    ];
  }

  provideTextDocumentContent(): string {
    return this.#page;
  }

  /** Puts the results of a run into the Test Explorer and the page. `text` is the test file with its tests. */
  publish(file: TestFileRun, shown: ShownResults, text: string): void {
    this.#setPage(shown);
    const run = this.#controller.createTestRun(new vscode.TestRunRequest(), shown.project.testPath, false);
    const fileItem = this.#fileItem(file);
    for (const verdict of shown.verdicts) {
      const item = this.#caseItem(fileItem, file, verdict, text);
      this.#tell(run, item, verdict);
    }
    run.appendOutput(outputOf(shown));
    run.end();
  }

  /**
   * What the user has decided: tests that were not accepted go, the others stay under the names and at the
   * places that they have in the file. `placed` is undefined when nothing was accepted.
   */
  settle(file: TestFileRun, shown: ShownResults, placed: SettledTests | undefined): void {
    const fileItem = this.#controller.items.get(uriOf(file.root, file.project).toString());
    if (fileItem === undefined) {
      return;
    }
    const run = this.#controller.createTestRun(new vscode.TestRunRequest(), file.project.testPath, false);
    for (const verdict of shown.verdicts) {
      fileItem.children.delete(itemIdOf(verdict));
    }
    for (const verdict of placed === undefined ? [] : shown.verdicts) {
      const there = placed === undefined ? undefined : placedCase(verdict, placed);
      if (placed !== undefined && there !== undefined) {
        const text = placed.spans.find((each) => sameCase(each, there))?.text ?? verdict.text;
        this.#tell(run, this.#caseItem(fileItem, file, { ...there, text }, placed.text), verdict);
      }
    }
    run.end();
    if (fileItem.children.size === 0) {
      this.#controller.items.delete(fileItem.id);
    }
  }

  async show(): Promise<void> {
    const isRendered = await vscode.commands.executeCommand("markdown.showPreviewToSide", this.#uri()).then(
      () => true,
      () => false,
    );
    if (!isRendered) {
      await vscode.window.showTextDocument(this.#uri(), {
        viewColumn: vscode.ViewColumn.Beside,
        preserveFocus: true,
      });
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  #uri(): vscode.Uri {
    return vscode.Uri.from({ scheme, path: `/${vscode.l10n.t("Generated tests")}.md` });
  }

  /** A page that is open shows the new results. */
  #setPage(shown: ShownResults): void {
    this.#page = resultsPage(shown, this.#translator);
    void refreshPage(this.#uri(), this.#page, () => this.#changed.fire(this.#uri()));
  }

  #fileItem({ root, project }: TestFileRun): vscode.TestItem {
    const uri = uriOf(root, project);
    const known = this.#controller.items.get(uri.toString());
    if (known !== undefined) {
      return known;
    }
    const item = this.#controller.createTestItem(uri.toString(), project.testPath, uri);
    this.#controller.items.add(item);
    return item;
  }

  #caseItem(
    parent: vscode.TestItem,
    file: TestFileRun,
    test: TestCaseId & { readonly text: string },
    fileText: string,
  ): vscode.TestItem {
    const { container, name } = test;
    const item = this.#controller.createTestItem(
      itemIdOf(test),
      titleOfCase(test),
      uriOf(file.root, file.project),
    );
    const own = test.text.trim();
    const at = fileText.indexOf(own);
    if (at >= 0) {
      const line = fileText.slice(0, at).split("\n").length - 1;
      item.range = new vscode.Range(line, 0, line + own.split("\n").length - 1, 0);
    }
    parent.children.add(item);
    this.#caseByItem.set(item, { file, id: { container, name } });
    return item;
  }

  #tell(run: vscode.TestRun, item: vscode.TestItem, verdict: CaseVerdict): void {
    const text = verdictText(verdict, this.#translator);
    switch (verdict.state) {
      case "passed":
        run.passed(item, verdict.durationMs);
        return;
      case "refused":
      case "notRun":
        item.description = text;
        run.skipped(item);
        return;
      case "contradicts":
      case "faulty":
      case "overLimit": {
        const { expected, actual } = verdict;
        const message =
          expected !== undefined && actual !== undefined
            ? vscode.TestMessage.diff(text, expected, actual)
            : new vscode.TestMessage(verdict.details === "" ? text : `${text}\n\n${verdict.details}`);
        run.failed(item, message, verdict.durationMs);
      }
    }
  }

  async #runAgain(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const files = this.#byFile(request);
    const run = this.#controller.createTestRun(request, nameOf(files));
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
      for (const [file, items] of files) {
        items.forEach((item) => run.started(item));
        const cases = items.flatMap((item) => this.#caseByItem.get(item)?.id ?? []);
        const shown = await this.#rerun(file, cases, controller.signal);
        for (const item of items) {
          const id = this.#caseByItem.get(item)?.id;
          const verdict = shown.verdicts.find(
            ({ name, container }) => name === id?.name && container === id.container,
          );
          if (verdict === undefined) {
            run.errored(
              item,
              new vscode.TestMessage(shown.cannotRun ?? shown.brokenBy ?? vscode.l10n.t("It was not run.")),
            );
          } else {
            this.#tell(run, item, verdict);
          }
        }
        run.appendOutput(outputOf(shown));
        this.#setPage(shown);
      }
    } catch (error) {
      if (!controller.signal.aborted) {
        run.appendOutput(`${error instanceof Error ? error.message : String(error)}\r\n`);
      }
    } finally {
      subscription.dispose();
      run.end();
    }
  }

  #byFile(request: vscode.TestRunRequest): Map<TestFileRun, vscode.TestItem[]> {
    const chosen: vscode.TestItem[] = [];
    const visit = (item: vscode.TestItem): void => {
      if (request.exclude?.includes(item) === true) {
        return;
      }
      if (this.#caseByItem.has(item)) {
        chosen.push(item);
      }
      item.children.forEach(visit);
    };
    if (request.include === undefined) {
      this.#controller.items.forEach(visit);
    } else {
      request.include.forEach(visit);
    }
    const byFile = new Map<TestFileRun, vscode.TestItem[]>();
    for (const item of chosen) {
      const file = this.#caseByItem.get(item)?.file;
      if (file !== undefined) {
        byFile.set(file, [...(byFile.get(file) ?? []), item]);
      }
    }
    return byFile;
  }

  async #debug(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const files = this.#byFile(request);
    const run = this.#controller.createTestRun(request, nameOf(files));
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    const note = vscode.l10n.t(
      "Tests under the debugger are not judged: a stop or a changed value is part of what they do. The marks of the last run stay.",
    );
    run.appendOutput(`${note}\r\n`);
    try {
      for (const [file, items] of files) {
        const cases = items.flatMap((item) => this.#caseByItem.get(item)?.id ?? []);
        await this.#debugTests({ file, cases, run }, controller.signal);
      }
    } finally {
      subscription.dispose();
      run.end();
    }
  }
}

function uriOf(root: vscode.Uri, project: TestProject): vscode.Uri {
  return vscode.Uri.joinPath(root, project.testPath);
}

/** What the list of results calls a run. */
function nameOf(files: ReadonlyMap<TestFileRun, unknown>): string {
  return [...files.keys()].map(({ project }) => project.testPath).join(", ");
}

function itemIdOf({ container, name }: TestCaseId): string {
  return JSON.stringify([container, name]);
}

function outputOf({ records }: ShownResults): string {
  return records
    .map(({ argv, output }) => `> ${argv.join(" ")}\n${output}\n`)
    .join("\n")
    .replace(/\r?\n/g, "\r\n");
}
