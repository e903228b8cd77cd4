import * as vscode from "vscode";
import { detectTestProject } from "../../core/testing/detectTestProject.ts";
import {
  frameworksOf,
  frameworkTitles,
  type TestFramework,
  type TestProject,
  type TestProjectOverrides,
} from "../../core/testing/testProject.ts";
import { WorkspaceFileSource } from "../workspaceFileSource.ts";

export interface ProjectQuestion {
  /** What is to be tested, as the user knows it. */
  readonly subject: string;
  readonly root: vscode.Uri;
  readonly path: string;
  readonly languageId: string;
  /** From a caller that has decided already: the target is not asked for, only a missing framework is. */
  readonly decided: TestProjectOverrides | undefined;
  /** What settings and earlier answers say; the user may still change it. */
  readonly known: TestProjectOverrides;
  /** Shown for the project, and undefined where nothing would be run. */
  commandFor(project: TestProject): Promise<string | undefined>;
  /** Asks for the command again. */
  forgetCommand(project: TestProject): Promise<void>;
  /** Keeps a framework that the user has chosen. */
  keepFramework(project: TestProject, framework: TestFramework): Promise<void>;
  /** Lets the user tick cases; false when there is nothing to tick. */
  readonly chooseCases: (() => Promise<void>) | undefined;
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
 * change the target. Undefined when the user leaves, or when there is no framework to write for.
 */
export async function confirmTestProject(question: ProjectQuestion): Promise<TestProject | undefined> {
  const files = new WorkspaceFileSource(question.root);
  const detect = (overrides: TestProjectOverrides): Promise<TestProject> =>
    detectTestProject(question.path, question.languageId, files, overrides);
  let overrides: TestProjectOverrides = { ...question.known, ...question.decided };
  let project = await detect(overrides);
  if (project.language !== undefined && project.framework === null) {
    const framework = await askForFramework(project);
    if (framework === undefined) {
      return undefined;
    }
    await question.keepFramework(project, framework);
    overrides = { ...overrides, framework };
    project = await detect(overrides);
  }
  if (question.decided !== undefined) {
    return project;
  }
  for (;;) {
    const choice = await askToConfirm(question, project);
    if (choice === undefined || choice === "write") {
      return choice === "write" ? project : undefined;
    }
    const changed = await changeFor(choice, question, project);
    if (changed !== undefined) {
      overrides = { ...overrides, ...changed };
      project = await detect(overrides);
    }
  }
}

type Choice = "write" | "path" | "framework" | "command" | "cases";

async function changeFor(
  choice: Exclude<Choice, "write">,
  question: ProjectQuestion,
  project: TestProject,
): Promise<TestProjectOverrides | undefined> {
  switch (choice) {
    case "path": {
      const testPath = await askForPath(project);
      return testPath === undefined ? undefined : { testPath };
    }
    case "framework": {
      const framework = await pickFramework(project);
      if (framework !== undefined) {
        await question.keepFramework(project, framework);
      }
      return framework === undefined ? undefined : { framework };
    }
    case "command":
      await question.forgetCommand(project);
      return undefined;
    case "cases":
      await question.chooseCases?.();
      return undefined;
  }
}

async function pickFramework(project: TestProject): Promise<TestFramework | undefined> {
  const known = project.language === undefined ? [] : frameworksOf(project.language);
  const picked = await vscode.window.showQuickPick(
    known.map((framework) => ({ label: frameworkTitles[framework], framework })),
    {
      title: vscode.l10n.t("Test framework"),
      placeHolder: vscode.l10n.t("Kept for this project. The build has to have it: no dependency is added."),
    },
  );
  return picked?.framework;
}

/** Offers only what needs no dependency; without such a framework the build has to name one first. */
async function askForFramework(project: TestProject): Promise<TestFramework | undefined> {
  const [free] = project.dependencyFree;
  const where =
    project.buildTool === null
      ? vscode.l10n.t("this workspace")
      : project.rootDir || vscode.l10n.t("this project");
  if (free === undefined) {
    const known = project.language === undefined ? [] : frameworksOf(project.language);
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        "No test framework was found in {0}: neither its build files nor existing tests name one. Add one of {1} to the build and run the command again.",
        where,
        known.map((framework) => frameworkTitles[framework]).join(", "),
      ),
    );
    return undefined;
  }
  const use = vscode.l10n.t("Use {0}", frameworkTitles[free]);
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      "No test framework was found in {0}: neither its build files nor existing tests name one. {1} needs no dependency.",
      where,
      frameworkTitles[free],
    ),
    use,
  );
  return answer === use ? free : undefined;
}

interface ChoiceItem extends vscode.QuickPickItem {
  readonly choice: Choice;
}

async function askToConfirm(question: ProjectQuestion, project: TestProject): Promise<Choice | undefined> {
  const framework =
    project.framework === null
      ? vscode.l10n.t("tests")
      : [frameworkTitles[project.framework], ...project.extras].join(" + ");
  const command = await question.commandFor(project);
  const items: ChoiceItem[] = [
    {
      label: `$(beaker) ${framework} → ${project.testPath}`,
      description: project.testExists ? vscode.l10n.t("adds to the file") : vscode.l10n.t("new file"),
      detail: reasonsOf(project),
      choice: "write",
    },
    ...(question.chooseCases === undefined
      ? []
      : [{ label: vscode.l10n.t("$(checklist) Choose the cases …"), choice: "cases" as const }]),
    { label: vscode.l10n.t("$(edit) Change the file …"), choice: "path" },
    ...(project.language === undefined
      ? []
      : [{ label: vscode.l10n.t("$(beaker) Change the framework …"), choice: "framework" as const }]),
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
function reasonsOf(project: TestProject): string {
  const reasons: string[] = [];
  if (project.evidencePath !== null) {
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
