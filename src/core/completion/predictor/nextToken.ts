import { isWordCode } from "./lexTokens.ts";
import { chainOrders, contextHash, type TokenLog } from "./tokenLog.ts";

export interface TokenQuery {
  /** Ids of the tokens before the cursor, the last one last; unknown words are -1. */
  readonly context: Int32Array;
  readonly length: number;
  /** For each of those tokens 1 when white space stood before it. */
  readonly spaced: Uint8Array;
  /** First tokens of the window that came with the question, to be searched too. */
  readonly windowLength: number;
  /** The part of the token that is typed already; empty at a token's start. */
  readonly partial: string;
  /** Whether white space stands before the cursor; undefined where it does not matter. */
  readonly isSpaced: boolean | undefined;
  readonly folder: string;
  /** Segment whose text from `hiddenFrom` on must not be seen, for measuring; -1 for none. */
  readonly hiddenSegment: number;
  readonly hiddenFrom: number;
  readonly ownSegment: number;
}

/** What speaks for a token, for `surenessOf`. */
export interface Evidence {
  /** Blended share of the votes, 0 to 1. */
  readonly share: number;
  /** Length of the longest context in which the token stood. */
  readonly order: number;
  /** Votes for the token, and all votes, in contexts of that length. */
  readonly votes: number;
  readonly allVotes: number;
  /** The same after the last token alone. */
  readonly shortVotes: number;
  readonly allShortVotes: number;
  /** Longest context that stood anywhere, whatever followed. */
  readonly longestOrder: number;
  readonly partialLength: number;
  readonly isWord: boolean;
  /** The token is what was typed already. */
  readonly isPartialWhole: boolean;
}

export interface NextToken {
  readonly id: number;
  readonly isSpaced: boolean;
  readonly evidence: Evidence;
}

/** Longest context that is compared. */
const maxOrder = 12;
const maxSteps = 96;
const ownFileWeight = 1.4;
const folderWeight = 1.2;
const windowWeight = 1.6;
const maxCandidates = 160;
const unknownWords = 3;
/** A power of two, more than twice the candidates. */
const tableSize = 512;
/** Leaves the upper bits of a hash: as many as number the table. */
const tableShift = 32 - 9;

/** What may follow a context, by all places where its last tokens stood before; longest match counts most. */
export class NextTokenModel {
  readonly #log: TokenLog;
  readonly #keys = new Int32Array(maxCandidates);
  readonly #counts = new Float64Array(maxCandidates * (maxOrder + 1));
  /**
   * Slots by token, an open table. Not a Map: one that is cleared for every question leaves a chain of old
   * tables behind that only a full collection of the heap frees.
   */
  readonly #table = new Int16Array(tableSize).fill(-1);
  readonly #shares = new Float64Array(maxCandidates);
  readonly #totals = new Float64Array(maxOrder + 1);
  #used = 0;

  constructor(log: TokenLog) {
    this.#log = log;
  }

  /** The most probable next token; undefined when nothing fits. */
  best(query: TokenQuery): NextToken | undefined {
    this.#used = 0;
    this.#table.fill(-1);
    this.#searchWindow(query);
    for (let chain = chainOrders.length - 1; chain >= 0; chain -= 1) {
      this.#searchChain(query, chain);
    }
    this.#addUnseen(query);
    return this.#blend(query);
  }

