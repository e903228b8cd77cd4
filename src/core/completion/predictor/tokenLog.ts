import { lexTokens } from "./lexTokens.ts";
import { lineEndId, Vocabulary } from "./vocabulary.ts";

/** Orders of context that have a chain of their own. */
export const chainOrders = [1, 2, 4] as const;

interface Segment {
  readonly path: string;
  readonly folder: string;
  readonly start: number;
  readonly end: number;
  isAlive: boolean;
}

const firstCapacity = 4096;
/** Dead tokens are cleared away when they are this many and this share of all. */
const minDead = 20_000;
const maxDeadShare = 0.35;
const maxSegments = 65_000;

function grown(array: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(capacity);
  larger.set(array);
  return larger;
}

/** Mixes the ids of a context into a table index. */
export function contextHash(ids: Int32Array, end: number, order: number): number {
  let hash = order;
  for (let back = 0; back < order; back += 1) {
    hash = Math.imul(hash ^ (ids[end - back] ?? 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

/**
 * All tokens of all files in one array, oldest first, and for each position a link to the last earlier
 * place with the same 1, 2 or 4 tokens. Following the links meets the newest text first. A changed file
 * is appended anew and its old text is passed over. About 35 bytes a token.
 */
export class TokenLog {
  readonly vocabulary = new Vocabulary();
  #ids = new Int32Array(firstCapacity);
  /** One bit a token: white space stood before it. */
  #spaced = new Uint8Array(firstCapacity >> 3);
  #segmentOf = new Uint16Array(firstCapacity);
  #links: Int32Array[] = chainOrders.map(() => new Int32Array(firstCapacity));
  #heads: Int32Array[] = chainOrders.map(() => new Int32Array(firstCapacity).fill(-1));
  #segments: Segment[] = [];
  readonly #segmentByPath = new Map<string, number>();
  #length = 0;
  #dead = 0;

  /** Tokens of living files. */
  get size(): number {
    return this.#length - this.#dead;
  }

  /** Bytes of the packed arrays; the vocabulary comes on top. */
  get packedBytes(): number {
    const arrays = [this.#ids, this.#spaced, this.#segmentOf, ...this.#links, ...this.#heads];
    return arrays.reduce((sum, array) => sum + array.byteLength, 0);
  }

  get needsSweep(): boolean {
    return (
      (this.#dead > minDead && this.#dead > this.#length * maxDeadShare) ||
      this.#segments.length >= maxSegments
    );
  }

  get ids(): Int32Array {
    return this.#ids;
  }

  isSpaced(position: number): boolean {
    return ((this.#spaced[position >> 3] ?? 0) & (1 << (position & 7))) !== 0;
  }

  /** Newest position whose last `chainOrders[chain]` tokens hash to `hash`; -1 when none. */
  head(chain: number, hash: number): number {
    const heads = this.#heads[chain];
    return heads === undefined ? -1 : (heads[hash & (heads.length - 1)] ?? -1);
  }

  previous(chain: number, position: number): number {
    return this.#links[chain]?.[position] ?? -1;
  }

  segmentAt(position: number): number {
    return this.#segmentOf[position] ?? 0;
  }

  segment(index: number): Segment | undefined {
    return this.#segments[index];
  }

  segmentOfPath(path: string): number | undefined {
    return this.#segmentByPath.get(path);
  }

  /** Adds a file, in place of its older text if there is one. */
  put(path: string, text: string): void {
    this.remove(path);
    const { bounds, count } = lexTokens(text);
    const segment = this.#begin(path, count + 2);
    let before = 0;
    for (let index = 0; index < count; index += 1) {
      const from = bounds[index * 2] ?? 0;
      const to = bounds[index * 2 + 1] ?? 0;
      const id = from === to ? lineEndId : this.vocabulary.intern(text.slice(from, to));
      this.#append(id, from > before, segment);
      before = to;
    }
    this.#append(lineEndId, false, segment);
    this.#end(segment);
  }

  remove(path: string): void {
    const index = this.#segmentByPath.get(path);
    const segment = index === undefined ? undefined : this.#segments[index];
    if (segment === undefined) {
      return;
    }
    segment.isAlive = false;
    this.#segmentByPath.delete(path);
    this.#dead += segment.end - segment.start;
    for (let position = segment.start; position < segment.end; position += 1) {
      this.vocabulary.add(this.#ids[position] ?? 0, -1);
    }
  }

  /** Copies the living files, oldest first, into a fresh log; yields after each file. */
  *sweep(into: TokenLog): Generator<void> {
    for (const segment of [...this.#segments]) {
      if (!segment.isAlive) {
        continue;
      }
      const index = into.#begin(segment.path, segment.end - segment.start);
      for (let position = segment.start; position < segment.end; position += 1) {
        const id = this.#ids[position] ?? 0;
        const own = id === lineEndId ? lineEndId : into.vocabulary.intern(this.vocabulary.textOf(id));
        into.#append(own, this.isSpaced(position), index);
      }
      into.#end(index);
      yield;
    }
  }

  #begin(path: string, count: number): number {
    this.#reserve(this.#length + count);
    const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    this.#segments.push({ path, folder, start: this.#length, end: this.#length, isAlive: true });
    return this.#segments.length - 1;
  }

  #end(index: number): void {
    const segment = this.#segments[index];
    if (segment !== undefined) {
      this.#segments[index] = { ...segment, end: this.#length };
      this.#segmentByPath.set(segment.path, index);
    }
  }

  #append(id: number, isSpaced: boolean, segment: number): void {
    const position = this.#length;
    this.#ids[position] = id;
    this.#segmentOf[position] = segment;
    if (isSpaced) {
      this.#spaced[position >> 3] = (this.#spaced[position >> 3] ?? 0) | (1 << (position & 7));
    }
    this.#length += 1;
    this.vocabulary.add(id, 1);
    this.#link(position);
  }

  #link(position: number): void {
    for (let chain = 0; chain < chainOrders.length; chain += 1) {
      const heads = this.#heads[chain];
      const links = this.#links[chain];
      if (heads === undefined || links === undefined) {
        continue;
      }
      const slot = contextHash(this.#ids, position, chainOrders[chain] ?? 1) & (heads.length - 1);
      links[position] = heads[slot] ?? -1;
      heads[slot] = position;
    }
  }

  #reserve(needed: number): void {
    if (needed <= this.#ids.length) {
      return;
    }
    // Half as much again, not double: the arrays are the larger part of the memory.
    const capacity = Math.ceil(Math.max(needed, this.#ids.length * 1.5) / 8) * 8;
    this.#ids = grown(this.#ids, capacity);
    this.#links = this.#links.map((links) => grown(links, capacity));
    const segmentOf = new Uint16Array(capacity);
    segmentOf.set(this.#segmentOf);
    this.#segmentOf = segmentOf;
    const spaced = new Uint8Array(capacity >> 3);
    spaced.set(this.#spaced);
    this.#spaced = spaced;
    const slots = 2 ** Math.ceil(Math.log2(capacity / 2));
    if (slots > (this.#heads[0]?.length ?? 0)) {
      this.#heads = chainOrders.map(() => new Int32Array(slots).fill(-1));
      for (let position = 0; position < this.#length; position += 1) {
        this.#link(position);
      }
    }
  }
}
