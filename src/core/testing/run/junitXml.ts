import { isAssertionFailure, readExpectation } from "./expectation.ts";
import type { CaseReport } from "./runResults.ts";

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const token =
  /<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!DOCTYPE[^>]*>|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/g;

function parseXml(text: string): Element {
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const stack: Element[] = [root];
  for (const [, cdata, closing, opening, attributeText, selfClosing, plain] of text.matchAll(token)) {
    const top = stack.at(-1) ?? root;
    if (cdata !== undefined) {
      top.text += cdata;
    } else if (plain !== undefined) {
      top.text += decodeEntities(plain);
    } else if (opening !== undefined) {
      const element: Element = {
        name: opening,
        attributes: attributesOf(attributeText ?? ""),
        children: [],
        text: "",
      };
      top.children.push(element);
      if (selfClosing !== "/") {
        stack.push(element);
      }
    } else if (closing !== undefined && stack.length > 1 && top.name === closing) {
      stack.pop();
    }
  }
  return root;
}

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name, double, single] of text.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    attributes[name ?? ""] = decodeEntities(double ?? single ?? "");
  }
  return attributes;
}

const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi,
    (all, hex?: string, decimal?: string, name?: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return name === undefined
        ? String.fromCodePoint(code <= 0x10ffff ? code : 0xfffd)
        : (named[name] ?? all);
    },
  );
}

/**
 * The results in a report of JUnit's format, as pytest, Surefire, Gradle, node:test, CTest, GoogleTest and
 * Catch2 write it. Suites nest only in node:test's; their names go before the test's.
 */
export function parseJUnitXml(text: string): CaseReport[] {
  const reports: CaseReport[] = [];
  visit(parseXml(text), []);
  return reports;

  function visit(element: Element, suites: readonly string[]): void {
    for (const child of element.children) {
      if (child.name === "testcase") {
        reports.push(reportOf(child, suites));
      } else if (child.name === "testsuite" || child.name === "testsuites") {
        const isSuite = child.name === "testsuite" && (child.attributes["name"] ?? "") !== "";
        visit(child, isSuite ? [...suites, child.attributes["name"] ?? ""] : suites);
      }
    }
  }
}

/**
 * The suites of a report as tests of their own: node:test writes a test with tests inside as a suite, and
 * does not write there how it ended itself. One that "passed" has only no failure inside.
 */
export function parseSuites(text: string): CaseReport[] {
  const found: CaseReport[] = [];
  visit(parseXml(text), []);
  return found;

  function visit(element: Element, suites: readonly string[]): CaseReport[] {
    return element.children.flatMap((child) => {
      if (child.name === "testcase") {
        return [reportOf(child, suites)];
      }
      const name = child.attributes["name"] ?? "";
      const inner = visit(child, name === "" ? suites : [...suites, name]);
      const [first] = inner;
      if (child.name === "testsuite" && first !== undefined && name !== "") {
        const worst = inner.find(({ state }) => state === "error" || state === "failed") ?? first;
        found.push({ ...worst, suite: suites.join(" > "), name });
      }
      return inner;
    });
  }
}

function reportOf(element: Element, suites: readonly string[]): CaseReport {
  const { attributes, children } = element;
  const problem = children.find(({ name }) => name === "failure" || name === "error");
  const isSkipped =
    children.some(({ name }) => name === "skipped") ||
    /^(?:notrun|disabled|skipped)$/i.test(attributes["status"] ?? "");
  const given = problem?.attributes["message"] ?? "";
  // CTest says only "Failed"; what the test printed stands beside it.
  const printed = ownPart(children.find(({ name }) => name === "system-out")?.text ?? "");
  const inner = problem?.text.trim() ?? "";
  const isTold = given === "" || /^failed$/i.test(given) || inner.includes(given);
  const parts = [isTold ? "" : given, inner || printed];
  const details = problem === undefined ? "" : parts.filter((part) => part !== "").join("\n");
  const type = problem?.attributes["type"] ?? "";
  const { expected, actual } = problem === undefined ? {} : readExpectation(details);
  const state =
    problem === undefined
      ? isSkipped
        ? "skipped"
        : "passed"
      : problem.name === "failure" || isAssertionFailure(`${type}\n${details}`)
        ? isAssertionFailure(`${type}\n${details}`)
          ? "failed"
          : "error"
        : "error";
  return {
    suite: suiteOf(attributes, suites),
    name: attributes["name"] ?? "",
    state,
    durationMs: Math.round(Number(attributes["time"] ?? 0) * 1000) || 0,
    message: firstLine(details),
    details,
    expected,
    actual,
  };
}

/** Of what a GoogleTest program prints: from the test's own head to its end. */
function ownPart(text: string): string {
  return (/\[ RUN      \][^\n]*\n([\s\S]*?)\n\[  FAILED  \]/.exec(text)?.[1] ?? text).trim();
}

function suiteOf(attributes: Readonly<Record<string, string>>, suites: readonly string[]): string {
  const className = attributes["classname"] ?? "";
  return className === "" || className === "test" ? suites.join(" > ") : className;
}

export function firstLine(text: string): string {
  return (
    text
      .split("\n")
      .find((line) => line.trim() !== "")
      ?.trim()
      .slice(0, 300) ?? ""
  );
}
