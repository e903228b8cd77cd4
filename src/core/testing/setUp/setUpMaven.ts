import { joinPath } from "../paths.ts";
import { pomChain } from "../mavenPom.ts";
import { artifactByFramework, type JavaFramework } from "./javaArtifacts.ts";
import type { SetUpEdit, SetUpQuestion, SetUpRefusal, TestSetUp } from "./testSetUp.ts";

/** Maven before 3.9 takes a Surefire by itself that finds no JUnit 5 test and passes without having run one. */
const surefireVersion = "3.5.4";

/** A dependency for tests in the module's own POM, and Surefire where JUnit 5 needs a newer one. */
export async function setUpMaven(
  { project, files }: SetUpQuestion,
  framework: JavaFramework,
): Promise<TestSetUp | SetUpRefusal> {
  if (project.buildTool !== "maven") {
    return { framework, refusal: { id: "testing.setUp.noBuild", args: ["pom.xml, build.gradle(.kts)"] } };
  }
  const path = joinPath(project.rootDir, "pom.xml");
  const chain = await pomChain(path, files);
  const before = chain[0]?.text;
  const { group, artifact, version } = artifactByFramework[framework];
  if (project.packages.includes(`${group}:${artifact}`)) {
    return { framework, edits: [], install: null, notes: [] };
  }
  const isManaged = chain.some(({ text }) => isManagedIn(text, group, artifact));
  const lines = [
    `<groupId>${group}</groupId>`,
    `<artifactId>${artifact}</artifactId>`,
    ...(isManaged ? [] : [`<version>${version}</version>`]),
    "<scope>test</scope>",
  ];
  const withDependency =
    before === undefined ? undefined : insertElement(before, ["dependencies"], "dependency", lines);
  const needsSurefire = framework === "junit5" && !chain.some(({ text }) => hasSurefire(text));
  const text =
    withDependency !== undefined && needsSurefire
      ? insertElement(withDependency, ["build", "plugins"], "plugin", [
          "<groupId>org.apache.maven.plugins</groupId>",
          "<artifactId>maven-surefire-plugin</artifactId>",
          `<version>${surefireVersion}</version>`,
        ])
      : withDependency;
  if (before === undefined || text === undefined) {
    return { framework, refusal: { id: "testing.setUp.unreadable", args: [path] } };
  }
  const edits: SetUpEdit[] = [{ path, before, text }];
  return { framework, edits, install: null, notes: [{ id: "testing.setUp.fetchedByRun", args: [] }] };
}

/** A version that the chain of POMs decides: its own management, JUnit's bill of materials, Spring Boot. */
function isManagedIn(pom: string, group: string, artifact: string): boolean {
  const managed = [...pom.matchAll(/<dependencyManagement>[\s\S]*?<\/dependencyManagement>/g)].join("\n");
  return (
    managed.includes(`<artifactId>${artifact}</artifactId>`) ||
    (group === "org.junit.jupiter" && managed.includes("<artifactId>junit-bom</artifactId>")) ||
    (group !== "org.testng" &&
      (managed.includes("<artifactId>spring-boot-dependencies</artifactId>") || hasSpringBootParent(pom)))
  );
}

function hasSpringBootParent(pom: string): boolean {
  return /<parent>[\s\S]*?<artifactId>spring-boot-starter-parent<\/artifactId>[\s\S]*?<\/parent>/.test(pom);
}

function hasSurefire(pom: string): boolean {
  return pom.includes("<artifactId>maven-surefire-plugin</artifactId>") || hasSpringBootParent(pom);
}

/** The same length without what lies in elements of another meaning, comments included. */
function masked(pom: string): string {
  const blank = (all: string): string => " ".repeat(all.length);
  return ["dependencyManagement", "pluginManagement", "profiles", "reporting"].reduce(
    (text, tag) => text.replace(new RegExp(`<${tag}>[\\s\\S]*?</${tag}>`, "g"), blank),
    pom.replace(/<!--[\s\S]*?-->/g, blank),
  );
}

/** A new element at the end of the list that `path` names below `<project>`; what is missing is made. */
function insertElement(
  pom: string,
  path: readonly string[],
  tag: string,
  lines: readonly string[],
): string | undefined {
  const plain = masked(pom);
  const newline = pom.includes("\r\n") ? "\r\n" : "\n";
  const unit = /<project[^>]*>\s*\n([ \t]+)</.exec(pom)?.[1] ?? "    ";
  // Dependencies of plugins are no dependencies of the project.
  const searched =
    path[0] === "dependencies"
      ? plain.replace(/<build>[\s\S]*?<\/build>/g, (all) => " ".repeat(all.length))
      : plain;
  let end = searched.lastIndexOf("</project>");
  let start = 0;
  let depth = 0;
  for (const step of path) {
    const close = searched.indexOf(`</${step}>`, start);
    const open = searched.indexOf(`<${step}>`, start);
    if (open < 0 || close < 0 || close > end) {
      break;
    }
    [start, end, depth] = [open, close, depth + 1];
  }
  if (end < 0) {
    return undefined;
  }
  const element = (level: number, name: string, inner: readonly string[]): string[] => [
    `${unit.repeat(level)}<${name}>`,
    ...inner,
    `${unit.repeat(level)}</${name}>`,
  ];
  const deepest = path.length + 1;
  const own = element(
    deepest,
    tag,
    lines.map((line) => unit.repeat(deepest + 1) + line),
  );
  const missing = path.slice(depth);
  const whole = missing.reduceRight((inner, step, index) => element(depth + index + 1, step, inner), own);
  const lineStart = pom.lastIndexOf("\n", end) + 1;
  const isOwnLine = pom.slice(lineStart, end).trim() === "";
  const at = isOwnLine ? lineStart : end;
  const lead = isOwnLine ? "" : newline;
  return `${pom.slice(0, at)}${lead}${whole.join(newline)}${newline}${pom.slice(at)}`;
}
