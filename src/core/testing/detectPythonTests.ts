import type { FileSource } from "../ports.ts";
import { findExistingTests, folderLike, type TestNaming } from "./nearestTests.ts";
import { baseOf, dirOf, foldersAbove, joinPath, relativeTo, segmentsOf, stemOf } from "./paths.ts";
import type { RunCommand, TestFramework, TestProject, TestProjectOverrides } from "./testProject.ts";

const naming: TestNaming = {
  subjectOf: (base) => /^test_(.+)\.py$/.exec(base)?.[1] ?? /^(.+)_test\.py$/.exec(base)?.[1],
};

const manifestNames = ["pyproject.toml", "setup.cfg", "setup.py", "tox.ini", "pytest.ini", "Pipfile"];

interface Manifest {
  readonly path: string;
  readonly text: string;
}

export async function detectPythonTests(
  sourcePath: string,
  files: FileSource,
  overrides: TestProjectOverrides,
): Promise<TestProject> {
  const { rootDir, manifests } = await nearestManifests(sourcePath, files);
  const existing = await findExistingTests(files, rootDir, sourcePath, naming);
  const neighbour = existing.ownPath ?? existing.paths[0];
  const testPath =
    overrides.testPath ??
    existing.ownPath ??
    (await newTestPath(sourcePath, rootDir, neighbour, manifests, files));
  const testExists = await files.exists(testPath);
  const stylePath = testExists ? testPath : neighbour;
  const styleText = stylePath === undefined ? undefined : await files.read(stylePath);
  const evidence = await frameworkOf(manifests, rootDir, stylePath, styleText, files);
  const framework = overrides.framework ?? evidence?.framework ?? null;
  return {
    languageId: "python",
    language: "python",
    framework,
    // pytest runs the classes of unittest, so a project that writes those goes on with them.
    extras: [
      ...extrasOf(manifests),
      ...(framework === "pytest" && writesClasses.test(styleText ?? "") ? ["unittest"] : []),
    ],
    buildTool: manifests.some(({ path }) => baseOf(path) === "pyproject.toml") ? "pyproject" : null,
    rootDir,
    evidencePath: evidence?.path ?? null,
    sourcePath,
    testPath,
    testExists,
    styleTestPath: stylePath ?? null,
    dependencyFree: framework === null ? ["unittest"] : [],
    packages: extrasOf(manifests),
    reference: { kind: "python", module: await moduleOf(sourcePath, rootDir, files) },
    runCommand: runCommandOf(framework, testPath, rootDir),
    unlistedInPath: null,
  };
}

const writesClasses = /\bclass \w+\((?:unittest\.)?(?:IsolatedAsyncio)?TestCase\)/;

/** The build files of the nearest folder that has any; requirements files count. */
async function nearestManifests(
  sourcePath: string,
  files: FileSource,
): Promise<{ rootDir: string; manifests: readonly Manifest[] }> {
  const folders = foldersAbove(sourcePath);
  for (const folder of folders) {
    const names = (await files.list(folder)).filter(
      (name) => manifestNames.includes(name) || /^(?:test-|dev-)?requirements.*\.(?:txt|in)$/.test(name),
    );
    const nested = (await files.list(joinPath(folder, "requirements"))).filter((name) =>
      name.endsWith(".txt"),
    );
    const paths = [
      ...names.map((name) => joinPath(folder, name)),
      ...(names.length > 0 ? nested.map((name) => joinPath(folder, "requirements", name)) : []),
    ];
    if (paths.length > 0) {
      const manifests: Manifest[] = [];
      for (const path of paths) {
        manifests.push({ path, text: (await files.read(path)) ?? "" });
      }
      return { rootDir: folder, manifests };
    }
  }
  return { rootDir: "", manifests: [] };
}

