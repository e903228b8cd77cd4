import type * as vscode from "vscode";
import { isInside } from "../../core/testing/paths.ts";
import {
  frameworkTitles,
  type TestFramework,
  type TestProjectOverrides,
} from "../../core/testing/testProject.ts";
import type { Settings } from "../settings.ts";
import { decisionFor, type TestDecision } from "./testDecisions.ts";

const frameworksKey = "flywheel.tests.frameworks";
const pathsKey = "flywheel.tests.paths";
/** Corrections of single files; older ones are forgotten first. */
const maxPaths = 500;

/**
 * What the user has corrected about a project's tests, kept in the workspace's state: the framework of a
 * folder and the test file of a source. Settings overrule it.
 */
export class KeptDecisions {
  readonly #state: vscode.Memento;
  readonly #settings: Settings;

  constructor(state: vscode.Memento, settings: Settings) {
    this.#state = state;
    this.#settings = settings;
  }

  /** What settings say about the folder of `path`. */
  decided(path: string): TestDecision {
    return decisionFor(path, this.#settings.testProjects());
  }

  /** What overrules detection for one source file. */
  overridesFor(root: vscode.Uri, path: string): TestProjectOverrides {
    const { framework, testFolder } = this.decided(path);
    const testPath = this.#record(pathsKey)[keyOf(root, path)];
    return {
      framework: framework ?? this.#framework(root, path),
      testFolder,
      testPath: testFolder === undefined ? testPath : undefined,
    };
  }

  /** True where an earlier answer decides something. */
  hasKept(root: vscode.Uri, path: string): boolean {
    return (
      this.#framework(root, path) !== undefined || this.#record(pathsKey)[keyOf(root, path)] !== undefined
    );
  }

  async keepFramework(root: vscode.Uri, folder: string, framework: TestFramework): Promise<void> {
    await this.#state.update(frameworksKey, {
      ...this.#record(frameworksKey),
      [keyOf(root, folder)]: framework,
    });
  }

  async keepTestPath(root: vscode.Uri, sourcePath: string, testPath: string): Promise<void> {
    const key = keyOf(root, sourcePath);
    const { [key]: _old, ...rest } = this.#record(pathsKey);
    const entries = [...Object.entries(rest), [key, testPath] as const].slice(-maxPaths);
    await this.#state.update(pathsKey, Object.fromEntries(entries));
  }

  /** Back to what is detected, for the file and for every folder around it. */
  async forget(root: vscode.Uri, path: string): Promise<void> {
    const { [keyOf(root, path)]: _path, ...paths } = this.#record(pathsKey);
    await this.#state.update(pathsKey, paths);
    const around = Object.entries(this.#record(frameworksKey)).filter(([key]) => {
      const [folder] = this.#foldersOf(root, [key]);
      return folder === undefined || !isInside(folder, path);
    });
    await this.#state.update(frameworksKey, Object.fromEntries(around));
  }

  #framework(root: vscode.Uri, path: string): TestFramework | undefined {
    const kept = this.#record(frameworksKey);
    const byFolder = this.#foldersOf(root, Object.keys(kept)).map(
      (folder) => [folder, { framework: kept[keyOf(root, folder)] }] as const,
    );
    const { framework } = decisionFor(path, Object.fromEntries(byFolder));
    return framework !== undefined && Object.hasOwn(frameworkTitles, framework) ? framework : undefined;
  }

  #foldersOf(root: vscode.Uri, keys: readonly string[]): string[] {
    const prefix = keyOf(root, "");
    return keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  }

  #record(key: string): Readonly<Record<string, string>> {
    return this.#state.get<Record<string, string>>(key) ?? {};
  }
}

function keyOf(root: vscode.Uri, path: string): string {
  return `${root.toString()}#${path}`;
}
