import * as vscode from "vscode";
import { detectTestProject } from "../../core/testing/detectTestProject.ts";
import {
  frameworksOf,
  frameworkTitles,
  type TestFramework,
  type TestProject,
  type TestProjectOverrides,
} from "../../core/testing/testProject.ts";
import type { KeptDecisions } from "./keptDecisions.ts";
import { missingSetUp } from "./setUpTests.ts";
import { WorkspaceFileSource } from "../workspaceFileSource.ts";

export interface ProjectQuestion {
  /** What is to be tested, as the user knows it. */
  readonly subject: string;
  readonly root: vscode.Uri;
  readonly path: string;
  readonly languageId: string;
  /** From a caller that has decided already: the target is not asked for, only a missing framework is. */
  readonly decided: TestProjectOverrides | undefined;
  /** What settings and earlier answers say; the user may still change it, and that is kept. */
  readonly kept: KeptDecisions;
  /** Adds a framework to the project, which the user picks where it is undefined. */
  setUp(project: TestProject, framework: TestFramework | undefined): Promise<TestFramework | undefined>;
  /** Shown for the project, and undefined where nothing would be run. */
  commandFor(project: TestProject): Promise<string | undefined>;
  /** Asks for the command again. */
  forgetCommand(project: TestProject): Promise<void>;
  /** Lets the user tick cases. */
  chooseCases(): Promise<void>;
  /** How many are ticked; undefined for all of them. */
  chosenCount(): number | undefined;
}

/** The third argument of the command, `{ testPath? }`; undefined when there is none. */
export function decidedFromArgument(value: unknown): TestProjectOverrides | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return undefined;
  }
  const { testPath } = value as { readonly testPath?: unknown };
  return typeof testPath === "string" && testPath !== "" ? { testPath } : {};
}

/**
 * Finds out how the project tests, shows framework and target before anything is made, and lets the user
 * correct them. Undefined when the user leaves, or when there is no framework to write for.
 */
export async function confirmTestProject(question: ProjectQuestion): Promise<TestProject | undefined> {
  const { kept, root, path, decided } = question;
  const files = new WorkspaceFileSource(root);
  const detect = (more: TestProjectOverrides = {}): Promise<TestProject> =>
    detectTestProject(path, question.languageId, files, {
      ...kept.overridesFor(root, path),
      ...decided,
      ...more,
    });
  let project = await detect();
  if (project.language !== undefined && project.framework === null) {
    const framework = await question.setUp(project, undefined);
    if (framework === undefined) {
      return undefined;
    }
    project = await withFramework(framework, project, question, detect);
  }
  if (decided !== undefined) {
    return project;
  }
  for (;;) {
    const choice = await askToConfirm(question, project, await unmetFramework(question, project, files));
    if (choice === undefined || choice === "write") {
      return choice === "write" ? project : undefined;
    }
    project = (await changeFor(choice, question, project, detect)) ?? project;
  }
}

type Choice = "write" | "path" | "framework" | "command" | "cases" | "setUp" | "forget";
type Detect = (more?: TestProjectOverrides) => Promise<TestProject>;

/** The project with a framework that the build names by now, or that is kept because it needs to name none. */
async function withFramework(
  framework: TestFramework,
  { rootDir }: TestProject,
  { kept, root }: ProjectQuestion,
  detect: Detect,
): Promise<TestProject> {
  const project = await detect();
  if (project.framework === framework) {
    return project;
  }
  await kept.keepFramework(root, rootDir, framework);
  return detect({ framework });
}

/** The chosen framework where the project itself names none or another one, and could be given it. */
async function unmetFramework(
  { root, path, languageId }: ProjectQuestion,
  project: TestProject,
  files: WorkspaceFileSource,
): Promise<TestFramework | undefined> {
  const detected = await detectTestProject(path, languageId, files);
  const isMet = project.framework === null || project.framework === detected.framework;
  return isMet || (await missingSetUp(root, project)) === undefined
    ? undefined
    : (project.framework ?? undefined);
}

async function changeFor(
  choice: Exclude<Choice, "write">,
  question: ProjectQuestion,
  project: TestProject,
  detect: Detect,
): Promise<TestProject | undefined> {
  const { kept, root, path } = question;
  switch (choice) {
    case "path": {
      const testPath = await askForPath(project);
      if (testPath === undefined) {
        return undefined;
      }
      await kept.keepTestPath(root, path, testPath);
      return detect({ testPath });
    }
    case "framework": {
      const framework = await pickFramework(project);
      return framework === undefined ? undefined : withFramework(framework, project, question, detect);
    }
    case "setUp": {
      const framework = await question.setUp(project, project.framework ?? undefined);
      return framework === undefined ? undefined : detect({ framework });
    }
    case "command":
      await question.forgetCommand(project);
      return undefined;
    case "cases":
      await question.chooseCases();
      return undefined;
    case "forget":
      await kept.forget(root, path);
      return detect();
  }
}

