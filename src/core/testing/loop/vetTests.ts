import { listCodeUnits } from "../../code/codeUnits.ts";
import { findAll, isComment, walkTree } from "../../code/walkTree.ts";
import type { CodeParser, SyntaxNode } from "../../ports.ts";
import { hasAssertion } from "../frameworkMarks.ts";
import type { TestCaseId } from "../run/runResults.ts";
import { withTestFile, type TestCaseSpan, type TestFile } from "../testFile.ts";
import type { TestProject } from "../testProject.ts";

/** Why a test is not taken, however it ends. */
export type RefusalReason =
  | "noAssertion"
  | "mirrors"
  | "catchesItself"
  | "skipsItself"
  | "sleeps"
  | "clock"
  | "network"
  | "order";

export interface VettedCase extends TestCaseId {
  readonly text: string;
  readonly refusal: RefusalReason | undefined;
}

/**
 * The tests of a file with what speaks against each. `source` is the code under test. Undefined for a
 * language without a grammar.
 */
export function vetTests(
  code: string,
  source: string,
  project: TestProject,
  parser: CodeParser,
): Promise<readonly VettedCase[] | undefined> {
  return withTestFile(project.languageId, code, parser, (file) => {
    const spoken = blankNonCode(file);
    const entangled = casesInOrder(file, spoken);
    return file.cases.map((test) => ({
      container: test.container,
      name: test.name,
      text: test.text,
      refusal: refusalOf(test, file, spoken, source, project) ?? (entangled.has(test) ? "order" : undefined),
    }));
  });
}

const literal = /^(?:string|string_literal|template_string|raw_string_literal|char_literal|text_block)$/;

/** The same text with comments and literals blanked, sign for sign, so that only code is judged. */
function blankNonCode({ text, root }: TestFile): string {
  const chars = [...Array(text.length).keys()].map((at) => text.charAt(at));
  walkTree(root, (node) => {
    if (isComment(node) || literal.test(node.type)) {
      for (let at = node.startIndex; at < node.endIndex; at += 1) {
        if (chars[at] !== "\n") {
          chars[at] = " ";
        }
      }
      return "skip";
    }
    return undefined;
  });
  return chars.join("");
}

