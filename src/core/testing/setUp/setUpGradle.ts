import { findClosing } from "../../text/codeScan.ts";
import { foldersAbove, joinPath } from "../paths.ts";
import { artifactByFramework, type JavaFramework } from "./javaArtifacts.ts";
import type { SetUpQuestion, SetUpRefusal, TestSetUp } from "./testSetUp.ts";

/** The dependency, the platform's launcher, and the line that has Gradle use it, in the module's own script. */
export async function setUpGradle(
  { project, files }: SetUpQuestion,
  framework: JavaFramework,
): Promise<TestSetUp | SetUpRefusal> {
  const scripts = await scriptsAbove(project.rootDir, files);
  const own = scripts.find(({ isOwn }) => isOwn);
  if (own === undefined || /\bcom\.android\b/.test(own.text)) {
    const path = joinPath(project.rootDir, "build.gradle");
    return { framework, refusal: { id: "testing.setUp.unreadable", args: [own?.path ?? path] } };
  }
  const { group, artifact, version } = artifactByFramework[framework];
  const isKotlin = own.path.endsWith(".kts");
  const hasBom = scripts.some(({ text }) =>
    /\bplatform\s*\(\s*["'](?:org\.junit:junit-bom|org\.springframework\.boot:)/.test(text),
  );
  const isManaged =
    framework === "junit5" && (hasBom || /\bio\.spring\.dependency-management\b/.test(own.text));
  const declare = (configuration: string, coordinates: string): string =>
    isKotlin ? `${configuration}("${coordinates}")` : `${configuration} '${coordinates}'`;
  const dependencies = project.packages.includes(`${group}:${artifact}`)
    ? []
    : [
        declare("testImplementation", [group, artifact, ...(isManaged ? [] : [version])].join(":")),
        // Gradle 9 no longer brings it by itself.
        ...(framework === "junit5"
          ? [declare("testRuntimeOnly", "org.junit.platform:junit-platform-launcher")]
          : []),
      ];
  let text = dependencies.length === 0 ? own.text : inBlock(own.text, "dependencies", dependencies);
  if (!scripts.some((script) => /\brepositories\s*\{/.test(script.text))) {
    text = inBlock(text, "repositories", ["mavenCentral()"], "dependencies");
  }
  const call = { junit5: "useJUnitPlatform()", testng: "useTestNG()", junit4: undefined }[framework];
  const isCalled = scripts.some((script) => /\buse(?:JUnitPlatform|TestNG|JUnitJupiter)\b/.test(script.text));
  if (call !== undefined && !isCalled) {
    text = inBlock(text, isKotlin ? "tasks.test" : "test", [call]);
  }
  const edits = text === own.text ? [] : [{ path: own.path, before: own.text, text }];
  return { framework, edits, install: null, notes: [{ id: "testing.setUp.fetchedByRun", args: [] }] };
}

interface Script {
  readonly path: string;
  readonly text: string;
  readonly isOwn: boolean;
}

/** The module's script, those above it, and the settings at the top. */
async function scriptsAbove(rootDir: string, files: SetUpQuestion["files"]): Promise<Script[]> {
  const scripts: Script[] = [];
  for (const folder of foldersAbove(joinPath(rootDir, "build.gradle"))) {
    for (const name of ["build.gradle.kts", "build.gradle", "settings.gradle.kts", "settings.gradle"]) {
      const path = joinPath(folder, name);
      const text = await files.read(path);
      if (text !== undefined) {
        scripts.push({ path, text, isOwn: folder === rootDir && name.startsWith("build.") });
      }
    }
  }
  return scripts;
}

/** Lines at the end of a block of the script's top level; a new block comes before `before`, or last. */
function inBlock(text: string, name: string, lines: readonly string[], before?: string): string {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const unit = /\{\s*?\n([ \t]+)\S/.exec(text)?.[1] ?? "    ";
  const body = lines.map((line) => `${unit}${line}${newline}`).join("");
  const open = blockAt(text, name);
  const close = open === undefined ? undefined : findClosing(text, open);
  if (close !== undefined) {
    const lineStart = text.lastIndexOf("\n", close - 1) + 1;
    const isOwnLine = text.slice(lineStart, close - 1).trim() === "";
    const at = isOwnLine ? lineStart : close - 1;
    return `${text.slice(0, at)}${isOwnLine ? "" : newline}${body}${text.slice(at)}`;
  }
  const block = `${name} {${newline}${body}}${newline}`;
  const next = before === undefined ? undefined : blockAt(text, before);
  if (next !== undefined) {
    const lineStart = text.lastIndexOf("\n", next) + 1;
    return `${text.slice(0, lineStart)}${block}${newline}${text.slice(lineStart)}`;
  }
  const lead = text.trim() === "" ? "" : `${text.trimEnd()}${newline}${newline}`;
  return `${lead}${block}`;
}

/** The offset of the brace that opens a block which begins at the start of a line. */
function blockAt(text: string, name: string): number | undefined {
  const head = new RegExp(`^${name.replaceAll(".", "\\.")}\\s*\\{`, "m").exec(text);
  return head === null ? undefined : head.index + head[0].length - 1;
}
