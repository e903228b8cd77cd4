import type { Phase } from "./events.ts";

/** Raised with every change of a rule; stored reports name it. */
export const phaseRulesVersion = 2;

/** A phase that was only looked at has to last this long before it is believed (ms). */
export const phaseHysteresisMs = 20_000;

/** A production file looked at from a test for less than this stays testing (ms). */
export const testPeekMs = 30_000;

const testFolders =
  /(?:^|\/)(?:tests?|__tests__|__snapshots__|__mocks__|specs?|e2e|testdata|test-data|fixtures|testing)\//i;
const testFileNames = [
  // test_stock.py, stock_test.go, lru_cache_test.cpp, stock_unittest.cc, conftest.py
  /^test_.+\.\w+$/i,
  /_(?:test|tests|spec|unittest)\.\w+$/i,
  /^conftest\.py$/i,
  // table.test.ts, table.spec.tsx, table.cy.ts, snapshots
  /\.(?:test|tests|spec|cy|e2e)\.\w+$/i,
  /\.snap$/i,
  // OrderBookTest.java, OrderBookTests.kt, OrderBookIT.java, TestOrderBook.java, FooSpec.scala
  /(?:Test|Tests|TestCase|IT|Spec)\.(?:java|kt|kts|scala|groovy|cs|php|swift)$/,
  /^Test[A-Z]\w*\.(?:java|kt|scala|groovy|cs|php|swift)$/,
  // runners' own settings
  /^(?:jest|vitest|playwright|cypress|karma|mocha|\.mocharc)[\w.-]*\.(?:js|cjs|mjs|ts|json|ya?ml)$/i,
  /^(?:pytest\.ini|tox\.ini|\.coveragerc|\.nycrc|\.mocharc\.\w+)$/i,
];

const designLanguages = new Set([
  "markdown",
  "asciidoc",
  "restructuredtext",
  "plantuml",
  "mermaid",
  "latex",
  "rst",
]);
const designExtensions =
  /\.(?:md|mdx|markdown|adoc|asciidoc|rst|puml|plantuml|iuml|mmd|mermaid|drawio|dio|excalidraw|tex|dot|gv|d2|dbml)$/i;
const designFolders = /(?:^|\/)(?:docs?|design|adr|adrs|rfcs?|architecture|diagrams)\//i;
const designNames = /^(?:openapi|swagger|asyncapi)[\w.-]*\.(?:ya?ml|json)$/i;

const otherNames = /^(?:COMMIT_EDITMSG|MERGE_MSG|TAG_EDITMSG|git-rebase-todo|\.gitignore|\.gitattributes)$/;
const otherFolders = /(?:^|\/)(?:\.vscode|\.git|\.idea)\//;
const otherLanguages = new Set(["git-commit", "git-rebase", "log", "diff", "scminput"]);

/**
 * The phase of a file, first rule that fits: testing, then design, then other, else development. `path` is
 * relative to its workspace folder with `/`; undefined means no file.
 */
export function phaseOfFile(path: string | undefined, languageId: string | undefined): Phase {
  if (path === undefined) {
    return "other";
  }
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (otherFolders.test(path) || otherNames.test(name) || otherLanguages.has(languageId ?? "")) {
    return "other";
  }
  const isDocument = designLanguages.has(languageId ?? "") || designExtensions.test(name);
  if (testFileNames.some((pattern) => pattern.test(name)) || (testFolders.test(path) && !isDocument)) {
    return "testing";
  }
  if (isDocument || designNames.test(name) || (designFolders.test(path) && !isSource(name))) {
    return "design";
  }
  return "development";
}

function isSource(name: string): boolean {
  return /\.(?:py|java|kt|scala|js|jsx|cjs|mjs|ts|tsx|vue|svelte|c|cc|cpp|h|hpp|cs|go|rs|rb|php|swift|sh|css|scss|html|ipynb)$/i.test(
    name,
  );
}

/**
 * The phase at a moment, with inertia: another phase must be looked at for `phaseHysteresisMs` (30 s for leaving
 * a test for production code) before it takes over. Writing in a file is work on it and takes over at once: a
 * peek leaves no edits. Times are monotonic milliseconds.
 */
export class PhaseClock {
  #current: Phase = "other";
  #hasBegun = false;
  #candidate: Phase | undefined;
  #candidateSinceMs = 0;
  #path: string | undefined;
  #held: Phase | undefined;

  get current(): Phase {
    return this.#held ?? this.#current;
  }

  /** The file in focus. */
  get path(): string | undefined {
    return this.#path;
  }

  /** Tells what is looked at or, with `isEdit`, written in now; returns the phase that this moment is booked to. */
  observe(path: string | undefined, languageId: string | undefined, nowMs: number, isEdit = false): Phase {
    this.#path = path;
    // Without a file (a terminal, a panel) work goes on in the phase it was in.
    const seen = path === undefined && this.#hasBegun ? this.#current : phaseOfFile(path, languageId);
    if (isEdit && path !== undefined) {
      this.declare(seen);
    }
    const phase = this.#see(seen, nowMs);
    return this.#held ?? phase;
  }

  /** Everything counts to `phase` until it is let go, such as debugging that began with a failing test. */
  hold(phase: Phase | undefined): void {
    this.#held = phase;
  }

  /** Tells that the user has asked for work of `phase`, such as generated tests; it counts at once. */
  declare(phase: Phase): void {
    this.#current = phase;
    this.#hasBegun = true;
    this.#candidate = undefined;
  }

  #see(seen: Phase, nowMs: number): Phase {
    if (!this.#hasBegun || seen === this.#current) {
      this.#hasBegun ||= seen !== "other";
      this.#current = seen;
      this.#candidate = undefined;
      return seen;
    }
    if (this.#candidate !== seen) {
      this.#candidate = seen;
      this.#candidateSinceMs = nowMs;
    }
    const isPeek = this.#current === "testing" && seen === "development";
    if (nowMs - this.#candidateSinceMs >= (isPeek ? testPeekMs : phaseHysteresisMs)) {
      this.#current = seen;
      this.#candidate = undefined;
    }
    return this.#current;
  }
}
