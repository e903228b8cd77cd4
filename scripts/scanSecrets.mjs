// Measures false positives of redaction: runs the scan over folders of public code and reports the share
// of lines in which it would redact something.
//   node scripts/scanSecrets.mjs [--show N] [--max-lines N] [--ext js,ts] FOLDER...
import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { SecretScan } from "../src/core/egress/secretScan.ts";
import { formatOfPath } from "../src/core/egress/textFormat.ts";
import { maxFileBytes } from "../src/core/egress/filePolicy.ts";

const options = {
  show: 0,
  "max-lines": Infinity,
  ext: "js,mjs,cjs,ts,mts,tsx,jsx,py,java,c,cc,cpp,h,hpp,go,rs,cs",
};
const folders = [];
for (let i = 2; i < process.argv.length; i += 1) {
  const name = process.argv[i].replace(/^--/, "");
  if (process.argv[i].startsWith("--") && name in options) {
    i += 1;
    options[name] = name === "ext" ? process.argv[i] : Number(process.argv[i]);
  } else {
    folders.push(process.argv[i]);
  }
}
if (folders.length === 0) {
  console.error("Usage: node scripts/scanSecrets.mjs [--show N] [--max-lines N] [--ext js,ts] FOLDER...");
  process.exit(2);
}

const endings = new Set(options.ext.split(",").map((ending) => `.${ending}`));
const scan = new SecretScan();
const counts = { files: 0, lines: 0, chars: 0, flagged: 0, spans: 0, skipped: 0, scanMs: 0 };
const byKind = new Map();
const shown = [];

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      yield* sources(path);
    } else if (entry.isFile() && endings.has(extname(entry.name))) {
      yield path;
    }
  }
}

function scanFile(path) {
  if (statSync(path).size > maxFileBytes) {
    counts.skipped += 1;
    return;
  }
  const text = readFileSync(path, "utf8");
  const start = performance.now();
  const spans = scan.find(text, formatOfPath(path.replaceAll("\\", "/")));
  counts.scanMs += performance.now() - start;
  const flagged = new Set();
  for (const span of spans) {
    const lineStart = text.lastIndexOf("\n", span.start - 1) + 1;
    flagged.add(lineStart);
    byKind.set(span.kind, (byKind.get(span.kind) ?? 0) + 1);
    if (shown.length < options.show) {
      const line = text.slice(Math.max(lineStart, span.start - 80), span.end + 20).split("\n")[0];
      shown.push(
        `${path}: ${span.kind}: ${line.trim()}  ==> ${text.slice(span.start, span.end).slice(0, 60)}`,
      );
    }
  }
  counts.files += 1;
  counts.lines += text.split("\n").length;
  counts.chars += text.length;
  counts.flagged += flagged.size;
  counts.spans += spans.length;
}

for (const folder of folders) {
  for (const path of sources(folder)) {
    if (counts.lines >= options["max-lines"]) {
      break;
    }
    scanFile(path);
  }
}
for (const line of shown) {
  console.log(line);
}
const share = (100 * counts.flagged) / Math.max(1, counts.lines);
console.log(
  `${counts.files} files, ${counts.lines} lines, ${counts.chars} characters (${counts.skipped} files over 1 MB skipped)`,
);
console.log(`${counts.flagged} lines flagged = ${share.toFixed(4)} %; ${counts.spans} redactions`);
console.log(`by kind: ${[...byKind].map(([kind, count]) => `${kind} ${count}`).join(", ")}`);
console.log(`${(counts.chars / 1e6 / (counts.scanMs / 1000)).toFixed(1)} million characters per second`);
