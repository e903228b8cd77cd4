import type { Message } from "../../messages.ts";
import type { FileSource } from "../../ports.ts";
import type { RunPlatform } from "../run/runBase.ts";
import type { RunCommand, TestFramework, TestProject } from "../testProject.ts";
import { setUpCpp } from "./setUpCpp.ts";
import { setUpGradle } from "./setUpGradle.ts";
import { setUpMaven } from "./setUpMaven.ts";
import { setUpPython } from "./setUpPython.ts";
import { setUpScript } from "./setUpScript.ts";

/** A file as it is to be; `before` is undefined for a new one. Paths are relative to the workspace folder. */
export interface SetUpEdit {
  readonly path: string;
  readonly before: string | undefined;
  readonly text: string;
}

/** The least that lets a project run tests of a framework. Nothing in it is done by making it. */
export interface TestSetUp {
  readonly framework: TestFramework;
  /** Empty where the build has all of it, or nothing is needed. */
  readonly edits: readonly SetUpEdit[];
  /** What fetches the packages that were added; null where the runner does it, or a person has to. */
  readonly install: RunCommand | null;
  readonly notes: readonly Message[];
}

/** Why a framework cannot be added here. */
export interface SetUpRefusal {
  readonly framework: TestFramework;
  readonly refusal: Message;
}

export interface SetUpQuestion {
  readonly project: TestProject;
  readonly framework: TestFramework;
  readonly files: FileSource;
  readonly platform: RunPlatform;
  /** Major version of the Catch2 that the system has; undefined where none was found. */
  readonly installedCatch?: 2 | 3 | undefined;
}

/** What has to be added for a framework. Never writes, never throws for a project's files. */
export function planTestSetUp(question: SetUpQuestion): Promise<TestSetUp | SetUpRefusal> {
  switch (question.framework) {
    case "pytest":
    case "unittest":
      return setUpPython(question);
    case "vitest":
    case "jest":
    case "mocha":
    case "node-test":
      return setUpScript(question, question.framework);
    case "junit4":
    case "junit5":
    case "testng":
      return question.project.buildTool === "gradle"
        ? setUpGradle(question, question.framework)
        : setUpMaven(question, question.framework);
    case "gtest":
    case "catch2":
      return setUpCpp(question, question.framework);
  }
}

/** The order in which frameworks are offered where the project names none: what fits it best comes first. */
export function frameworksToOffer(project: TestProject): readonly TestFramework[] {
  switch (project.language) {
    case "python":
      return ["pytest", "unittest"];
    case "java":
      return ["junit5", "junit4", "testng"];
    case "javascript":
    case "typescript":
      return project.packages.includes("vite")
        ? ["vitest", "node-test", "jest", "mocha"]
        : ["node-test", "vitest", "jest", "mocha"];
    case "cpp":
      return ["gtest", "catch2"];
    case undefined:
      return [];
  }
}
