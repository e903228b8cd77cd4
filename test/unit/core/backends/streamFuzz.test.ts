import assert from "node:assert/strict";
import { ReplyReader } from "../../../../src/core/backends/replyReader.ts";
import { chatChunk } from "../../../fakes/fakeModelServerReplies.ts";

/** Repeatable numbers in [0, 1) (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const alphabet = [
  "a",
  "b",
  " ",
  "\n",
  "\r\n",
  "{",
  "}",
  '"',
  "\\",
  "data: ",
  "[DONE]",
  "é",
  "飞",
  "🛞",
  "<",
  "think>",
  "\u2028",
  "\u0000",
  "```",
];

interface Said {
  text: string;
  reasoning: string;
  end: string | undefined;
  failed: boolean;
}

/** Feeds bytes cut at random places, as a socket would. */
function read(bytes: Uint8Array, random: () => number, stops: readonly string[] = []): Said {
  const reader = new ReplyReader({ stops, promptText: () => "", maxChars: 1_000_000 });
  const decoder = new TextDecoder();
  const said: Said = { text: "", reasoning: "", end: undefined, failed: false };
  const take = (chunks: ReturnType<ReplyReader["push"]>): void => {
    for (const chunk of chunks) {
      if (chunk.kind === "text" || chunk.kind === "reasoning") {
        said[chunk.kind] += chunk.text;
      } else if (chunk.kind === "end") {
        said.end = chunk.reason;
      }
    }
  };
  for (let at = 0; at < bytes.length && reader.failure === undefined;) {
    const size = random() < 0.3 ? 1 : 1 + Math.floor(random() * 40);
    take(reader.push(decoder.decode(bytes.subarray(at, at + size), { stream: true })));
    at += size;
  }
  take(reader.push(decoder.decode()));
  take(reader.endBody());
  try {
    take(reader.end());
  } catch (error) {
    assert.ok(/^(ReplyFaultError|ReplyProblem|BodyProblem)$/.test((error as Error).name), String(error));
    said.failed = true;
  }
  return said;
}

function randomText(random: () => number): string {
  const parts = Math.floor(random() * 12);
  return Array.from({ length: parts }, () => alphabet[Math.floor(random() * alphabet.length)] ?? "").join("");
}

/** A well-formed stream of `pieces` in one of the manners servers have. */
function encode(pieces: readonly string[], random: () => number): string {
  const end = ["\n", "\r\n", "\r"][Math.floor(random() * 3)] ?? "\n";
  const space = random() < 0.5 ? " " : "";
  const lines: string[] = random() < 0.2 ? ["\ufeff: hello", ""] : [];
  for (const piece of pieces) {
    if (random() < 0.1) {
      lines.push(random() < 0.5 ? ": ping" : "event: ping", "");
    }
    lines.push(`data:${space}${JSON.stringify(chatChunk({ content: piece }))}`, "");
  }
  lines.push(`data:${space}${JSON.stringify(chatChunk({}, "stop"))}`, "");
  if (random() < 0.7) {
    lines.push(`data:${space}[DONE]`, "");
  }
  return lines.join(end) + (random() < 0.5 ? end : "");
}

const encoder = new TextEncoder();

describe("stream fuzzer", () => {
  it("reads any well-formed stream alike, however it is cut (20,000 streams)", function () {
    this.timeout(30_000);
    for (let seed = 1; seed <= 20_000; seed += 1) {
      const random = seeded(seed);
      const pieces = ["x", ...Array.from({ length: Math.floor(random() * 5) }, () => randomText(random))];
      const said = read(encoder.encode(encode(pieces, random)), random);
      assert.deepEqual(
        said,
        { text: pieces.join(""), reasoning: "", end: "stop", failed: false },
        `seed ${seed}`,
      );
    }
  });

  it("never throws anything untyped, nor says what was not sent, on damaged bytes (20,000 streams)", function () {
    this.timeout(30_000);
    for (let seed = 1; seed <= 20_000; seed += 1) {
      const random = seeded(seed * 7919);
      const marked = Array.from({ length: 1 + Math.floor(random() * 4) }, (_, index) => `<${index}>`);
      const bytes = encoder.encode(encode(marked, random));
      const damage = 1 + Math.floor(random() * 4);
      for (let count = 0; count < damage; count += 1) {
        const at = Math.floor(random() * bytes.length);
        if (random() < 0.5) {
          bytes[at] = Math.floor(random() * 256);
        } else {
          bytes.copyWithin(at, Math.min(bytes.length, at + 1 + Math.floor(random() * 30)));
        }
      }
      const sent = new TextDecoder().decode(bytes);
      const said = read(bytes, random);
      for (const found of said.text.matchAll(/<\d>/g)) {
        assert.ok(sent.includes(found[0]), `seed ${seed}: ${found[0]} was never sent`);
      }
      assert.ok(said.text.length <= sent.length, `seed ${seed}`);
    }
  });

  it("takes pure noise as no reply (45,000 bodies)", function () {
    this.timeout(30_000);
    for (let seed = 1; seed <= 45_000; seed += 1) {
      const random = seeded(seed * 104_729);
      const bytes = Uint8Array.from({ length: Math.floor(random() * 60) }, () => Math.floor(random() * 256));
      assert.equal(read(bytes, random).text, "", `seed ${seed}`);
    }
  });

  it("cuts at the first stop text, however it is cut into chunks (10,000 streams)", function () {
    this.timeout(30_000);
    for (let seed = 1; seed <= 10_000; seed += 1) {
      const random = seeded(seed * 15_485_863);
      const stops = ["\n\n", "STOP", "<|fim_middle|>"];
      const text = Array.from(
        { length: 12 },
        () => ["a", "S", "ST", "STOP", "\n", "<|fim", "_middle|>", "OP"][Math.floor(random() * 8)] ?? "",
      ).join("");
      const at = Math.min(...stops.map((stop) => (text.includes(stop) ? text.indexOf(stop) : text.length)));
      const pieces = ["x", ...(text.match(/[\s\S]{1,3}/g) ?? [])];
      const said = read(encoder.encode(encode(pieces, random)), random, stops);
      assert.equal(said.text, `x${text}`.slice(0, at + 1), `seed ${seed}: ${JSON.stringify(text)}`);
    }
  });

  it("splits reasoning from text, however its tags are cut (5,000 streams)", function () {
    this.timeout(30_000);
    for (let seed = 1; seed <= 5_000; seed += 1) {
      const random = seeded(seed * 32_452_843);
      const reasoning = `r${randomText(random).replaceAll("<", "(")}`;
      const text = `t${randomText(random)}</think>`;
      const pieces = `<think>${reasoning}</think>\n\n${text}`.match(/[\s\S]{1,4}/gu) ?? [];
      const said = read(encoder.encode(encode(pieces, random)), random);
      assert.deepEqual([said.reasoning, said.text], [reasoning, text], `seed ${seed}`);
    }
  });
});
