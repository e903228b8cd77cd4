/**
 * Our own time per keystroke before a request leaves, on a file of 4,000 lines: the edit, the engine's turn,
 * the editor's question, the prompt. `node test/bench/keystrokeCost.ts [keys]`. The backend is a fake whose
 * text is always another, so that every key costs a request.
 */
import { CompletionEngine } from "../../src/core/completion/completionEngine.ts";
import type { GatedBackend } from "../../src/core/egress/outbound.ts";
import type { ReplyChunk } from "../../src/core/ports.ts";
import { SystemClock } from "../../src/adapters/systemClock.ts";
import { filesIn } from "./sourceFolder.ts";
import { readFileSync } from "node:fs";

const keys = Number(process.argv[2] ?? 2000);
const clock = new SystemClock();
let requests = 0;

/** Begins with what is never typed, so that every key makes a request of its own: the worst case. */
async function* otherText(signal: AbortSignal): AsyncIterable<ReplyChunk> {
  requests += 1;
  yield { kind: "text", text: "@@" };
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  yield { kind: "end", reason: "incomplete" };
}

const identity = {
  profile: "none",
  preset: "openai-compatible",
  model: "none",
  origin: "http://127.0.0.1",
  isLoopback: true,
};
const limits = { contextTokens: 16_000, outputTokens: 1000 };
const backend: GatedBackend = {
  identity,
  chat: { identity, limits, send: (_request, signal) => otherText(signal) },
};

function percentile(sorted: readonly number[], share: number): string {
  return (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(3);
}

const lines = filesIn("src")
  .flatMap((path) => readFileSync(path, "utf8").split("\n"))
  .slice(0, 4000);
const engine = new CompletionEngine(
  {
    clock,
    random: { next: () => 0.5, uuid: () => "rid" },
    backends: { forRole: () => Promise.resolve(backend) },
    predictor: { predict: () => Promise.resolve(null) },
    context: { readySnippets: () => [] },
    options: {
      isEnabled: () => true,
      delayMs: () => 0,
      multiline: () => "auto",
      eagerness: () => "balanced",
    },
    listener: { onStatus: () => undefined },
  },
  { record: () => undefined },
  { didAccept: () => undefined },
);

const typed = "const result = await this.#store.readAll(path, options);\n";
const uri = "file:///large.ts";
const indent = { insertSpaces: true, tabSize: 2 };
const middle = lines.length >> 1;
let text = [...lines.slice(0, middle), "", ...lines.slice(middle)].join("\n");
let offset = lines.slice(0, middle).join("\n").length + 1;
const timesMs: number[] = [];
/** This thread's time on a processor, which other processes do not lengthen; kernels count it in ticks, so in sum only. */
let cpuMs = 0;
for (let key = 0; key < keys; key += 1) {
  const character = typed[key % typed.length] ?? "";
  const next = text.slice(0, offset) + character + text.slice(offset);
  const controller = new AbortController();
  const cpuBegan = process.threadCpuUsage();
  const beganMs = performance.now();
  // The host's own join of the document's lines is part of our time: we ask for the text.
  const snapshot = {
    uri,
    path: "large.ts",
    languageId: "typescript",
    text: next.split("\n").join("\n"),
    indent,
  };
  engine.didChange(
    snapshot,
    { edits: [{ offset, removedLength: 0, text: character }], reason: "other" },
    { isActive: true, cursorCount: 1 },
  );
  offset += character.length;
  const answer = engine.provide({
    snapshot,
    offset,
    trigger: "automatic",
    cursorCount: 1,
    isReadOnly: false,
    signal: controller.signal,
  });
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
  timesMs.push(performance.now() - beganMs);
  const { user, system } = process.threadCpuUsage(cpuBegan);
  cpuMs += (user + system) / 1000;
  text = next;
  await new Promise<void>((resolve) => setImmediate(resolve));
  controller.abort();
  await answer;
}
engine.dispose();
const show = (values: number[]): string => {
  const sorted = values.sort((a, b) => a - b);
  return [0.5, 0.95, 0.99].map((share) => `p${100 * share} ${percentile(sorted, share)} ms`).join(", ");
};
console.log(`own cost per keystroke, ${lines.length} lines, ${keys} keys, ${requests} requests`);
console.log(`processor: mean ${(cpuMs / keys).toFixed(3)} ms`);
console.log(`elapsed:   ${show(timesMs)}`);
