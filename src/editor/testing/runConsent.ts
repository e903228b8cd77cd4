import * as vscode from "vscode";
import { joinSentences } from "../../core/text/joinSentences.ts";
import { splitShellWords } from "../../core/backends/shellWords.ts";
import type { Containment, TestRunner } from "../../core/ports.ts";
import { findRunBase, onlineArgv, type RunBase } from "../../core/testing/run/runBase.ts";
import { isLess } from "../../core/testing/run/containment.ts";
import { planRun } from "../../core/testing/run/planRun.ts";
import type { TestProject } from "../../core/testing/testProject.ts";
import { chosenPython } from "./chosenPython.ts";
import { WorkspaceFileSource } from "../workspaceFileSource.ts";

/** What the user has allowed to run for one project. */
export interface ConfirmedRun extends RunBase {
  readonly allowsNetwork: boolean;
  /** What the user was told is kept away from the tests. */
  readonly contained: Containment;
}

type Remembered = Pick<ConfirmedRun, "argv" | "allowsNetwork" | "contained">;

const stateKey = "flywheel.tests.confirmedRuns";

/**
 * Running is the user's act: the exact command is shown and confirmed once for each project, framework and
 * command, and is kept in the workspace's state. Nothing runs in a workspace that is not trusted.
 */
export class RunConsent {
  readonly #state: vscode.Memento;
  readonly #runner: TestRunner;

  constructor(state: vscode.Memento, runner: TestRunner) {
    this.#state = state;
    this.#runner = runner;
  }

  /** How the project's tests would be started; undefined where nothing may or can be run. */
  async baseFor(
    project: TestProject,
    root: vscode.Uri,
    decided: readonly string[] | undefined,
  ): Promise<RunBase | undefined> {
    if (!vscode.workspace.isTrusted || root.scheme !== "file") {
      return undefined;
    }
    const isWindows = process.platform === "win32";
    const rootPath = root.fsPath.replaceAll("\\", "/").replace(/\/$/, "");
    const python = project.language === "python" ? await chosenPython(root) : undefined;
    const base = await findRunBase(project, new WorkspaceFileSource(root), { isWindows, rootPath, python });
    return base === undefined || decided === undefined ? base : { ...base, argv: decided };
  }

  /** What was confirmed for this command before. */
  confirmed(project: TestProject, root: vscode.Uri, base: RunBase): ConfirmedRun | undefined {
    const known = this.#all()[keyOf(project, root, base)];
    return known?.contained === undefined ? undefined : { ...base, ...known };
  }

  /** Forgets the answer, so that the question comes again. */
  async forget(project: TestProject, root: vscode.Uri, base: RunBase): Promise<void> {
    await this.#keep(keyOf(project, root, base), undefined);
  }

  /**
   * Asks unless it was answered before, when no less was kept away from the tests than now. Undefined: the user
   * leaves. Throws `notContained`.
   */
  async ask(
    project: TestProject,
    root: vscode.Uri,
    base: RunBase,
  ): Promise<ConfirmedRun | "without" | undefined> {
    const known = this.confirmed(project, root, base);
    const containment = await this.#runner.containment();
    if (known !== undefined && !isLess(containment, known.contained)) {
      return known;
    }
    const run = vscode.l10n.t("Run");
    const runWithNetwork = vscode.l10n.t("Run with network access");
    const change = vscode.l10n.t("Change the command …");
    const without = vscode.l10n.t("Write without running");
    for (let argv = base.argv; ;) {
      const answer = await vscode.window.showInformationMessage(
        vscode.l10n.t("Run the tests before you see them?"),
        { modal: true, detail: questionText({ ...base, argv }, project, containment) },
        ...[run, ...(containment.hasNoNetwork ? [runWithNetwork] : []), change, without],
      );
      if (answer === undefined || answer === without) {
        return answer === undefined ? undefined : "without";
      }
      if (answer === change) {
        argv = (await askForCommand(argv)) ?? argv;
        continue;
      }
      const allowsNetwork = answer === runWithNetwork;
      const remembered = {
        argv: allowsNetwork ? onlineArgv(argv) : argv,
        allowsNetwork,
        contained: containment,
      };
      await this.#keep(keyOf(project, root, base), remembered);
      return { ...base, ...remembered };
    }
  }

  #all(): Readonly<Record<string, Remembered>> {
    return this.#state.get<Record<string, Remembered>>(stateKey) ?? {};
  }

  async #keep(key: string, value: Remembered | undefined): Promise<void> {
    const { [key]: _old, ...rest } = this.#all();
    await this.#state.update(stateKey, value === undefined ? rest : { ...rest, [key]: value });
  }
}

function keyOf(project: TestProject, root: vscode.Uri, { argv, dir }: RunBase): string {
  return JSON.stringify([root.toString(), dir, project.framework, argv]);
}

/** The command as it will be started, the names of single tests left out. */
export function commandText(base: RunBase, project: TestProject): string {
  const { framework } = project;
  if (framework === null) {
    return base.argv.join(" ");
  }
  const plan = planRun({ project, framework, cases: undefined, base: base.argv, dir: base.dir });
  const steps = [...plan.steps, ...(plan.testStep === undefined ? [] : [plan.testStep("")])];
  return steps.map(({ argv, env }) => commandLine([...assignments(env), ...argv])).join(" && ");
}

/** What a step sets is part of how it is started, such as `PYTHONPATH=src`. */
function assignments(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).map(([name, value]) => `${name}=${value}`);
}

/** Words as a shell would take them. */
export function commandLine(argv: readonly string[]): string {
  return argv.map(quoted).join(" ");
}

function quoted(argument: string): string {
  return /^[\w./:=@%+,{}-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}

/** The whole command, where it runs and what is kept away from it. */
function questionText(base: RunBase, project: TestProject, containment: Containment): string {
  const where = base.copyDir === "" ? vscode.l10n.t("the workspace folder") : base.copyDir;
  return [
    commandText(base, project),
    "",
    joinSentences(vscode.l10n.t("In a copy of {0}.", where), containedText(containment)),
    ...(containment.hasNoNetwork && onlineArgv(base.argv).length < base.argv.length
      ? [
          vscode.l10n.t(
            "With network access it is started without {0}, so that packages which are missing are fetched.",
            base.argv.filter((word) => !onlineArgv(base.argv).includes(word)).join(" "),
          ),
        ]
      : []),
    "",
    vscode.l10n.t("Asked once for this project. Without running, nobody knows whether the tests pass."),
  ].join("\n");
}

/** What is kept away from the tests, and what is not. */
export function containedText({ hasNoNetwork, isReadOnlyOutside }: Containment): string {
  const network = hasNoNetwork
    ? vscode.l10n.t("No network.")
    : vscode.l10n.t("The network cannot be shut off on this system.");
  const files = isReadOnlyOutside
    ? vscode.l10n.t(
        "Your home and workspace folders are read-only to it, but for the caches of Maven and Gradle.",
      )
    : vscode.l10n.t("Files outside the copy cannot be protected on this system.");
  return joinSentences(network, files);
}

async function askForCommand(argv: readonly string[]): Promise<readonly string[] | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t("How the test runner is started"),
    prompt: vscode.l10n.t(
      "Program and first arguments; the tests' own arguments are added. No shell reads it.",
    ),
    value: argv.map(quoted).join(" "),
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === "" ? vscode.l10n.t("Name a program.") : undefined),
  });
  return text === undefined ? undefined : splitShellWords(text);
}
