import { toCamelCase, UniqueNames } from "../conditionWords.ts";
import { stemOf } from "../paths.ts";
import type { PlannedCase, PlannedUnit } from "../testPlan.ts";
import {
  callOf,
  caseWords,
  commentLines,
  doubleQuoted,
  expectedOf,
  hiddenNote,
  labelOf,
  lastSegment,
  todoOf,
  type SkeletonInput,
} from "./skeletonParts.ts";

/** One class with a disabled method a case, for JUnit 4, JUnit 5 or TestNG. */
export function renderJavaSkeleton(input: SkeletonInput): string {
  const { plan, project, framework, say } = input;
  const packageName = project.reference.kind === "java" ? project.reference.packageName : "";
  const taken = new UniqueNames();
  const visibility = framework === "junit5" ? "" : "public ";
  const methods = plan.units.flatMap((unit) =>
    unit.cases.map((planned) => {
      const name = taken.take(toCamelCase(caseWords(unit, planned)), "");
      return [
        ...marksOf(framework, say(planned.title), unit, todoOf(say)).map((line) => `    ${line}`),
        `    ${visibility}void ${name}() {`,
        ...bodyOf(unit, planned, say, framework).map((line) => `        ${line}`),
        "    }",
      ].join("\n");
    }),
  );
  return `${[
    ...(packageName === "" ? [] : [`package ${packageName};`, ""]),
    ...importsOf(framework).map((name) => `import ${name};`),
    "",
    `${visibility}class ${stemOf(project.testPath)} {`,
    ...commentLines(labelOf(say), "    // "),
    methods.join("\n\n"),
    "}",
  ].join("\n")}\n`;
}

function importsOf(framework: SkeletonInput["framework"]): string[] {
  if (framework === "junit4") {
    return ["org.junit.Ignore", "org.junit.Test"];
  }
  return framework === "testng"
    ? ["org.testng.annotations.Test"]
    : ["org.junit.jupiter.api.Disabled", "org.junit.jupiter.api.DisplayName", "org.junit.jupiter.api.Test"];
}

function marksOf(
  framework: SkeletonInput["framework"],
  title: string,
  unit: PlannedUnit,
  todo: string,
): string[] {
  const full = javaString(`${unit.name}: ${title}`);
  if (framework === "junit4") {
    return ["@Test", `@Ignore(${javaString(todo)})`];
  }
  return framework === "testng"
    ? [`@Test(enabled = false, description = ${full})`]
    : ["@Test", `@Disabled(${javaString(todo)})`, `@DisplayName(${full})`];
}

/** `\u` begins an escape anywhere in Java, even after another backslash that is meant as text. */
function javaString(text: string): string {
  return doubleQuoted(text.replace(/\\+(?=u)/g, "\\ "));
}

function bodyOf(
  unit: PlannedUnit,
  planned: PlannedCase,
  say: SkeletonInput["say"],
  framework: SkeletonInput["framework"],
): string[] {
  const note = hiddenNote(unit, say);
  return [
    ...commentLines(say(planned.title), "// "),
    ...(note === undefined
      ? sketchOf(unit, planned, framework).map((line) => `// ${line}`)
      : commentLines(note, "// ")),
  ];
}

/** How the case could be written; a comment, because the arguments are not known. */
function sketchOf(unit: PlannedUnit, planned: PlannedCase, framework: SkeletonInput["framework"]): string[] {
  const lines: string[] = [];
  const className = unit.className ?? "";
  const instance = toCamelCase(lastSegment(className));
  if (unit.reach === "instance") {
    lines.push(
      `${className} ${instance} = new ${className}(${(unit.constructorParameters ?? []).join(", ")});`,
    );
  }
  const callees = {
    free: unit.name,
    hidden: unit.name,
    static: `${className}.${unit.name}`,
    instance: `${instance}.${unit.name}`,
    constructor: `new ${className}`,
  };
  const call = callOf(unit, planned, callees[unit.reach]);
  if (planned.outcome.kind === "raises") {
    lines.push(`assertThrows(${planned.outcome.error}.class, () -> ${call});`);
    return lines;
  }
  if (planned.outcome.kind === "open") {
    return [...lines, `${call};`];
  }
  const value = expectedOf(planned, "expected");
  // TestNG names the actual value first, JUnit the expected one.
  lines.push(
    framework === "testng" ? `assertEquals(${call}, ${value});` : `assertEquals(${value}, ${call});`,
  );
  return lines;
}
