import type { FileSource } from "../ports.ts";
import { isRecord, parseLooseJson } from "./looseJson.ts";
import { findExistingTests, folderLike, type TestNaming } from "./nearestTests.ts";
import { baseOf, dirOf, extensionOf, foldersAbove, joinPath, relativeTo, stemOf } from "./paths.ts";
import { readScriptReference } from "./scriptReference.ts";
import type { RunCommand, TestFramework, TestProject, TestProjectOverrides } from "./testProject.ts";

export const scriptTestNaming: TestNaming = {
  subjectOf: (base) =>
    /^(.+?)[._-](?:test|spec)\.[cm]?[jt]sx?$/.exec(base)?.[1] ??
    /^test[._-](.+)\.[cm]?[jt]sx?$/.exec(base)?.[1],
};

/** One `package.json` with what stands beside it. */
interface Manifest {
  readonly path: string;
  readonly dir: string;
  readonly packages: readonly string[];
  readonly testScript: string;
  readonly fields: readonly string[];
  readonly names: readonly string[];
  readonly isModule: boolean;
}

export async function detectScriptTests(
  sourcePath: string,
  language: "javascript" | "typescript",
  files: FileSource,
  overrides: TestProjectOverrides,
): Promise<TestProject> {
  const manifests = await readManifests(sourcePath, files);
  const rootDir = manifests[0]?.dir ?? "";
  const existing = await findExistingTests(files, rootDir, sourcePath, scriptTestNaming);
  const neighbour = existing.ownPath ?? existing.paths[0];
  const named = frameworkOfManifests(manifests);
  const testPath =
    overrides.testPath ??
    existing.ownPath ??
    (await newTestPath(sourcePath, rootDir, neighbour, overrides.framework ?? named?.framework, files));
  const testExists = await files.exists(testPath);
  const stylePath = testExists ? testPath : neighbour;
  const styleText = stylePath === undefined ? "" : ((await files.read(stylePath)) ?? "");
  const evidence = evidenceOf(named, manifests, stylePath, styleText);
  const framework = overrides.framework ?? evidence?.framework ?? null;
  const packages = [...new Set(manifests.flatMap((manifest) => manifest.packages))];
  return {
    languageId: languageIdOf(testPath, language),
    language,
    framework,
    extras: extrasOf(packages),
    buildTool: await packageToolOf(manifests, files),
    rootDir,
    evidencePath: evidence?.path ?? null,
    sourcePath,
    testPath,
    testExists,
    styleTestPath: stylePath ?? null,
    dependencyFree: framework === null ? ["node-test"] : [],
    packages,
    reference: await readScriptReference(
      { sourcePath, testPath, styleText, framework, packages, isModule: manifests[0]?.isModule ?? false },
      files,
    ),
    runCommand: runCommandOf(framework, testPath, rootDir),
    unlistedInPath: null,
  };
}

/** Nearest first, up to the workspace folder: a workspace's root often holds the test runner. */
async function readManifests(sourcePath: string, files: FileSource): Promise<Manifest[]> {
  const manifests: Manifest[] = [];
  for (const dir of foldersAbove(sourcePath)) {
    const path = joinPath(dir, "package.json");
    const content = parseLooseJson((await files.read(path)) ?? "");
    if (content === undefined) {
      continue;
    }
    const scripts = isRecord(content["scripts"]) ? content["scripts"] : {};
    manifests.push({
      path,
      dir,
      packages: ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"].flatMap(
        (field) => (isRecord(content[field]) ? Object.keys(content[field]) : []),
      ),
      testScript: Object.entries(scripts)
        .filter(([name, value]) => /^test|unit/.test(name) && typeof value === "string")
        .map(([, value]) => String(value))
        .join("\n"),
      fields: Object.keys(content),
      names: await files.list(dir),
      isModule: content["type"] === "module",
    });
  }
  return manifests;
}

const frameworks = ["vitest", "jest", "mocha", "node-test"] as const;
type ScriptFramework = (typeof frameworks)[number];

const scriptPattern: Readonly<Record<ScriptFramework, RegExp>> = {
  vitest: /\bvitest\b/,
  jest: /\bjest\b|\breact-scripts test\b/,
  mocha: /\bmocha\b/,
  "node-test": /\bnode\b[^\n&|]*\s--test\b|\btsx\b[^\n&|]*\s--test\b/,
};
const configPattern: Readonly<Record<ScriptFramework, RegExp>> = {
  vitest: /^vitest\.(?:config|workspace)\./,
  jest: /^jest\.config\./,
  mocha: /^\.mocharc\./,
  "node-test": /^$/,
};
const packagesOf: Readonly<Record<ScriptFramework, readonly string[]>> = {
  vitest: ["vitest"],
  jest: ["jest", "ts-jest", "@jest/core", "react-scripts"],
  mocha: ["mocha"],
  "node-test": [],
};