async function pickFramework(project: TestProject): Promise<TestFramework | undefined> {
  const known = project.language === undefined ? [] : frameworksOf(project.language);
  const picked = await vscode.window.showQuickPick(
    known.map((framework) => ({ label: frameworkTitles[framework], framework })),
    {
      title: vscode.l10n.t("Test framework"),
      placeHolder: vscode.l10n.t(
        "Kept for this project. What the build lacks is added only when you ask for it.",
      ),
    },
  );
  return picked?.framework;
}

interface ChoiceItem extends vscode.QuickPickItem {
  readonly choice: Choice;
}

async function askToConfirm(
  question: ProjectQuestion,
  project: TestProject,
  unmet: TestFramework | undefined,
): Promise<Choice | undefined> {
  const framework =
    project.framework === null
      ? vscode.l10n.t("tests")
      : [frameworkTitles[project.framework], ...project.extras].join(" + ");
  const command = await question.commandFor(project);
  const chosen = question.chosenCount();
  const items: ChoiceItem[] = [
    {
      label: `$(beaker) ${framework} → ${project.testPath}`,
      description: project.testExists ? vscode.l10n.t("adds to the file") : vscode.l10n.t("new file"),
      detail: reasonsOf(project, question),
      choice: "write",
    },
    {
      label: vscode.l10n.t("$(checklist) Choose the cases …"),
      description: chosen === undefined ? "" : vscode.l10n.t("{0} chosen", chosen),
      choice: "cases",
    },
    { label: vscode.l10n.t("$(edit) Change the file …"), choice: "path" },
    ...(project.language === undefined
      ? []
      : [{ label: vscode.l10n.t("$(beaker) Change the framework …"), choice: "framework" as const }]),
    ...(unmet === undefined
      ? []
      : [
          {
            label: vscode.l10n.t("$(tools) Add {0} to the build …", frameworkTitles[unmet]),
            choice: "setUp" as const,
          },
        ]),
    ...(question.kept.hasKept(question.root, question.path)
      ? [{ label: vscode.l10n.t("$(discard) Back to what is detected"), choice: "forget" as const }]
      : []),
    ...(command === undefined
      ? []
      : [
          {
            label: vscode.l10n.t("$(terminal) Change how tests are run …"),
            description: command,
            choice: "command" as const,
          },
        ]),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Generate tests for {0}", question.subject),
    placeHolder: vscode.l10n.t("Nothing is written before you have seen the change."),
  });
  return picked?.choice;
}

/** Where framework and place were learnt from. */
function reasonsOf(project: TestProject, { kept, root, path }: ProjectQuestion): string {
  const reasons: string[] = [];
  const { framework, command, testFolder } = kept.decided(path);
  if (framework !== undefined || command !== undefined || testFolder !== undefined) {
    reasons.push(vscode.l10n.t("decided by your settings"));
  } else if (kept.hasKept(root, path)) {
    reasons.push(vscode.l10n.t("as you corrected it"));
  }
  // What was found speaks for the framework that is detected, not for one that was chosen instead.
  if (project.evidencePath !== null && kept.overridesFor(root, path).framework === undefined) {
    reasons.push(vscode.l10n.t("found in {0}", project.evidencePath));
  }
  if (project.styleTestPath !== null && project.styleTestPath !== project.testPath) {
    reasons.push(vscode.l10n.t("in the style of {0}", project.styleTestPath));
  }
  return reasons.join(" · ");
}

async function askForPath(project: TestProject): Promise<string | undefined> {
  const slash = project.testPath.lastIndexOf("/") + 1;
  const dot = project.testPath.lastIndexOf(".");
  const path = await vscode.window.showInputBox({
    title: vscode.l10n.t("Test file"),
    prompt: vscode.l10n.t("Path in the workspace folder. An existing file is added to."),
    value: project.testPath,
    valueSelection: [slash, dot > slash ? dot : project.testPath.length],
    validateInput: (value) => complaintAbout(value.trim(), project),
  });
  return path?.trim().replaceAll("\\", "/");
}

function complaintAbout(path: string, project: TestProject): string | undefined {
  const plain = path.replaceAll("\\", "/");
  if (plain === "" || plain.endsWith("/")) {
    return vscode.l10n.t("Name a file.");
  }
  if (plain.startsWith("/") || /^[A-Za-z]:/.test(plain) || plain.split("/").includes("..")) {
    return vscode.l10n.t("Name a path inside the workspace folder.");
  }
  if (plain === project.sourcePath) {
    return vscode.l10n.t("This is the file under test.");
  }
  const extension = /\.[^./]+$/.exec(project.testPath)?.[0] ?? "";
  return plain.endsWith(extension) ? undefined : vscode.l10n.t("The file has to end in {0}.", extension);
}
