import type { FileSource } from "../ports.ts";
import { readGradleBuild } from "./gradleBuild.ts";
import { readMavenDependencies, type Dependency } from "./mavenPom.ts";
import { findExistingTests, type TestNaming } from "./nearestTests.ts";
import { baseOf, dirOf, foldersAbove, joinPath, relativeTo, stemOf } from "./paths.ts";
import type { RunCommand, TestFramework, TestProject, TestProjectOverrides } from "./testProject.ts";

const naming: TestNaming = {
  subjectOf: (base) => {
    const stem = /^(.+)\.java$/.exec(base)?.[1];
    return stem === undefined
      ? undefined
      : (/^(.+?)(?:Tests?|TestCase|Spec)$/.exec(stem)?.[1] ?? /^Test([A-Z].*)$/.exec(stem)?.[1]);
  },
};

interface JavaBuild {
  readonly tool: "maven" | "gradle";
  readonly rootDir: string;
  readonly topDir: string;
  readonly dependencies: readonly Dependency[];
}

export async function detectJavaTests(
  sourcePath: string,
  files: FileSource,
  overrides: TestProjectOverrides,
): Promise<TestProject> {
  const build = await nearestBuild(sourcePath, files);
  const rootDir = build?.rootDir ?? "";
  const existing = await findExistingTests(files, rootDir, sourcePath, naming);
  const neighbour = existing.ownPath ?? existing.paths[0];
  const testPath = overrides.testPath ?? existing.ownPath ?? newTestPath(sourcePath, rootDir, neighbour);
  const testExists = await files.exists(testPath);
  const stylePath = testExists ? testPath : neighbour;
  const styleText = stylePath === undefined ? "" : ((await files.read(stylePath)) ?? "");
  const dependencies = build?.dependencies ?? [];
  const evidence = frameworkOf(dependencies, stylePath, styleText);
  const framework = overrides.framework ?? evidence?.framework ?? null;
  const packageName = /^\s*package\s+([\w.]+)\s*;/m.exec((await files.read(sourcePath)) ?? "")?.[1] ?? "";
  return {
    languageId: "java",
    language: "java",
    framework,
    extras: extrasOf(dependencies),
    buildTool: build?.tool ?? null,
    rootDir,
    evidencePath: evidence?.path ?? null,
    sourcePath,
    testPath,
    testExists,
    styleTestPath: stylePath ?? null,
    dependencyFree: [],
    packages: dependencies.map(({ group, artifact }) => `${group}:${artifact}`),
    reference: { kind: "java", packageName },
    runCommand: build === undefined ? null : await runCommandOf(build, packageName, testPath, files),
    unlistedInPath: null,
  };
}

async function nearestBuild(sourcePath: string, files: FileSource): Promise<JavaBuild | undefined> {
  for (const folder of foldersAbove(sourcePath)) {
    const pom = joinPath(folder, "pom.xml");
    if (await files.exists(pom)) {
      const dependencies = await readMavenDependencies(pom, files);
      return { tool: "maven", rootDir: folder, topDir: topPomDir(folder, dependencies), dependencies };
    }
    for (const name of ["build.gradle.kts", "build.gradle"]) {
      if (await files.exists(joinPath(folder, name))) {
        const { dependencies, topDir } = await readGradleBuild(joinPath(folder, name), files);
        return { tool: "gradle", rootDir: folder, topDir, dependencies };
      }
    }
  }
  return undefined;
}

/** The folder of the outermost POM that was read. */
function topPomDir(folder: string, dependencies: readonly Dependency[]): string {
  return dependencies
    .map(({ path }) => dirOf(path))
    .reduce((top, dir) => (dir.length < top.length ? dir : top), folder);
}

function frameworkOf(
  dependencies: readonly Dependency[],
  stylePath: string | undefined,
  styleText: string,
): { framework: TestFramework; path: string } | undefined {
  const inBuild = frameworksOfBuild(dependencies);
  const byStyle = frameworkOfText(styleText);
  if (byStyle !== undefined && stylePath !== undefined && (inBuild.size === 0 || inBuild.has(byStyle))) {
    return { framework: byStyle, path: inBuild.get(byStyle) ?? stylePath };
  }
  for (const framework of ["junit5", "testng", "junit4"] as const) {
    const path = inBuild.get(framework);
    if (path !== undefined) {
      return { framework, path };
    }
  }
  return undefined;
}

