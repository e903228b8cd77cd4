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
  let overrides: TestProjectOverrides = question.decided ?? {};
  let project = await detect(overrides);
  if (project.language !== undefined && project.framework === null) {
    const framework = await askForFramework(project);
    if (framework === undefined) {
      return undefined;
    }
    overrides = { ...overrides, framework };
    project = await detect(overrides);
  }
  if (question.decided !== undefined) {
    return project;
  }
  for (;;) {
    const choice = await askToConfirm(question.subject, project);
    if (choice !== "change") {
      return choice === "write" ? project : undefined;
    }
    const testPath = await askForPath(project);
    if (testPath !== undefined) {
      overrides = { ...overrides, testPath };
      project = await detect(overrides);
    }
  }
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
  readonly choice: "write" | "change";
}

async function askToConfirm(subject: string, project: TestProject): Promise<"write" | "change" | undefined> {
  const framework =
    project.framework === null
      ? vscode.l10n.t("tests")
      : [frameworkTitles[project.framework], ...project.extras].join(" + ");
  const items: ChoiceItem[] = [
    {
      label: `$(beaker) ${framework} → ${project.testPath}`,
      description: project.testExists ? vscode.l10n.t("adds to the file") : vscode.l10n.t("new file"),
      detail: reasonsOf(project),
      choice: "write",
    },
    { label: vscode.l10n.t("$(edit) Change the file …"), choice: "change" },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Generate tests for {0}", subject),
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
