import type { SourceFile } from "../ports.ts";
import { chunkText } from "./chunks.ts";
import type { SearchNotion } from "./readQuestion.ts";
import { queryTerms, TermSplitter } from "./searchTerms.ts";

/** Lines of a file that match a query; lines are one-based and inclusive. */
export interface ChunkHit {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly score: number;
}

interface IndexedChunk {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly termCount: number;
}

/** Usual constants of Okapi BM25: saturation of repeats, and how much length counts. */
const k1 = 1.2;
const b = 0.75;
/** A posting is a chunk number times this plus the count of the term, in one number to save memory. */
const countSpan = 64;
/** Above this no further file is taken, which bounds memory at some 100 MB. */
const maxChunks = 60_000;
const maxHitsPerFile = 2;

const lockFileShape =
  /(?:^|\/)(?:[\w.-]*lock\.(?:json|yaml)|[\w.-]+\.lock|go\.sum|[\w.-]+\.min\.\w+|[\w.-]+\.map)$/i;

/** Where a name is defined says more than where it is used: its words count this many times more there. */
const definitionWeight = 2;
const definitionShape =
  /\b(?:function|def|class|interface|struct|enum|record|trait|fn|func|fun|type|namespace)\s+([\p{L}_$][\p{L}\p{N}_$]*)/gu;

/** BM25's share of a term that occurs `count` times in a text of `length` times the average. */
export function saturate(count: number, length: number): number {
  return (count * (k1 + 1)) / (count + k1 * (1 - b + b * length));
}

/** How far a text that holds `matched` of `wanted` notions is taken: half for none, whole for all. */
export function coverage(matched: number, wanted: number): number {
  return 0.5 + (0.5 * matched) / wanted;
}

/** A BM25 index of workspace chunks, changed file by file. It keeps no text. */
export class ChunkIndex {
  #chunks: (IndexedChunk | undefined)[] = [];
  #postingsByTerm = new Map<string, number[]>();
  readonly #splitter = new TermSplitter();
  readonly #chunkIdsByPath = new Map<string, readonly number[]>();
  #liveChunks = 0;
  #liveTerms = 0;

  /** Chunks that can be found. */
  get size(): number {
    return this.#liveChunks;
  }

