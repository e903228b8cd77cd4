import { toCamelCase, UniqueNames } from "../conditionWords.ts";
import type { PlannedCase, PlannedUnit } from "../testPlan.ts";
import type { TestFramework } from "../testProject.ts";
import {
  callOf,
  commentLines,
  expectedOf,
  hiddenNote,
  labelOf,
  lastSegment,
  scriptString,
  type SkeletonInput,
} from "./skeletonParts.ts";

/** `describe` blocks with a todo a case, for Vitest, Jest, Mocha or node:test. */
export function renderScriptSkeleton(input: SkeletonInput): string {
  const { plan, say } = input;
  const imports = importsOf(input);
  return `${[
    ...imports,
    ...(imports.length > 0 ? [""] : []),
    ...commentLines(labelOf(say), "// "),
    ownersOf(plan.units)
      .map((units) => describeOf(units, input))
      .join("\n\n"),
  ].join("\n")}\n`;
}

function importsOf({ plan, project, framework }: SkeletonInput): string[] {
  const { reference } = project;
  if (reference.kind !== "script") {
    return [];
  }
  const isCommonJs = reference.moduleStyle === "cjs";
  const functions = "describe, it";
  const frameworkModule = reference.hasGlobals ? undefined : moduleByFramework[framework];
  const imports =
    frameworkModule === undefined ? [] : [importLine(functions, frameworkModule, isCommonJs), ""];
  const reached = plan.units.filter(({ exportKind }) => exportKind !== "none");
  const named = namesOf(reached.filter(({ exportKind }) => exportKind === "named"));
  const whole = namesOf(reached.filter(({ exportKind }) => exportKind === "default"));
  if (isCommonJs) {
    imports.push(...whole.map((name) => `const ${name} = require(${scriptString(reference.specifier)});`));
    if (named.length > 0) {
      imports.push(importLine(named.join(", "), reference.specifier, true));
    }
    return imports;
  }
  const clause = [whole[0], named.length > 0 ? `{ ${named.join(", ")} }` : undefined].filter(
    (part) => part !== undefined,
  );
  if (clause.length > 0) {
    imports.push(`import ${clause.join(", ")} from ${scriptString(reference.specifier)};`);
  }
  return imports;
}

function importLine(names: string, module: string, isCommonJs: boolean): string {
  return isCommonJs
    ? `const { ${names} } = require(${scriptString(module)});`
    : `import { ${names} } from ${scriptString(module)};`;
}

function namesOf(units: readonly PlannedUnit[]): string[] {
  return [...new Set(units.map((unit) => unit.className?.split(".")[0] ?? unit.name))].sort();
}

const moduleByFramework: Readonly<Partial<Record<TestFramework, string>>> = {
  vitest: "vitest",
  jest: "@jest/globals",
  "node-test": "node:test",
};

/** Units by class, a function by itself, in the order of the code. */
function ownersOf(units: readonly PlannedUnit[]): PlannedUnit[][] {
  const groups: PlannedUnit[][] = [];
  for (const unit of units) {
    const group = groups.find(
      ([first]) => unit.className !== undefined && first?.className === unit.className,
    );
    if (group === undefined) {
      groups.push([unit]);
    } else {
      group.push(unit);
    }
  }
  return groups;
}

/** The title is the code's own name, so that the import is used and follows a rename. */
function describeOf(units: readonly PlannedUnit[], input: SkeletonInput): string {
  const [first] = units;
  const owner = first?.className ?? first?.name ?? "";
  const isImported = first?.exportKind !== "none" && !owner.includes(".");
  const title = isImported ? `${owner}.name` : scriptString(owner);
  const body = units.map((unit) =>
    unit.className === undefined
      ? casesOf(unit, input, "  ")
      : [`  describe(${scriptString(unit.name)}, () => {`, casesOf(unit, input, "    "), "  });"].join("\n"),
  );
  return [`describe(${title}, () => {`, body.join("\n\n"), "});"].join("\n");
}

function casesOf(unit: PlannedUnit, { framework, say }: SkeletonInput, indent: string): string {
  const titles = new UniqueNames();
  const note = hiddenNote(unit, say);
  const cases = unit.cases.map((planned) => {
    const caseTitle = scriptString(titles.take(say(planned.title), " "));
    const sketch = note === undefined ? sketchOf(unit, planned, framework) : [];
    return [
      ...sketch.map((line) => `${indent}// ${line}`),
      // Mocha calls a case without a body pending.
      `${indent}${framework === "mocha" ? "it" : "it.todo"}(${caseTitle});`,
    ].join("\n");
  });
  return [...(note === undefined ? [] : commentLines(note, `${indent}// `)), cases.join("\n\n")].join("\n");
}

/** How the case could be written; a comment, because the arguments are not known. */
function sketchOf(unit: PlannedUnit, planned: PlannedCase, framework: TestFramework): string[] {
  const lines: string[] = [];
  const className = unit.className ?? "";
  const instance = toCamelCase(lastSegment(className));
  if (unit.reach === "instance") {
    lines.push(`const ${instance} = new ${className}(${(unit.constructorParameters ?? []).join(", ")});`);
  }
  const callees = {
    free: unit.name,
    hidden: unit.name,
    static: `${className}.${unit.name}`,
    instance: `${instance}.${unit.name}`,
    constructor: `new ${className}`,
  };
  const call = callOf(unit, planned, callees[unit.reach]);
  const usesExpect = framework === "vitest" || framework === "jest";
  if (planned.outcome.kind === "raises") {
    lines.push(raisesLine(call, planned.outcome.error, unit.isAsync, usesExpect));
    return lines;
  }
  const actual = unit.isAsync ? `await ${call}` : call;
  if (planned.outcome.kind === "open") {
    return [...lines, `${actual};`];
  }
  const value = expectedOf(planned, "expected");
  lines.push(usesExpect ? `expect(${actual}).toEqual(${value});` : `assert.deepEqual(${actual}, ${value});`);
  return lines;
}

function raisesLine(call: string, error: string, isAsync: boolean, usesExpect: boolean): string {
  if (usesExpect) {
    return isAsync
      ? `await expect(${call}).rejects.toThrow(${error});`
      : `expect(() => ${call}).toThrow(${error});`;
  }
  return isAsync ? `await assert.rejects(${call}, ${error});` : `assert.throws(() => ${call}, ${error});`;
}
