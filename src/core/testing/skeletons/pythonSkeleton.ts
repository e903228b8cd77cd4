import { toPascalCase, toSnakeCase, UniqueNames } from "../conditionWords.ts";
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

/** pytest functions, or methods of one `unittest.TestCase` a unit. */
export function renderPythonSkeleton(input: SkeletonInput): string {
  const { plan, project, framework, say } = input;
  const names = new Set(
    plan.units.flatMap((unit) =>
      unit.reach === "hidden" && unit.className === undefined ? [] : [topName(unit)],
    ),
  );
  const module = project.reference.kind === "python" ? project.reference.module : "";
  const lines = [
    framework === "pytest" ? "import pytest" : "import unittest",
    "",
    ...(names.size > 0 && module !== "" ? [`from ${module} import ${[...names].sort().join(", ")}`, ""] : []),
    "",
    ...commentLines(labelOf(say), "# "),
    ...(framework === "pytest" ? pytestCases(input) : unittestCases(input)),
  ];
  if (framework === "unittest") {
    lines.push("", "", 'if __name__ == "__main__":', "    unittest.main()");
  }
  return `${lines.join("\n").trimEnd()}\n`;
}

function topName(unit: PlannedUnit): string {
  return unit.className?.split(".")[0] ?? unit.name;
}

function pytestCases({ plan, say }: SkeletonInput): string[] {
  const taken = new UniqueNames();
  const blocks = plan.units.flatMap((unit) =>
    unit.cases.map((planned) => {
      const name = taken.take(`test_${toSnakeCase(caseWords(unit, planned))}`);
      return [
        `@pytest.mark.skip(reason=${doubleQuoted(todoOf(say))})`,
        `${unit.isAsync ? "async " : ""}def ${name}():`,
        ...bodyOf(unit, planned, say, "    ", "pytest"),
        "    ...",
      ].join("\n");
    }),
  );
  return [blocks.join("\n\n\n")];
}

function unittestCases({ plan, say }: SkeletonInput): string[] {
  const classes = new UniqueNames();
  const blocks = plan.units.map((unit) => {
    const taken = new UniqueNames();
    const className = classes.take(`${toPascalCase(`${unit.className ?? ""} ${unit.name}`)}Test`, "");
    const methods = unit.cases.map((planned) =>
      [
        `    @unittest.skip(${doubleQuoted(todoOf(say))})`,
        `    ${unit.isAsync ? "async " : ""}def ${taken.take(`test_${toSnakeCase(caseWords(unit, planned))}`)}(self):`,
        ...bodyOf(unit, planned, say, "        ", "unittest"),
        "        ...",
      ].join("\n"),
    );
    const parent = unit.isAsync ? "IsolatedAsyncioTestCase" : "TestCase";
    return `class ${className}(unittest.${parent}):\n${methods.join("\n\n")}`;
  });
  return [blocks.join("\n\n\n")];
}

function bodyOf(
  unit: PlannedUnit,
  planned: PlannedCase,
  say: SkeletonInput["say"],
  indent: string,
  framework: "pytest" | "unittest",
): string[] {
  const note = hiddenNote(unit, say);
  return [
    ...commentLines(say(planned.title), `${indent}# `),
    ...(note === undefined
      ? sketchOf(unit, planned, framework).map((line) => `${indent}# ${line}`)
      : commentLines(note, `${indent}# `)),
  ];
}

/** How the case could be written; a comment, because the arguments are not known. */
function sketchOf(unit: PlannedUnit, planned: PlannedCase, framework: "pytest" | "unittest"): string[] {
  const lines: string[] = [];
  const instance = toSnakeCase(lastSegment(unit.className ?? ""));
  const creation = `${unit.className ?? ""}(${(unit.constructorParameters ?? []).join(", ")})`;
  if (unit.reach === "instance") {
    lines.push(`${instance} = ${creation}`);
  }
  const callees = {
    free: unit.name,
    hidden: unit.name,
    static: `${unit.className ?? ""}.${unit.name}`,
    instance: `${instance}.${unit.name}`,
    constructor: unit.className ?? "",
  };
  const call = `${unit.isAsync ? "await " : ""}${callOf(unit, planned, callees[unit.reach])}`;
  if (planned.outcome.kind === "raises") {
    const catcher = framework === "pytest" ? "pytest.raises" : "self.assertRaises";
    return [...lines, `with ${catcher}(${planned.outcome.error}):`, `    ${call}`];
  }
  if (planned.outcome.kind === "open") {
    return [...lines, call];
  }
  const value = expectedOf(planned, "...");
  lines.push(framework === "pytest" ? `assert ${call} == ${value}` : `self.assertEqual(${call}, ${value})`);
  return lines;
}