  /** Takes the file in, in place of what was known under its path. */
  put(file: SourceFile): void {
    this.remove(file.path);
    if (lockFileShape.test(file.path) || this.#liveChunks >= maxChunks) {
      return;
    }
    const ids: number[] = [];
    for (const chunk of chunkText(file.text)) {
      const counts = new Map<string, number>();
      const count = (term: string): void => void counts.set(term, (counts.get(term) ?? 0) + 1);
      this.#splitter.forEachTerm(chunk.text, count);
      this.#splitter.forEachTerm(file.path, count);
      for (const [, name = ""] of chunk.text.matchAll(definitionShape)) {
        for (let more = 0; more < definitionWeight; more += 1) {
          this.#splitter.forEachTerm(name, count);
        }
      }
      ids.push(this.#addChunk(file.path, chunk, counts));
    }
    if (ids.length > 0) {
      this.#chunkIdsByPath.set(file.path, ids);
    }
  }

  remove(path: string): void {
    const ids = this.#chunkIdsByPath.get(path);
    if (ids === undefined) {
      return;
    }
    this.#chunkIdsByPath.delete(path);
    for (const id of ids) {
      this.#liveChunks -= 1;
      this.#liveTerms -= this.#chunks[id]?.termCount ?? 0;
      this.#chunks[id] = undefined;
    }
    if (this.#chunks.length > 2_000 && this.#chunks.length > this.#liveChunks * 2) {
      this.#compact();
    }
  }

  /** Best first, at most two per file, never two that overlap. */
  search(query: string, limit: number): readonly ChunkHit[] {
    const notions = queryTerms(query).map((term) => ({ weightByTerm: new Map([[term, 1]]) }));
    return this.searchNotions(notions, limit);
  }

  /** The same for notions, each of which counts once however many of its terms a chunk holds. */
  searchNotions(
    notions: readonly SearchNotion[],
    limit: number,
    maxPerFile = maxHitsPerFile,
  ): readonly ChunkHit[] {
    const scores = new Map<number, number>();
    const matched = new Map<number, number>();
    const averageTerms = this.averageTerms;
    for (const notion of notions) {
      const bestById = new Map<number, number>();
      for (const [term, termWeight] of notion.weightByTerm) {
        for (const posting of this.#postingsOf(term)) {
          const id = Math.floor(posting / countSpan);
          const length = (this.#chunks[id]?.termCount ?? 0) / averageTerms;
          const weight = termWeight * saturate(posting % countSpan, length);
          bestById.set(id, Math.max(weight, bestById.get(id) ?? 0));
        }
      }
      const rarity = this.#rarityOf(bestById.size);
      for (const [id, weight] of bestById) {
        scores.set(id, (scores.get(id) ?? 0) + rarity * weight);
        matched.set(id, (matched.get(id) ?? 0) + 1);
      }
    }
    // A chunk with all words of the question goes before one that repeats a single word.
    const ranked = [...scores].map(([id, score]): readonly [number, number] => [
      id,
      score * coverage(matched.get(id) ?? 0, notions.length),
    ]);
    ranked.sort((left, right) => right[1] - left[1] || left[0] - right[0]);
    return this.#pick(ranked, limit, maxPerFile);
  }

  /** Terms of a chunk on average; 1 for an empty index. */
  get averageTerms(): number {
    return Math.max(1, this.#liveTerms / Math.max(1, this.#liveChunks));
  }

  /** How much it says that a text holds this notion: the logarithm of its rarity among the chunks (BM25's idf). */
  rarityOf(notion: SearchNotion): number {
    const ids = new Set<number>();
    for (const term of notion.weightByTerm.keys()) {
      for (const posting of this.#postingsOf(term)) {
        ids.add(Math.floor(posting / countSpan));
      }
    }
    return this.#rarityOf(ids.size);
  }

  #rarityOf(chunkCount: number): number {
    return Math.log(1 + (this.#liveChunks - chunkCount + 0.5) / (chunkCount + 0.5));
  }

  #postingsOf(term: string): readonly number[] {
    return (this.#postingsByTerm.get(term) ?? []).filter(
      (posting) => this.#chunks[Math.floor(posting / countSpan)] !== undefined,
    );
  }

  #pick(
    ranked: readonly (readonly [number, number])[],
    limit: number,
    maxPerFile: number,
  ): readonly ChunkHit[] {
    const hits: ChunkHit[] = [];
    for (const [id, score] of ranked) {
      const chunk = this.#chunks[id];
      if (hits.length >= limit) {
        break;
      }
      const ofFile = hits.filter((hit) => hit.path === chunk?.path);
      const overlaps = ofFile.some(
        (hit) => chunk !== undefined && hit.startLine <= chunk.endLine && chunk.startLine <= hit.endLine,
      );
      if (chunk !== undefined && ofFile.length < maxPerFile && !overlaps) {
        hits.push({ path: chunk.path, startLine: chunk.startLine, endLine: chunk.endLine, score });
      }
    }
    return hits;
  }

  #addChunk(
    path: string,
    lines: { readonly startLine: number; readonly endLine: number },
    counts: ReadonlyMap<string, number>,
  ): number {
    const id = this.#chunks.length;
    let termCount = 0;
    for (const [term, count] of counts) {
      termCount += count;
      const posting = id * countSpan + Math.min(count, countSpan - 1);
      const postings = this.#postingsByTerm.get(term);
      if (postings === undefined) {
        this.#postingsByTerm.set(term, [posting]);
      } else {
        postings.push(posting);
      }
    }
    this.#chunks.push({ path, startLine: lines.startLine, endLine: lines.endLine, termCount });
    this.#liveChunks += 1;
    this.#liveTerms += termCount;
    return id;
  }

  /** Forgets removed chunks for good and numbers the others anew. */
  #compact(): void {
    const newIds = new Map<number, number>();
    const kept: IndexedChunk[] = [];
    for (const [id, chunk] of this.#chunks.entries()) {
      if (chunk !== undefined) {
        newIds.set(id, kept.length);
        kept.push(chunk);
      }
    }
    for (const [term, postings] of this.#postingsByTerm) {
      const moved = postings.flatMap((posting) => {
        const id = newIds.get(Math.floor(posting / countSpan));
        return id === undefined ? [] : [id * countSpan + (posting % countSpan)];
      });
      if (moved.length === 0) {
        this.#postingsByTerm.delete(term);
      } else {
        this.#postingsByTerm.set(term, moved);
      }
    }
    for (const [path, ids] of this.#chunkIdsByPath) {
      this.#chunkIdsByPath.set(
        path,
        ids.map((id) => newIds.get(id) ?? -1),
      );
    }
    this.#chunks = kept;
  }
}
