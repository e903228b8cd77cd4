import type { FileSource } from "../../ports.ts";
import { isRecord, parseLooseJson } from "../looseJson.ts";
import { foldersAbove, joinPath, relativeTo } from "../paths.ts";
import type { TestProject } from "../testProject.ts";
import { scriptOptionsOf, type ScriptOptions } from "./scriptOptions.ts";

/** How and where a project's runner is started, as far as its files show it. */
export interface RunBase {
  /** Program and first arguments, such as `python3 -m pytest`. */
  readonly argv: readonly string[];
  /** Folder it is started in, relative to the workspace folder. */
  readonly dir: string;
  /** Folder that has to be copied for it. */
  readonly copyDir: string;
}

export interface RunPlatform {
  readonly isWindows: boolean;
  /** Absolute path of the workspace folder, `/` as separator, without one at its end. */
  readonly rootPath: string;
  /** The Python that the editor uses for the workspace folder, absolute. */
  readonly python?: string | undefined;
}

/** Undefined where there is no known way to run the project's tests. */
export async function findRunBase(
  project: TestProject,
  files: FileSource,
  platform: RunPlatform,
): Promise<RunBase | undefined> {
  switch (project.framework) {
    case "pytest":
    case "unittest":
      return {
        argv: [await pythonOf(project, files, platform), "-m", project.framework],
        dir: project.rootDir,
        copyDir: project.rootDir,
      };
    case "junit4":
    case "junit5":
    case "testng":
      return javaBase(project, files, platform);
    case "vitest":
    case "jest":
    case "mocha":
    case "node-test":
      return scriptBase(project, files);
    case "gtest":
    case "catch2":
      return project.buildTool === "cmake"
        ? { argv: ["cmake"], dir: project.rootDir, copyDir: project.rootDir }
        : undefined;
    case null:
      return undefined;
  }
}

/** The project's own environment, else the one that is chosen in the editor, else the system's. */
export async function pythonOf(
  project: TestProject,
  files: FileSource,
  { isWindows, rootPath, python }: RunPlatform,
): Promise<string> {
  const inner = isWindows ? "Scripts/python.exe" : "bin/python";
  for (const folder of foldersAbove(project.sourcePath)) {
    for (const name of [".venv", "venv"]) {
      const path = joinPath(folder, name, inner);
      if (await files.exists(path)) {
        return `${rootPath}/${path}`;
      }
    }
  }
  return python ?? (isWindows ? "python" : "python3");
}

async function javaBase(
  project: TestProject,
  files: FileSource,
  { isWindows }: RunPlatform,
): Promise<RunBase | undefined> {
  const { buildTool, runCommand } = project;
  if (runCommand === null || (buildTool !== "maven" && buildTool !== "gradle")) {
    return undefined;
  }
  const { dir } = runCommand;
  const wrapper = buildTool === "maven" ? "mvnw" : "gradlew";
  const hasWrapper = await files.exists(joinPath(dir, wrapper));
  const tool = buildTool === "maven" ? (isWindows ? "mvn.cmd" : "mvn") : isWindows ? "gradle.bat" : "gradle";
  const offline = buildTool === "maven" ? ["-o"] : ["--offline", "--no-daemon"];
  return { argv: [hasWrapper ? `./${wrapper}` : tool, ...offline], dir, copyDir: dir };
}

/** Started by Node itself: the links in `node_modules/.bin` are scripts of a shell on some systems. */
async function scriptBase(project: TestProject, files: FileSource): Promise<RunBase> {
  const packageDir = project.runCommand?.dir ?? project.rootDir;
  const top = await topManifestDir(packageDir, files);
  const { framework } = project;
  if (framework === "node-test" || framework === null) {
    const { node } = await optionsOf(packageDir, "node-test", files);
    const needsLoader = node.length === 0 && project.packages.includes("tsx");
    const loader = needsLoader ? ["--import", "tsx"] : node;
    return { argv: ["node", ...loader, "--test"], dir: packageDir, copyDir: top };
  }
  const runner = framework as "vitest" | "jest" | "mocha";
  const dir = await configuredDir(packageDir, top, framework, files);
  const { node, runner: options } = await optionsOf(dir, runner, files);
  const script = { vitest: "vitest.mjs", jest: "bin/jest.js", mocha: "bin/mocha.js" }[runner];
  let path = `node_modules/${framework}/${script}`;
  for (const folder of foldersAbove(joinPath(dir, "package.json"))) {
    const installed = joinPath(folder, "node_modules", framework, script);
    if (await files.exists(installed)) {
      path = relativeTo(dir, installed);
      break;
    }
  }
  return { argv: ["node", ...node, path, ...options], dir, copyDir: top };
}