async function frameworkOf(
  manifests: readonly Manifest[],
  rootDir: string,
  stylePath: string | undefined,
  styleText: string | undefined,
  files: FileSource,
): Promise<{ framework: TestFramework; path: string } | undefined> {
  const byStyle = frameworkOfText(styleText);
  // Both styles can live in one project; a file that is written in one is added to in it.
  if (byStyle === "unittest" && stylePath !== undefined) {
    return { framework: "unittest", path: stylePath };
  }
  const configured = manifests.find(
    ({ path, text }) =>
      baseOf(path) === "pytest.ini" ||
      /^\s*\[(?:tool\.pytest(?:\.ini_options)?|tool:pytest|pytest)\]/m.test(text),
  );
  const named = configured ?? manifests.find(({ text }) => mentions(text, "pytest"));
  if (named !== undefined) {
    return { framework: "pytest", path: named.path };
  }
  const conftest = joinPath(rootDir, "conftest.py");
  if (await files.exists(conftest)) {
    return { framework: "pytest", path: conftest };
  }
  return byStyle === undefined || stylePath === undefined
    ? undefined
    : { framework: byStyle, path: stylePath };
}

function frameworkOfText(text: string | undefined): TestFramework | undefined {
  if (text === undefined) {
    return undefined;
  }
  if (
    /\(\s*(?:unittest\.)?(?:IsolatedAsyncio)?TestCase\s*\)/.test(text) &&
    !/^\s*(?:import|from) pytest\b/m.test(text)
  ) {
    return "unittest";
  }
  return /^\s*(?:import|from) pytest\b|^(?:async )?def test_/m.test(text) ? "pytest" : undefined;
}

/** A requirement by its name, not as part of another name; comments do not count. */
export function mentions(text: string, requirement: string): boolean {
  const pattern = new RegExp(
    `(?:^|[\\s"'\\[,(=])${requirement}(?![\\w.-]*[\\w]*-)(?:[\\s"'\\],;<>=!~[)]|$)`,
    "m",
  );
  return pattern.test(text.replace(/(?:^|\s)#.*$/gm, ""));
}

const knownExtras = [
  "pytest-mock",
  "pytest-asyncio",
  "hypothesis",
  "freezegun",
  "responses",
  "parameterized",
];

function extrasOf(manifests: readonly Manifest[]): string[] {
  return knownExtras.filter((name) => manifests.some(({ text }) => mentions(text, name))).sort();
}

async function newTestPath(
  sourcePath: string,
  rootDir: string,
  neighbour: string | undefined,
  manifests: readonly Manifest[],
  files: FileSource,
): Promise<string> {
  const subject = stemOf(sourcePath) === "__init__" ? baseOf(dirOf(sourcePath)) : stemOf(sourcePath);
  const isSuffixed =
    neighbour !== undefined && neighbour.endsWith("_test.py") && !baseOf(neighbour).startsWith("test_");
  const base = isSuffixed ? `${subject}_test.py` : `test_${subject.replace(/^_+/, "")}.py`;
  if (neighbour !== undefined) {
    return joinPath(folderLike(neighbour, sourcePath, rootDir), base);
  }
  const configured = manifests
    .map(({ text }) => /^\s*testpaths\s*=\s*\[?\s*["']?([\w./-]+)/m.exec(text)?.[1])
    .find((path) => path !== undefined);
  for (const folder of [configured, "tests", "test"]) {
    if (folder !== undefined && (await files.list(joinPath(rootDir, folder))).length > 0) {
      return joinPath(rootDir, folder, base);
    }
  }
  return joinPath(rootDir, configured ?? "tests", base);
}

/** The dotted name under which tests import the file: from the outermost package folder, or below `src`. */
async function moduleOf(sourcePath: string, rootDir: string, files: FileSource): Promise<string> {
  const stem = stemOf(sourcePath);
  const names = stem === "__init__" ? [] : [stem];
  let folder = dirOf(sourcePath);
  while (folder !== "" && (await files.exists(joinPath(folder, "__init__.py")))) {
    names.unshift(baseOf(folder));
    folder = dirOf(folder);
  }
  if (folder === dirOf(sourcePath)) {
    const inner = segmentsOf(relativeTo(rootDir, sourcePath)).slice(0, -1);
    // A folder such as `my-app` is no package: what lies below it is imported from there.
    const last = inner.findLastIndex((name) => !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name));
    names.unshift(...inner.slice(Math.max(last + 1, inner[0] === "src" ? 1 : 0)));
  }
  return names.join(".");
}

function runCommandOf(framework: TestFramework | null, testPath: string, rootDir: string): RunCommand | null {
  const path = relativeTo(rootDir, testPath);
  if (framework === "pytest") {
    return { command: ["python", "-m", "pytest", path], dir: rootDir };
  }
  return framework === "unittest" ? { command: ["python", "-m", "unittest", path], dir: rootDir } : null;
}
