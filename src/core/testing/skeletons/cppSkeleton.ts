import { toPascalCase, toSnakeCase, UniqueNames } from "../conditionWords.ts";
import type { PlannedCase, PlannedUnit } from "../testPlan.ts";
import type { TestProject } from "../testProject.ts";
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

/** A skipped `TEST` or `TEST_CASE` a case. */
export function renderCppSkeleton(input: SkeletonInput): string {
  const { plan, project, framework, say } = input;
  const reference = project.reference.kind === "cpp" ? project.reference : undefined;
  const isOldCatch = framework === "catch2" && reference?.catchMajor === 2;
  const header =
    framework === "gtest"
      ? "gtest/gtest.h"
      : isOldCatch
        ? "catch2/catch.hpp"
        : "catch2/catch_test_macros.hpp";
  const taken = new UniqueNames();
  const cases = plan.units.flatMap((unit) =>
    unit.cases.map((planned) => {
      const heading =
        framework === "gtest"
          ? taken.take(`TEST(${suiteOf(unit)}, ${asciiName(toPascalCase(caseWords(unit, planned)))})`, " ")
          : catchHeading(unit, planned, say, isOldCatch, taken);
      return [
        `${uniqueMacro(heading)} {`,
        ...bodyOf(unit, planned, say, framework).map((line) => `  ${line}`),
        `  ${skipOf(framework, isOldCatch, todoOf(say))}`,
        "}",
      ].join("\n");
    }),
  );
  return `${[
    `#include <${header}>`,
    ...includeOf(project),
    "",
    ...commentLines(labelOf(say), "// "),
    cases.join("\n\n"),
  ].join("\n")}\n`;
}

/** `TEST(A, B) 2` becomes `TEST(A, B2)`. */
function uniqueMacro(heading: string): string {
  return heading.replace(/\) (\d+)$/, "$1)");
}

function includeOf(project: TestProject): string[] {
  const include = project.reference.kind === "cpp" ? project.reference.include : null;
  return include === null ? [] : ["", `#include "${include}"`];
}

function suiteOf(unit: PlannedUnit): string {
  return `${asciiName(toPascalCase(unit.className ?? unit.name))}Test`;
}

/** Test names become identifiers of generated classes, where an underscore is reserved. */
function asciiName(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, "") || "Case";
}

function catchHeading(
  unit: PlannedUnit,
  planned: PlannedCase,
  say: SkeletonInput["say"],
  isOldCatch: boolean,
  taken: UniqueNames,
): string {
  const title = taken.take(
    `${unit.className === undefined ? "" : `${unit.className}::`}${unit.name}: ${say(planned.title)}`,
    " ",
  );
  // The hidden tag keeps an unwritten case out of a run where there is no SKIP.
  const tags = `${isOldCatch ? "[.]" : ""}[${toSnakeCase(unit.className ?? unit.name)}]`;
  return `TEST_CASE(${doubleQuoted(title)}, ${doubleQuoted(tags)})`;
}

function skipOf(framework: SkeletonInput["framework"], isOldCatch: boolean, todo: string): string {
  if (framework === "gtest") {
    return `GTEST_SKIP() << ${doubleQuoted(todo)};`;
  }
  return `${isOldCatch ? "FAIL" : "SKIP"}(${doubleQuoted(todo)});`;
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
  const scope = unit.namespaceName === "" ? "" : `${unit.namespaceName}::`;
  const className = `${scope}${unit.className ?? ""}`;
  const instance = toSnakeCase(lastSegment(unit.className ?? ""));
  if (unit.reach === "instance") {
    lines.push(`${className} ${instance}(...);`);
  }
  const callees = {
    free: `${scope}${unit.name}`,
    hidden: unit.name,
    static: `${className}::${unit.name}`,
    instance: `${instance}.${unit.name}`,
    constructor: className,
  };
  const call = callOf(unit, planned, callees[unit.reach]);
  const isGoogle = framework === "gtest";
  if (planned.outcome.kind === "raises") {
    lines.push(
      isGoogle
        ? `EXPECT_THROW(${call}, ${planned.outcome.error});`
        : `CHECK_THROWS_AS(${call}, ${planned.outcome.error});`,
    );
    return lines;
  }
  if (planned.outcome.kind === "open") {
    return [...lines, `${call};`];
  }
  const value = expectedOf(planned, "expected");
  lines.push(isGoogle ? `EXPECT_EQ(${call}, ${value});` : `CHECK(${call} == ${value});`);
  return lines;
}
