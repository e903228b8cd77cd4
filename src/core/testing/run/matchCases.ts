import type { TestFramework } from "../testProject.ts";
import type { CaseReport, TestCaseId } from "./runResults.ts";

/**
 * The reports that belong to a test of a test file: one, several for a parameterised test, none when the
 * runner did not run it. Names are compared as the file writes them; the suite decides between equal ones.
 */
export function reportsFor(
  id: TestCaseId,
  all: readonly TestCaseId[],
  reports: readonly CaseReport[],
  framework: TestFramework | null = null,
): readonly CaseReport[] {
  if (framework === "catch2") {
    return reports.filter(({ name }) => catchTitleOf(name, all) === id.name);
  }
  const pattern = namePattern(id.name);
  // node:test escapes quotes twice.
  const nameOf = (name: string): string =>
    framework === "node-test" ? name.replaceAll("&quot;", '"') : name;
  const isTitled = framework !== null && titled.has(framework);
  const byName = reports.filter(({ name }) =>
    pattern.test(isTitled ? nameOf(name) : plainName(nameOf(name), id)),
  );
  const rivals = all.filter(({ name, container }) => name === id.name && container !== id.container);
  if (rivals.length === 0) {
    return byName;
  }
  return byName.filter(({ suite }) =>
    id.container === ""
      ? !rivals.some(({ container }) => isInSuite(container, suite))
      : isInSuite(id.container, suite),
  );
}

/** Tests are titles there, which may hold any sign; elsewhere they are names of functions. */
const titled: ReadonlySet<TestFramework> = new Set(["vitest", "jest", "mocha", "node-test"]);

/** The names under which Catch2 may know a title: as it is, and as a scenario. */
export function catchNames(title: string): readonly [string, string] {
  return [title, `Scenario: ${title}`];
}

/**
 * The test that Catch2 reports a path of sections (`title/section`) or a type (`title - int`) of; the
 * longest title that fits, since titles may hold these signs themselves.
 */
function catchTitleOf(reported: string, all: readonly TestCaseId[]): string | undefined {
  return all
    .map(({ name }) => name)
    .filter((name) =>
      catchNames(unescaped(name)).some(
        (known) =>
          reported === known || reported.startsWith(`${known}/`) || reported.startsWith(`${known} - `),
      ),
    )
    .sort((a, b) => b.length - a.length)[0];
}

/** `test_a[1-2]`, `adds(int, int)[1]`, `Suite.Name/0`: the name in the file. */
function plainName(reported: string, { container, name }: TestCaseId): string {
  const own = reported.startsWith(`${container}.`) ? reported.slice(container.length + 1) : reported;
  // Titles may hold brackets themselves; names of functions cannot.
  return /^[\p{L}\p{N}_$]+$/u.test(name) ? own.replace(/(?:\[|\(|\/[\p{L}\p{N}_]+$|\{)[\s\S]*$/u, "") : own;
}

/** Titles of tables have holes: `adds %i` and `adds ${x}` stand for any text there. */
export function namePattern(name: string): RegExp {
  return new RegExp(`^${titleSource(name)}$`);
}

const hole = /(%(?:[sdifjopc#]|\d+\$\w)|\$\{[^}]*\}|\$[A-Za-z_][\w.]*)/;

/** A title as the source of a regular expression; holes of `each` become wildcards. */
export function titleSource(title: string): string {
  return unescaped(title)
    .split(hole)
    .map((part, index) => (index % 2 === 1 ? ".*" : part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")))
    .join("");
}

/** A title as its quotes hold it, without the signs that keep quotes from ending it. */
export function unescaped(title: string): string {
  return title.replace(/\\(['"`\\$])/g, "$1");
}

function isInSuite(container: string, suite: string): boolean {
  const plain = (text: string): string => text.replaceAll(" > ", " ");
  return (
    container !== "" &&
    (plain(suite) === plain(container) ||
      suite.split(/[.$]/).slice(-container.split(".").length).join(".") === container ||
      suite.split("/").includes(container) ||
      plain(suite).endsWith(` ${plain(container)}`))
  );
}
