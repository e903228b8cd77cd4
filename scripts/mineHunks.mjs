// Collects hunks that only add lines from a git history, as material for `npm run bench:completion`.
//   node scripts/mineHunks.mjs [REPOSITORY] [--out FILE] [--count N]
// REPOSITORY: folder of a git repository (this one). FILE: test/bench/hunks.json. N: at most so many (60).
// One hunk a file, 8 to 22 lines, newest commits first; the document is the file after the commit.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const minLines = 8;
const maxLines = 22;
const maxLineChars = 140;
const maxFileChars = 60_000;
const maxCommits = 4000;

const languageByExtension = {
  ".ts": "typescript",
  ".tsx": "typescriptreact",
  ".js": "javascript",
  ".mjs": "javascript",
  ".py": "python",
  ".java": "java",
  ".go": "go",
  ".rs": "rust",
  ".c": "c",
  ".h": "cpp",
  ".cc": "cpp",
  ".cpp": "cpp",
  ".cs": "csharp",
  ".rb": "ruby",
  ".kt": "kotlin",
  ".swift": "swift",
  ".php": "php",
};

function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
}

const positional = process.argv.slice(2).filter((argument, index, all) => {
  return !argument.startsWith("--") && !all[index - 1]?.startsWith("--");
});
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const repository = resolve(positional[0] ?? root);
const outFile = resolve(option("out", join(root, "test/bench/hunks.json")));
const count = Number(option("count", "60"));

function git(...args) {
  return execFileSync("git", ["-C", repository, ...args], {
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Runs of added lines of one commit that replace nothing: path, first line (one-based), number of lines. */
function addedRuns(commit) {
  const diff = git(
    "show",
    "--unified=0",
    "--format=",
    "--no-color",
    "--no-renames",
    "--diff-filter=M",
    commit,
  );
  const runs = [];
  let path = "";
  for (const line of diff.split("\n")) {
    if (line.startsWith("+++ b/")) {
      path = line.slice(6);
    }
    const match = /^@@ -\d+,0 \+(\d+),(\d+) @@/.exec(line);
    if (match !== null) {
      runs.push({ path, line: Number(match[1]), lines: Number(match[2]) });
    }
  }
  return runs;
}

function isTypedByHand(lines) {
  const code = lines.filter((line) => /[\p{L}\p{N}]/u.test(line));
  const comments = lines.filter((line) => /^\s*(?:\/\/|#|\*|\/\*|import\b|from\b|use\b)/.test(line));
  return (
    code.length >= minLines / 2 &&
    comments.length * 2 < lines.length &&
    lines.every((line) => line.length <= maxLineChars) &&
    (lines[0] ?? "").trim() !== ""
  );
}

function hunkOf(commit, { path, line, lines }) {
  const languageId = languageByExtension[extname(path)];
  if (
    languageId === undefined ||
    lines < minLines ||
    lines > maxLines ||
    /(?:^|\/)(?:dist|vendor|node_modules)\//.test(path)
  ) {
    return undefined;
  }
  const text = git("show", `${commit}:${path}`).replaceAll("\r\n", "\n");
  if (text.length > maxFileChars || text.includes("\0")) {
    return undefined;
  }
  const all = text.split("\n");
  const added = all.slice(line - 1, line - 1 + lines);
  if (!isTypedByHand(added)) {
    return undefined;
  }
  const before = all
    .slice(0, line - 1)
    .map((each) => `${each}\n`)
    .join("");
  // The line break after the last added line is there already: one types on an empty line of one's own.
  const after = `\n${all.slice(line - 1 + lines).join("\n")}`;
  return { commit: commit.slice(0, 12), path, languageId, before, added: added.join("\n"), after };
}

const commits = git("log", "--no-merges", `--max-count=${maxCommits}`, "--format=%H").trim().split("\n");
const seen = new Set();
const hunks = [];
for (const commit of commits) {
  for (const run of addedRuns(commit)) {
    const hunk = seen.has(run.path) || hunks.length >= count ? undefined : hunkOf(commit, run);
    if (hunk !== undefined) {
      seen.add(run.path);
      hunks.push(hunk);
    }
  }
  if (hunks.length >= count) {
    break;
  }
}
const head = git("rev-parse", "HEAD").trim();
const source = option("name", repository === root ? "flywheel" : basename(repository));
writeFileSync(outFile, `${JSON.stringify({ source, head, hunks }, null, 2)}\n`);
console.log(`${hunks.length} hunks of ${commits.length} commits written to ${outFile}`);