interface Evidence {
  readonly framework: ScriptFramework;
  readonly path: string;
}

/** The nearest manifest that names one wins; its test script before its configuration and packages. */
function frameworkOfManifests(manifests: readonly Manifest[]): Evidence | undefined {
  for (const manifest of manifests) {
    const byScript = frameworks.find((name) => scriptPattern[name].test(manifest.testScript));
    if (byScript !== undefined) {
      return { framework: byScript, path: manifest.path };
    }
    for (const framework of frameworks) {
      const config = manifest.names.find((name) => configPattern[framework].test(name));
      if (config !== undefined) {
        return { framework, path: joinPath(manifest.dir, config) };
      }
    }
    const byPackage = frameworks.find(
      (name) =>
        packagesOf[name].some((known) => manifest.packages.includes(known)) ||
        ((name === "jest" || name === "mocha") && manifest.fields.includes(name)),
    );
    if (byPackage !== undefined) {
      return { framework: byPackage, path: manifest.path };
    }
  }
  return undefined;
}

/** What an existing test imports outweighs the manifests, if the build has it. */
function evidenceOf(
  named: Evidence | undefined,
  manifests: readonly Manifest[],
  stylePath: string | undefined,
  styleText: string,
): Evidence | undefined {
  const imported: ScriptFramework | undefined = /["']vitest["']/.test(styleText)
    ? "vitest"
    : /["']node:test["']/.test(styleText)
      ? "node-test"
      : /["']@jest\/globals["']/.test(styleText)
        ? "jest"
        : undefined;
  if (imported === undefined || stylePath === undefined || imported === named?.framework) {
    return named;
  }
  const isThere =
    imported === "node-test" ||
    manifests.some(({ packages }) => packagesOf[imported].some((name) => packages.includes(name)));
  return isThere ? { framework: imported, path: stylePath } : named;
}

const knownExtras: readonly (readonly [RegExp, string])[] = [
  [/^@testing-library\//, "testing-library"],
  [/^chai$/, "chai"],
  [/^sinon$/, "sinon"],
  [/^supertest$/, "supertest"],
  [/^fast-check$/, "fast-check"],
];

function extrasOf(packages: readonly string[]): string[] {
  return knownExtras
    .filter(([pattern]) => packages.some((name) => pattern.test(name)))
    .map(([, extra]) => extra)
    .sort();
}

async function newTestPath(
  sourcePath: string,
  rootDir: string,
  neighbour: string | undefined,
  framework: TestFramework | undefined,
  files: FileSource,
): Promise<string> {
  const mark =
    neighbour === undefined
      ? undefined
      : /[._-](?:test|spec)(?=\.[cm]?[jt]sx?$)/.exec(baseOf(neighbour))?.[0];
  const base = `${stemOf(sourcePath)}${mark ?? ".test"}${extensionOf(sourcePath)}`;
  if (neighbour !== undefined) {
    return joinPath(folderLike(neighbour, sourcePath, rootDir), base);
  }
  const names = await files.list(rootDir);
  const folder = ["test", "tests", "__tests__"].find((name) => names.includes(`${name}/`));
  if (folder !== undefined) {
    return joinPath(rootDir, folder, base);
  }
  return framework === "mocha" ? joinPath(rootDir, "test", base) : joinPath(dirOf(sourcePath), base);
}

function languageIdOf(testPath: string, language: "javascript" | "typescript"): string {
  return /\.[jt]sx$/.test(testPath) ? `${language}react` : language;
}

async function packageToolOf(manifests: readonly Manifest[], files: FileSource): Promise<string | null> {
  for (const { dir } of manifests) {
    for (const [lock, tool] of [
      ["pnpm-lock.yaml", "pnpm"],
      ["yarn.lock", "yarn"],
      ["bun.lock", "bun"],
      ["bun.lockb", "bun"],
      ["package-lock.json", "npm"],
    ] as const) {
      if (await files.exists(joinPath(dir, lock))) {
        return tool;
      }
    }
  }
  return manifests.length > 0 ? "npm" : null;
}

function runCommandOf(framework: TestFramework | null, testPath: string, rootDir: string): RunCommand | null {
  const path = relativeTo(rootDir, testPath);
  if (framework === "node-test") {
    return { command: ["node", "--test", path], dir: rootDir };
  }
  const isRunByPackage = framework === "vitest" || framework === "jest" || framework === "mocha";
  const arguments_ = framework === "vitest" ? ["run", path] : [path];
  return isRunByPackage ? { command: ["npx", "--no-install", framework, ...arguments_], dir: rootDir } : null;
}