/** What the folder's own test script says about loading files. */
async function optionsOf(
  dir: string,
  runner: Parameters<typeof scriptOptionsOf>[1],
  files: FileSource,
): Promise<ScriptOptions> {
  const manifest = parseLooseJson((await files.read(joinPath(dir, "package.json"))) ?? "");
  const scripts = manifest?.["scripts"];
  const named = isRecord(scripts) ? ["test", "test:unit", "unit"].map((name) => scripts[name]) : [];
  const script = named.find((each) => typeof each === "string") ?? "";
  return scriptOptionsOf(script, runner);
}

const scriptConfigs: Readonly<Record<string, RegExp>> = {
  vitest: /^vite(?:st)?\.(?:config|workspace)\./,
  jest: /^jest\.config\./,
  mocha: /^\.mocharc\./,
};

/**
 * The folder whose configuration the runner follows. What it names is named from there, so a package without
 * a configuration or a test script of its own is tested from the top of its workspace where that has one.
 */
async function configuredDir(
  packageDir: string,
  top: string,
  framework: string,
  files: FileSource,
): Promise<string> {
  for (const folder of foldersAbove(joinPath(packageDir, "package.json"))) {
    const manifest = parseLooseJson((await files.read(joinPath(folder, "package.json"))) ?? "");
    const names = await files.list(folder);
    const isConfigured = names.some((name) => scriptConfigs[framework]?.test(name) === true);
    if (isConfigured || manifest?.[framework] !== undefined) {
      return folder;
    }
    const scripts = manifest?.["scripts"];
    const script = isRecord(scripts) ? scripts["test"] : undefined;
    const isOwn = typeof script === "string" && new RegExp(`\\b${framework}\\b`).test(script);
    if ((isOwn && folder === packageDir) || folder === top) {
      break;
    }
  }
  return packageDir;
}

/** Where the workspace of packages around `dir` begins: it holds the lock file, and what the packages extend. */
export async function topManifestDir(dir: string, files: FileSource): Promise<string> {
  let top = dir;
  for (const folder of foldersAbove(joinPath(dir, "package.json"))) {
    const manifest = parseLooseJson((await files.read(joinPath(folder, "package.json"))) ?? "");
    const isWorkspaceRoot =
      (isRecord(manifest) && "workspaces" in manifest) ||
      (await files.exists(joinPath(folder, "pnpm-workspace.yaml")));
    if (isWorkspaceRoot) {
      top = folder;
    }
  }
  return top;
}

/** The words that start a runner with the network: build tools may then fetch what they lack. */
export function onlineArgv(argv: readonly string[]): readonly string[] {
  return argv.filter((word) => word !== "-o" && word !== "--offline");
}

/** The project's own formatter for one file, if it has one. */
export async function findFormatter(
  project: TestProject,
  files: FileSource,
  base: RunBase,
): Promise<readonly string[] | undefined> {
  const { language, rootDir } = project;
  if (language === "python") {
    const config = (await files.read(joinPath(rootDir, "pyproject.toml"))) ?? "";
    const [python = "python3"] = base.argv;
    if (/^\[tool\.black\]/m.test(config)) {
      return [python, "-m", "black", "-q"];
    }
    return /^\[tool\.ruff(?:\.format)?\]/m.test(config) ? [python, "-m", "ruff", "format", "-q"] : undefined;
  }
  if (language === "javascript" || language === "typescript") {
    return scriptFormatter(project, files, base);
  }
  if (language === "cpp") {
    for (const folder of foldersAbove(project.testPath)) {
      if (await files.exists(joinPath(folder, ".clang-format"))) {
        return ["clang-format", "-i"];
      }
    }
  }
  return undefined;
}

interface ScriptFormatter {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
  /** Names of the files that configure it. */
  readonly config: RegExp;
}

const scriptFormatters: readonly ScriptFormatter[] = [
  {
    name: "prettier",
    script: "prettier/bin/prettier.cjs",
    args: ["--write", "--log-level=error"],
    config: /^(?:\.prettierrc|prettier\.config\.)/,
  },
  {
    name: "@biomejs/biome",
    script: "@biomejs/biome/bin/biome",
    args: ["format", "--write"],
    config: /^\.?biome\.jsonc?$/,
  },
];

/** One that the package or a folder above it names or configures, and that is installed. */
async function scriptFormatter(
  project: TestProject,
  files: FileSource,
  base: RunBase,
): Promise<readonly string[] | undefined> {
  const folders = foldersAbove(project.testPath);
  for (const folder of folders) {
    const names = await files.list(folder);
    const manifest = names.includes("package.json") ? await files.read(joinPath(folder, "package.json")) : "";
    const chosen = scriptFormatters.find(
      ({ name, config }) => names.some((each) => config.test(each)) || (manifest ?? "").includes(`"${name}"`),
    );
    const installed = folders.map((each) => joinPath(each, "node_modules", chosen?.script ?? ""));
    for (const path of chosen === undefined ? [] : installed) {
      if (await files.exists(path)) {
        return ["node", relativeTo(base.dir, path), ...(chosen?.args ?? [])];
      }
    }
  }
  return undefined;
}
