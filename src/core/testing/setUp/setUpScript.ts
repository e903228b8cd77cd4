import { isRecord, parseLooseJson } from "../looseJson.ts";
import { joinPath } from "../paths.ts";
import { topManifestDir } from "../run/runBase.ts";
import type { RunCommand } from "../testProject.ts";
import { insertJson } from "./insertJson.ts";
import type { SetUpEdit, SetUpQuestion, SetUpRefusal, TestSetUp } from "./testSetUp.ts";

type ScriptFramework = "vitest" | "jest" | "mocha" | "node-test";

/** Ranges of npm packages, those that the matrix of real runners was run with. */
const ranges = {
  vitest: "^3.2.4",
  jest: "^30.5.2",
  mocha: "^12.0.3",
  "ts-jest": "^29.4.0",
  "@types/jest": "^30.0.0",
  "@types/mocha": "^10.0.0",
  tsx: "^4.0.0",
} as const;

const scriptByFramework: Readonly<Record<ScriptFramework, string>> = {
  vitest: "vitest run",
  jest: "jest",
  mocha: "mocha",
  "node-test": "node --test",
};

/** What `npm init` writes where nobody has decided. */
const isPlaceholder = (script: string): boolean => /no test specified/.test(script);

/** Adds the development dependency and a `test` script to the nearest `package.json`. */
export async function setUpScript(
  { project, files }: SetUpQuestion,
  framework: ScriptFramework,
): Promise<TestSetUp | SetUpRefusal> {
  const isTypeScript = project.language === "typescript";
  const notes =
    framework === "node-test" && isTypeScript && !project.packages.includes("tsx")
      ? [{ id: "testing.setUp.nodeTypes", args: [] }]
      : [];
  const path = joinPath(project.rootDir, "package.json");
  const before = await files.read(path);
  if (before === undefined) {
    return framework === "node-test"
      ? { framework, edits: [], install: null, notes }
      : { framework, refusal: { id: "testing.setUp.noBuild", args: ["package.json"] } };
  }
  const added = packagesFor(framework, isTypeScript, viteMajor(before)).filter(
    ([name]) => !project.packages.includes(name),
  );
  const text = manifestWith(before, framework, added, isTypeScript);
  if (text === undefined) {
    return { framework, refusal: { id: "testing.setUp.unreadable", args: [path] } };
  }
  const edits: SetUpEdit[] = text === before ? [] : [{ path, before, text }];
  const configPath = joinPath(project.rootDir, ".mocharc.json");
  if (framework === "mocha" && isTypeScript && !(await files.exists(configPath))) {
    const config = { import: "tsx", extension: ["ts"], spec: "test/**/*.ts" };
    edits.push({ path: configPath, before: undefined, text: `${JSON.stringify(config, null, 2)}\n` });
  }
  const install = added.length === 0 ? null : await installOf(project.rootDir, project.buildTool, files);
  return { framework, edits, install, notes };
}

function packagesFor(
  framework: ScriptFramework,
  isTypeScript: boolean,
  vite: number | undefined,
): (readonly [string, string])[] {
  const named = (...names: readonly (keyof typeof ranges)[]): (readonly [string, string])[] =>
    names.map((name) => [name, ranges[name]] as const);
  switch (framework) {
    case "node-test":
      return [];
    case "vitest":
      // Vitest 1 is the last that takes Vite 4 or older.
      return vite !== undefined && vite < 5 ? [["vitest", "^1.6.0"]] : named("vitest");
    case "jest":
      return isTypeScript ? named("@types/jest", "jest", "ts-jest") : named("jest");
    case "mocha":
      return isTypeScript ? named("@types/mocha", "mocha", "tsx") : named("mocha");
  }
}

function viteMajor(manifest: string): number | undefined {
  const major = /"vite"\s*:\s*"[^\d"]*(\d+)/.exec(manifest)?.[1];
  return major === undefined ? undefined : Number(major);
}

function manifestWith(
  before: string,
  framework: ScriptFramework,
  added: readonly (readonly [string, string])[],
  isTypeScript: boolean,
): string | undefined {
  const content = parseLooseJson(before);
  if (content === undefined) {
    return undefined;
  }
  const scripts = isRecord(content["scripts"]) ? content["scripts"] : {};
  const script = scripts["test"];
  const inserts: (readonly [string, string, string])[] = added.map(
    ([name, range]) => ["devDependencies", name, range] as const,
  );
  if (typeof script !== "string" || isPlaceholder(script)) {
    inserts.push(["scripts", "test", scriptByFramework[framework]]);
  }
  if (framework === "jest" && isTypeScript && content["jest"] === undefined) {
    inserts.push(["jest", "preset", "ts-jest"]);
  }
  return inserts.reduce<string | undefined>(
    (text, [object, name, value]) => (text === undefined ? undefined : insertJson(text, object, name, value)),
    before,
  );
}

/** Packages are installed where the workspace of packages begins: its lock file lies there. */
async function installOf(
  dir: string,
  tool: string | null,
  files: SetUpQuestion["files"],
): Promise<RunCommand> {
  return { command: [tool ?? "npm", "install"], dir: await topManifestDir(dir, files) };
}