  #searchChain(query: TokenQuery, chain: number): void {
    const order = chainOrders[chain] ?? 1;
    const upTo = (chainOrders[chain + 1] ?? maxOrder + 1) - 1;
    const { context, length } = query;
    if (length < order) {
      return;
    }
    const log = this.#log;
    const ids = log.ids;
    let position = log.head(chain, contextHash(context, length - 1, order));
    for (
      let step = 0;
      position >= 0 && step < maxSteps;
      step += 1, position = log.previous(chain, position)
    ) {
      const segmentIndex = log.segmentAt(position);
      const segment = log.segment(segmentIndex);
      const isHidden = segmentIndex === query.hiddenSegment && position + 1 >= query.hiddenFrom;
      if (segment?.isAlive !== true || isHidden || position + 1 >= segment.end) {
        continue;
      }
      const matched = matchLength(ids, position, context, length);
      if (matched < order || matched > upTo) {
        // Longer matches were met on the longer chain.
        continue;
      }
      const isOwn = segmentIndex === query.ownSegment;
      const weight = isOwn ? ownFileWeight : segment.folder === query.folder ? folderWeight : 1;
      this.#vote(query, ids[position + 1] ?? 0, log.isSpaced(position + 1), matched, weight);
    }
  }

  #searchWindow(query: TokenQuery): void {
    const { context, length, windowLength } = query;
    const last = context[length - 1];
    for (let position = Math.min(windowLength, length) - 2; position >= 0; position -= 1) {
      if (context[position] === last) {
        const matched = matchLength(context, position, context, length);
        const next = context[position + 1] ?? -1;
        if (next >= 0) {
          this.#vote(query, next, undefined, matched, windowWeight);
        }
      }
    }
  }

  #vote(query: TokenQuery, id: number, isSpaced: boolean | undefined, matched: number, weight: number): void {
    const { partial } = query;
    if (partial !== "" && !this.#log.vocabulary.textOf(id).startsWith(partial)) {
      return;
    }
    if (query.isSpaced === true && isSpaced === false && id !== 0) {
      return;
    }
    const slot = this.#slotOf(id);
    if (slot < 0) {
      return;
    }
    const order = Math.min(matched, maxOrder);
    const at = slot * (maxOrder + 1) + order;
    this.#counts[at] = (this.#counts[at] ?? 0) + weight;
  }

  /** Words that begin as typed but never stood in this context. */
  #addUnseen({ partial }: TokenQuery): void {
    if (partial.length < 2) {
      return;
    }
    const { vocabulary } = this.#log;
    for (const id of vocabulary.beginningWith(partial)) {
      const count = vocabulary.countOf(id);
      if (count > 0 && vocabulary.textOf(id).startsWith(partial)) {
        const slot = this.#slotOf(id);
        if (slot >= 0) {
          this.#counts[slot * (maxOrder + 1)] = count;
        }
      }
    }
  }

  #slotOf(id: number): number {
    let at = Math.imul(id, 0x9e3779b1) >>> tableShift;
    for (let slot = this.#table[at] ?? -1; slot >= 0; slot = this.#table[at] ?? -1) {
      if (this.#keys[slot] === id) {
        return slot;
      }
      at = (at + 1) & (tableSize - 1);
    }
    if (this.#used === maxCandidates) {
      return -1;
    }
    const slot = this.#used;
    this.#used += 1;
    this.#keys[slot] = id;
    this.#table[at] = slot;
    this.#counts.fill(0, slot * (maxOrder + 1), (slot + 1) * (maxOrder + 1));
    return slot;
  }

  /** Prediction by partial matching, escape method C: each longer context outvotes the shorter ones. */
  #blend(query: TokenQuery): NextToken | undefined {
    const used = this.#used;
    if (used === 0) {
      return undefined;
    }
    const width = maxOrder + 1;
    const counts = this.#counts;
    // Counts of "matched at least so far" from counts of "matched exactly so far".
    for (let slot = 0; slot < used; slot += 1) {
      for (let order = maxOrder - 1; order >= 1; order -= 1) {
        const at = slot * width + order;
        counts[at] = (counts[at] ?? 0) + (counts[at + 1] ?? 0);
      }
    }
    const shares = this.#shares.fill(0, 0, used);
    const totals = this.#totals.fill(0);
    for (let order = 0; order <= maxOrder; order += 1) {
      let total = 0;
      let kinds = 0;
      for (let slot = 0; slot < used; slot += 1) {
        const count = counts[slot * width + order] ?? 0;
        total += count;
        kinds += count > 0 ? 1 : 0;
      }
      totals[order] = total;
      if (kinds === 0 && order > 0) {
        break;
      }
      const escape = order === 0 ? unknownWords : kinds;
      for (let slot = 0; slot < used; slot += 1) {
        const count = counts[slot * width + order] ?? 0;
        const shorter = order === 0 ? 0 : escape * (shares[slot] ?? 0);
        shares[slot] = (count + shorter) / (total + escape);
      }
    }
    let best = 0;
    for (let slot = 1; slot < used; slot += 1) {
      best = (shares[slot] ?? 0) > (shares[best] ?? 0) ? slot : best;
    }
    const id = this.#keys[best] ?? 0;
    const evidence = this.#evidenceOf(query, best, shares[best] ?? 0, totals);
    return { id, isSpaced: this.#spacingOf(query, id), evidence };
  }

  #evidenceOf(query: TokenQuery, slot: number, share: number, totals: Float64Array): Evidence {
    const votesAt = (order: number): number => this.#counts[slot * (maxOrder + 1) + order] ?? 0;
    let order = maxOrder;
    while (order > 0 && votesAt(order) === 0) {
      order -= 1;
    }
    let longestOrder = maxOrder;
    while (longestOrder > 0 && (totals[longestOrder] ?? 0) === 0) {
      longestOrder -= 1;
    }
    const text = this.#log.vocabulary.textOf(this.#keys[slot] ?? 0);
    return {
      share,
      order,
      votes: votesAt(order),
      allVotes: totals[order] ?? 0,
      shortVotes: votesAt(1),
      allShortVotes: totals[1] ?? 0,
      longestOrder,
      partialLength: query.partial.length,
      isWord: isWordCode(text.charCodeAt(0)),
      isPartialWhole: query.partial !== "" && text === query.partial,
    };
  }

  /**
   * Whether white space stands before the token after this one: as in the text above the cursor, which has
   * its own style, else as it did the last times elsewhere.
   */
  #spacingOf(query: TokenQuery, id: number): boolean {
    const { context, length, spaced, windowLength } = query;
    const last = context[length - 1];
    for (let position = Math.min(windowLength, length) - 2; position >= 0; position -= 1) {
      if (context[position] === last && context[position + 1] === id) {
        return spaced[position + 1] === 1;
      }
    }
    return this.#usualSpacing(query, id);
  }

  #usualSpacing(query: TokenQuery, id: number): boolean {
    const log = this.#log;
    const { context, length } = query;
    let spaced = 0;
    let seen = 0;
    for (let chain = 1; chain >= 0 && seen === 0; chain -= 1) {
      const order = chainOrders[chain] ?? 1;
      let position = length < order ? -1 : log.head(chain, contextHash(context, length - 1, order));
      for (let step = 0; position >= 0 && step < maxSteps && seen < 5; step += 1) {
        const isHidden = log.segmentAt(position) === query.hiddenSegment && position + 1 >= query.hiddenFrom;
        if (!isHidden && log.ids[position + 1] === id && log.ids[position] === context[length - 1]) {
          seen += 1;
          spaced += log.isSpaced(position + 1) ? 1 : 0;
        }
        position = log.previous(chain, position);
      }
    }
    return spaced * 2 > seen;
  }
}

/** How many tokens before and at `position` equal the end of the context. */
function matchLength(ids: Int32Array, position: number, context: Int32Array, length: number): number {
  const most = Math.min(maxOrder, length, position + 1);
  let matched = 0;
  while (matched < most && ids[position - matched] === context[length - 1 - matched]) {
    matched += 1;
  }
  return matched;
}
