import { frameworkTitles, type TestFramework } from "../../core/testing/testProject.ts";
import { isInside } from "../../core/testing/paths.ts";

/** What the settings decide about the tests of a folder. */
export interface TestDecision {
  readonly framework?: TestFramework | undefined;
  readonly command?: readonly string[] | undefined;
  readonly testFolder?: string | undefined;
}

/** The decision of the nearest folder around `path`; entries of the wrong shape decide nothing. */
export function decisionFor(path: string, projects: Readonly<Record<string, unknown>>): TestDecision {
  const folders = Object.keys(projects)
    .filter((folder) => isInside(folder.replace(/^\.?\/|\/$/g, "").replace(/^\.$/, ""), path))
    .sort((a, b) => b.length - a.length);
  const value = projects[folders[0] ?? ""];
  if (typeof value !== "object" || value === null) {
    return {};
  }
  const { framework, command, testFolder } = value as Readonly<Record<string, unknown>>;
  const isKnown = typeof framework === "string" && Object.hasOwn(frameworkTitles, framework);
  const isCommand =
    Array.isArray(command) && command.length > 0 && command.every((part) => typeof part === "string");
  return {
    framework: isKnown ? (framework as TestFramework) : undefined,
    command: isCommand ? command : undefined,
    testFolder: typeof testFolder === "string" ? testFolder : undefined,
  };
}
