import type { FileSource } from "../ports.ts";
import { baseOf, dirOf, foldersAbove, isInside, joinPath, segmentsOf, stemOf } from "./paths.ts";

/** How test files of a language are told by their names, and what they are called. */
export interface TestNaming {
  /** The stem of the file under test, or undefined when the name is none of a test. */
  subjectOf(base: string): string | undefined;
}

export interface ExistingTests {
  /** Nearest first. */
  readonly paths: readonly string[];
  /** The test of the source file itself. */
  readonly ownPath: string | undefined;
}

const skippedFolders = new Set(
  (
    "node_modules bower_components build dist out target bin obj venv env __pycache__ site-packages vendor third_party " +
    "_deps coverage generated"
  ).split(" "),
);
/** Folders that are looked into at most: enough for a module, bounded for a workspace of any size. */
const maxFolders = 400;
const maxTests = 200;

/** Existing test files under `rootDir`, those nearest to `sourcePath` first. */
export async function findExistingTests(
  files: FileSource,
  rootDir: string,
  sourcePath: string,
  naming: TestNaming,
): Promise<ExistingTests> {
  const found: string[] = [];
  const seen = new Set<string>();
  // The source's own folder and those above come first, so that the budget is spent close by.
  const waiting = foldersAbove(sourcePath).filter((folder) => isInside(rootDir, folder));
  if (!waiting.includes(rootDir)) {
    waiting.push(rootDir);
  }
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    if (seen.has(folder) || seen.size >= maxFolders || found.length >= maxTests) {
      continue;
    }
    seen.add(folder);
    for (const name of await files.list(folder)) {
      if (name.endsWith("/")) {
        const plain = name.slice(0, -1);
        if (!skippedFolders.has(plain) && !plain.startsWith(".")) {
          waiting.push(joinPath(folder, plain));
        }
      } else if (naming.subjectOf(name) !== undefined) {
        found.push(joinPath(folder, name));
      }
    }
  }
  return orderByNearness(found, sourcePath, naming);
}

function orderByNearness(found: readonly string[], sourcePath: string, naming: TestNaming): ExistingTests {
  const tests = found.filter((path) => path !== sourcePath);
  const subject = stemOf(sourcePath);
  const ranked = tests
    .map((path) => ({ path, distance: distanceBetween(path, sourcePath) }))
    .sort((a, b) => a.distance - b.distance || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path);
  return { paths: ranked, ownPath: ranked.find((path) => naming.subjectOf(baseOf(path)) === subject) };
}

const layoutSegments = /^(?:src|source|lib|app|main|java|test|tests|spec|specs|__tests__|unit)$/;

/** Steps through the folder tree, folders of pure layout left out, so that mirrored trees are near. */
function distanceBetween(a: string, b: string): number {
  const left = segmentsOf(dirOf(a)).filter((segment) => !layoutSegments.test(segment));
  const right = segmentsOf(dirOf(b)).filter((segment) => !layoutSegments.test(segment));
  let shared = 0;
  while (shared < left.length && shared < right.length && left[shared] === right[shared]) {
    shared += 1;
  }
  return left.length + right.length - 2 * shared;
}

const testRoot = /^(?:test|tests|spec|specs|testing|unittest|unittests)$/;

/**
 * The folder where a test of `sourcePath` belongs, seen from where its nearest neighbour lies: beside
 * the source, in `__tests__` beside it, or in a test tree that is flat or mirrors the sources.
 */
export function folderLike(nearestTest: string, sourcePath: string, rootDir: string): string {
  const testDir = dirOf(nearestTest);
  const sourceDir = dirOf(sourcePath);
  const segments = segmentsOf(testDir);
  if (segments.at(-1) === "__tests__" && isInside(dirOf(testDir), sourceDir)) {
    return dirOf(testDir) === "" || dirOf(testDir) === rootDir ? testDir : joinPath(sourceDir, "__tests__");
  }
  const rootAt = segments.findLastIndex(
    (segment, index) => testRoot.test(segment) && index >= segmentsOf(rootDir).length,
  );
  if (rootAt < 0) {
    return sourceDir;
  }
  const root = segments.slice(0, rootAt + 1).join("/");
  const isFlat = segments.length === rootAt + 1;
  if (isFlat) {
    return root;
  }
  const inner = segmentsOf(sourceDir).slice(segmentsOf(dirOf(root)).length);
  const first = inner[0] ?? "";
  const mirrored = /^(?:src|lib|source|app)$/.test(first) ? inner.slice(1) : inner;
  const own = segments.slice(rootAt + 1);
  // A tree such as tests/unit/… keeps its own first level.
  const kept = own[0] !== undefined && /^(?:unit|units)$/.test(own[0]) ? [own[0]] : [];
  const wantsPackage = own.length > kept.length;
  return joinPath(root, ...kept, ...(wantsPackage ? withoutPackage(mirrored, own.slice(kept.length)) : []));
}

/** Test trees often leave out the package's own folder: keep it only where the neighbour does. */
function withoutPackage(mirrored: readonly string[], neighbour: readonly string[]): readonly string[] {
  return mirrored.length > neighbour.length && mirrored[0] !== neighbour[0] ? mirrored.slice(1) : mirrored;
}