const patterns: readonly (readonly [RefusalReason, RegExp])[] = [
  [
    "skipsItself",
    /@(?:pytest\.mark\.(?:skip|skipif|xfail)|unittest\.(?:skip\w*|expectedFailure)|skip\w*)\b|\bpytest\.(?:skip|xfail|importorskip)\(|\bself\.skipTest\(|\braise (?:unittest\.)?SkipTest\b|@(?:Disabled|Ignore)\b|\bassum(?:e|ing)(?:True|False|That)?\(|\bSkipException\b|@Test\([^)]*\benabled\s*=\s*false|\b(?:it|test|specify|describe)\.(?:skip|todo|skipIf|runIf|failing|fails)\b|\bx(?:it|test)\b|\bthis\.skip\(|\bGTEST_SKIP\b|\bDISABLED_|^\s*SKIP\s*\(/m,
  ],
  [
    "sleeps",
    /\btime\.sleep\(|\basyncio\.sleep\((?!0\))|(?<![\w.])sleep\(|\bThread\.sleep\(|\bTimeUnit\.\w+\.sleep\(|\bsetTimeout\(|\bsleep_(?:for|until)\(|\busleep\(|\bwaitForTimeout\(/,
  ],
  [
    "clock",
    /\bdatetime\.(?:now|utcnow|today)\(|\bdate\.today\(|\btime\.(?:time|monotonic|perf_counter)\(|\bDate\.now\(|\bnew Date\(\s*\)|\bperformance\.now\(|\b(?:LocalDate|LocalDateTime|LocalTime|ZonedDateTime|OffsetDateTime|Instant|Year)\.now\(\s*\)|\bSystem\.(?:currentTimeMillis|nanoTime)\(|\b(?:system|steady|high_resolution)_clock::now\(|\bstd::time\(/,
  ],
  [
    "network",
    /\brequests\.(?:get|post|put|delete|patch|head|request)\(|\burllib\.request\b|\burlopen\(|\bhttpx\.(?:get|post|Client)|\bsocket\.(?:socket|create_connection)\(|(?<![\w.])fetch\(|\baxios\b|\bhttps?\.(?:get|request)\(|\bHttpClient\.new|\bnew URL\([^)]*\)\.open|\bnew (?:Socket|RestTemplate|OkHttpClient)\(|\bopenConnection\(|\bcurl_easy_/,
  ],
  [
    "order",
    /^\s*global \w+|@pytest\.mark\.(?:order|dependency|run)\b|@Order\b|\bdependsOn(?:Methods|Groups)\b|@Test\([^)]*\bpriority\s*=/m,
  ],
];

/** A clock or a network that the file itself replaces is under its control. */
const controlled: Partial<Readonly<Record<RefusalReason, RegExp>>> = {
  clock:
    /useFakeTimers|setSystemTime|freeze_time|freezegun|mock\.timers|Clock\.fixed|monkeypatch|\bpatch\(|mockStatic|spyOn\(Date/,
  sleeps: /useFakeTimers|mock\.timers|\bpatch\(|monkeypatch/,
  network:
    /\bnock\b|\bmsw\b|\bresponses\b|requests_mock|respx|\bpatch\(|(?:vi|jest)\.(?:mock|fn|spyOn)|mock\(|MockWebServer|WireMock|stubGlobal|monkeypatch/,
};

function refusalOf(
  test: TestCaseSpan,
  file: TestFile,
  spoken: string,
  source: string,
  project: TestProject,
): RefusalReason | undefined {
  const code = spoken.slice(test.startIndex, test.endIndex);
  const whole = file.text;
  for (const [reason, pattern] of patterns) {
    if (pattern.test(code) && controlled[reason]?.test(whole) !== true) {
      return reason;
    }
  }
  if (/\b(?:pytestmark\s*=\s*pytest\.mark\.skip|describe\.(?:skip|todo))/.test(spoken)) {
    return "skipsItself";
  }
  if (!hasAssertion(code, project) && !callsAsserting(code, file, spoken, project)) {
    return "noAssertion";
  }
  if (catchesItself(test, file, spoken, project)) {
    return "catchesItself";
  }
  return mirrors(test.text, code, source) ? "mirrors" : undefined;
}

/** GoogleTest's and Catch2's tests look like functions named by their macro. */
function isInTest({ startIndex, endIndex }: SyntaxNode, { cases }: TestFile): boolean {
  return cases.some((test) => startIndex >= test.startIndex && endIndex <= test.endIndex);
}

/** True when a function of the test file that the test calls asserts for it. */
function callsAsserting(code: string, file: TestFile, spoken: string, project: TestProject): boolean {
  return listCodeUnits(file.root, file.family).some(
    ({ kind, name, node }) =>
      kind !== "class" &&
      !isInTest(node, file) &&
      /^[\p{L}\p{N}_]+$/u.test(name) &&
      new RegExp(`(?<![\\p{L}\\p{N}_])${name}\\s*\\(`, "u").test(code) &&
      hasAssertion(spoken.slice(node.startIndex, node.endIndex), project),
  );
}

const tryTypes = new Set(["try_statement", "try_with_resources_statement"]);
const handlerTypes = new Set(["except_clause", "catch_clause"]);

/** An assertion in a `try` whose handler takes everything and lets the test go on. */
function catchesItself(test: TestCaseSpan, file: TestFile, spoken: string, project: TestProject): boolean {
  return findAll(file.root, tryTypes)
    .filter((node) => node.startIndex >= test.startIndex && node.endIndex <= test.endIndex)
    .some((node) => {
      const handlers = node.namedChildren.filter((child) => handlerTypes.has(child.type));
      const first = handlers[0];
      const guarded = spoken.slice(node.startIndex, first?.startIndex ?? node.endIndex);
      return hasAssertion(guarded, project) && handlers.some((handler) => swallows(handler, spoken, project));
    });
}

function swallows(handler: SyntaxNode, spoken: string, project: TestProject): boolean {
  const code = spoken.slice(handler.startIndex, handler.endIndex);
  const head = code.split(/[:{]/, 1)[0] ?? "";
  const takesAll =
    /^except\s*$/.test(head.trimEnd()) ||
    /\b(?:AssertionError|BaseException|Exception|Throwable|Error)\b|\.\.\./.test(head) ||
    /^catch\s*(?:\(\s*\w+\s*\)\s*)?$/.test(head.trim());
  return (
    takesAll &&
    !/\b(?:raise|throw|fail|rethrow)\b/.test(code.slice(head.length)) &&
    !hasAssertion(code.slice(head.length), project)
  );
}

const twice: readonly RegExp[] = [
  /\bassert (?<a>[^=\n]*\([^\n]*?\)[^=\n]*?) == (?<b>[^\n]+)/,
  /\bexpect\((?<a>.+?)\)\.to(?:Be|Equal|StrictEqual|\.equal|\.deep\.equal)\((?<b>.+?)\);?$/m,
  /\b(?:assertEquals|assertSame|assertEqual|EXPECT_EQ|ASSERT_EQ|strictEqual|deepStrictEqual)\(\s*(?<a>.+\))\s*,\s*(?<b>.+\))\s*\)/,
  /\b(?:REQUIRE|CHECK)\(\s*(?<a>.+\)) == (?<b>.+\))\s*\)/,
];

/** The same call on both sides, or the implementation written out again. */
function mirrors(text: string, code: string, source: string): boolean {
  for (const pattern of twice) {
    const groups = pattern.exec(text)?.groups;
    const left = groups?.["a"]?.replace(/\s+/g, "") ?? "";
    if (/[\w\])]\(/.test(left) && left === groups?.["b"]?.replace(/\s+/g, "")) {
      return true;
    }
  }
  const lines = tellingLines(source);
  const own = new Set(code.split("\n").map(plainLine));
  const shared = lines.filter((line) => own.has(line)).length;
  return shared >= 3 || (shared >= 2 && shared >= lines.length * 0.6);
}

function plainLine(line: string): string {
  return line.replace(/\s+/g, "").replace(/;$/, "");
}

/** Lines of code that say something of their own: no heads, brackets, comments or single words. */
function tellingLines(source: string): string[] {
  const lines = source
    .split("\n")
    .filter(
      (line) =>
        !/^\s*(?:def|class|public|private|protected|static|function|export|async|#|\/\/|\*|\/\*|@|import|from|return\s*[\w.]*;?\s*$)/.test(
          line,
        ),
    )
    .map(plainLine)
    .filter((line) => line.length >= 8 && !/^["'`]/.test(line));
  return [...new Set(lines)];
}

/** Tests that share a variable which one of them changes: they pass or fail by their order. */
function casesInOrder(file: TestFile, spoken: string): ReadonlySet<TestCaseSpan> {
  const declared = [
    ...spoken.matchAll(/^[ \t]*let (\w+)/gm),
    ...spoken.matchAll(/^[ \t]*(?:private |public |protected )?static (?!final)[\w<>[\], ]+ (\w+)\s*[=;]/gm),
    ...spoken.matchAll(/^static (?!const|void)[\w:<>]+ (\w+)\s*[=;{]/gm),
  ];
  const entangled = new Set<TestCaseSpan>();
  const outside = file.cases.reduce(
    (rest, { startIndex, endIndex }) =>
      rest.slice(0, startIndex) + " ".repeat(endIndex - startIndex) + rest.slice(endIndex),
    spoken,
  );
  for (const match of declared) {
    const name = match[1] ?? "";
    const isOutside = !file.cases.some(
      ({ startIndex, endIndex }) => match.index >= startIndex && match.index < endIndex,
    );
    const isReset = new RegExp(`\\b(?:before|setUp|BeforeEach|Before|SetUp)[\\s\\S]*\\b${name}\\s*=`).test(
      outside,
    );
    const users = file.cases.filter(({ startIndex, endIndex }) =>
      new RegExp(`\\b${name}\\b`).test(spoken.slice(startIndex, endIndex)),
    );
    const writers = users.filter(({ startIndex, endIndex }) =>
      new RegExp(`\\b${name}\\s*(?:[-+*/|&]?=(?!=)|\\+\\+|--)|(?:\\+\\+|--)${name}\\b`).test(
        spoken.slice(startIndex, endIndex),
      ),
    );
    if (isOutside && !isReset && writers.length > 0 && users.length > 1) {
      users.forEach((user) => entangled.add(user));
    }
  }
  return entangled;
}