function frameworksOfBuild(dependencies: readonly Dependency[]): Map<TestFramework, string> {
  const found = new Map<TestFramework, string>();
  for (const { group, artifact, path } of dependencies) {
    if (artifact === "spring-boot-starter-test") {
      found.set(isOldSpringBoot(dependencies) ? "junit4" : "junit5", path);
    } else if (group === "org.junit.jupiter" || artifact.startsWith("junit-jupiter")) {
      found.set("junit5", path);
    } else if ((group === "junit" && artifact === "junit") || artifact === "junit-vintage-engine") {
      found.set("junit4", path);
    } else if (artifact === "testng") {
      found.set("testng", path);
    }
  }
  return found;
}

/** Spring Boot's test starter brings JUnit 5 since version 2.2. */
function isOldSpringBoot(dependencies: readonly Dependency[]): boolean {
  const version = dependencies.find(
    ({ group, version: v }) => group === "org.springframework.boot" && /^\d/.test(v),
  );
  const [major = 9, minor = 9] = (version?.version ?? "9.9").split(".").map(Number);
  return major < 2 || (major === 2 && minor < 2);
}

function frameworkOfText(text: string): TestFramework | undefined {
  if (/^\s*import\s+(?:static\s+)?org\.junit\.jupiter\./m.test(text)) {
    return "junit5";
  }
  if (/^\s*import\s+(?:static\s+)?org\.testng\./m.test(text)) {
    return "testng";
  }
  return /^\s*import\s+(?:static\s+)?(?:org\.junit\.|junit\.framework\.)/m.test(text) ? "junit4" : undefined;
}

function extrasOf(dependencies: readonly Dependency[]): string[] {
  const extras = new Set<string>();
  for (const { artifact } of dependencies) {
    if (artifact === "spring-boot-starter-test") {
      extras.add("spring-boot-test").add("mockito");
    } else if (artifact.startsWith("mockito-")) {
      extras.add("mockito");
    } else if (artifact === "assertj-core") {
      extras.add("assertj");
    } else if (artifact.startsWith("hamcrest")) {
      extras.add("hamcrest");
    }
  }
  return [...extras].sort();
}

function newTestPath(sourcePath: string, rootDir: string, neighbour: string | undefined): string {
  const name = testNameLike(neighbour, stemOf(sourcePath));
  const standard = /^(.*?)src\/main\/java\/(.*)$/.exec(sourcePath);
  if (standard !== null) {
    return joinPath(standard[1] ?? "", "src/test/java", dirOf(standard[2] ?? ""), `${name}.java`);
  }
  const inner = relativeTo(rootDir, dirOf(sourcePath)).replace(/^src(?:\/|$)/, "");
  const testRoot = /^(.*?(?:^|\/)(?:test|tests)(?:\/java)?)(?:\/|$)/.exec(dirOf(neighbour ?? ""))?.[1];
  return joinPath(testRoot ?? joinPath(rootDir, "test"), inner, `${name}.java`);
}

/** `XTest` unless the neighbour is named otherwise. */
function testNameLike(neighbour: string | undefined, subject: string): string {
  const stem = neighbour === undefined ? "" : stemOf(neighbour);
  const other = naming.subjectOf(baseOf(neighbour ?? ""));
  if (other === undefined || !stem.includes(other)) {
    return `${subject}Test`;
  }
  return stem.replace(other, subject);
}

async function runCommandOf(
  build: JavaBuild,
  packageName: string,
  testPath: string,
  files: FileSource,
): Promise<RunCommand> {
  const testName = stemOf(testPath);
  const isModule = build.rootDir !== build.topDir;
  const module = relativeTo(build.topDir, build.rootDir);
  if (build.tool === "maven") {
    const hasWrapper = await files.exists(joinPath(build.topDir, "mvnw"));
    const tool = hasWrapper ? "./mvnw" : "mvn";
    const scope = isModule ? ["-pl", module, "-am", "-Dsurefire.failIfNoSpecifiedTests=false"] : [];
    return { command: [tool, "-q", ...scope, `-Dtest=${testName}`, "test"], dir: build.topDir };
  }
  const tool = (await files.exists(joinPath(build.topDir, "gradlew"))) ? "./gradlew" : "gradle";
  const task = isModule ? `:${module.replaceAll("/", ":")}:test` : "test";
  const full = packageName === "" ? testName : `${packageName}.${testName}`;
  return { command: [tool, task, "--tests", full], dir: build.topDir };
}
