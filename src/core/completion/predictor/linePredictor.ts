import { lineEndAt, lineStartAt } from "../../text/lines.ts";
import { isWordCode, lexTokens } from "./lexTokens.ts";
import { surenessOf } from "./sureness.ts";
import { NextTokenModel, type Evidence, type TokenQuery } from "./nextToken.ts";
import type { TokenLog } from "./tokenLog.ts";
import { lineEndId } from "./vocabulary.ts";

export interface LineQuestion {
  readonly path: string;
  /** Text before the cursor; only the last few thousand characters are read. */
  readonly prefix: string;
  readonly suffix: string;
  /** For measuring: text of `path` from this token position on is not seen. */
  readonly hiddenFrom?: number | undefined;
}

/** One more token of a predicted text and how sure the text is up to there (raw, 0 to 1). */
export interface PredictedStep {
  readonly text: string;
  readonly sureness: number;
}

/** `text`: the prediction with this token. */
export type Judge = (evidence: Evidence, isContinued: boolean, text: string) => number;

const windowChars = 4000;
const maxSteps = 24;
/** Raw sureness below which no use is known. */
const leastSureness = 0.02;

/** Predicts the rest of a line token by token from the log and from the text before the cursor. */
export class LinePredictor {
  readonly #log: TokenLog;
  readonly #model: NextTokenModel;
  readonly #judge: Judge;
  /** Written over by every question: thousands of them are asked when sureness is measured. */
  #bounds = new Int32Array(windowChars);
  #context = new Int32Array(windowChars);
  #spaced = new Uint8Array(windowChars);
  #above = "";
  #aboveCount = 0;
  #vocabularySize = 0;

  /** `judge` says how probable a token is by its evidence. */
  constructor(log: TokenLog, judge: Judge = surenessOf) {
    this.#log = log;
    this.#model = new NextTokenModel(log);
    this.#judge = judge;
  }

  /** All steps down to `least` (raw sureness); the text of a step includes those before it. */
  predict(question: LineQuestion, least = leastSureness): PredictedStep[] {
    const { path, suffix } = question;
    const { prefix } = question;
    const lineStart = lineStartAt(prefix, prefix.length);
    const above = prefix.slice(Math.max(0, lineStart - windowChars), lineStart);
    const line = prefix.slice(Math.max(lineStart, prefix.length - windowChars));
    const partialStart = wordStart(line);
    const partial = line.slice(partialStart);
    const known = line.slice(0, partialStart);
    const { context, length } = this.#contextOf(above, known);
    const rest = suffix.slice(0, lineEndAt(suffix, 0)).trim();
    const isLineStart = known.trim() === "";
    const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    const ownSegment = this.#log.segmentOfPath(path) ?? -1;
    const base = {
      context,
      spaced: this.#spaced,
      windowLength: length,
      folder,
      ownSegment,
      hiddenSegment: question.hiddenFrom === undefined ? -1 : ownSegment,
      hiddenFrom: question.hiddenFrom ?? 0,
    };
    const first: TokenQuery = {
      ...base,
      length,
      partial,
      isSpaced: partial === "" && !isLineStart && /[ \t]$/.test(line) ? true : undefined,
    };
    return this.#extend(first, { least, rest, isLineStart: isLineStart || /\s$/.test(known) });
  }

  #extend(first: TokenQuery, more: { least: number; rest: string; isLineStart: boolean }): PredictedStep[] {
    const steps: PredictedStep[] = [];
    let query = first;
    let text = "";
    let sureness = 1;
    for (let step = 0; step < maxSteps; step += 1) {
      const next = this.#model.best(query);
      if (next === undefined) {
        break;
      }
      const word = next.id === lineEndId ? "" : this.#log.vocabulary.textOf(next.id);
      const isGlued = step === 0 ? query.partial !== "" || more.isLineStart : false;
      const piece = (!isGlued && next.isSpaced ? " " : "") + word.slice(query.partial.length);
      sureness *= this.#judge(next.evidence, step > 0, text + (next.id === lineEndId ? "\n" : piece));
      const isAtRest = more.rest !== "" && query.partial === "" && more.rest.startsWith(word);
      if (sureness < more.least || next.id === lineEndId || isAtRest) {
        break;
      }
      text += piece;
      if (piece !== "") {
        steps.push({ text, sureness });
      }
      query.context[query.length] = next.id;
      query = { ...query, length: query.length + 1, partial: "", isSpaced: undefined };
    }
    return steps;
  }

  /** Ids of the window, with room for what will be predicted; good until the next question. */
  #contextOf(above: string, line: string): { context: Int32Array; length: number } {
    // While a line is typed, what stands above it stays: its tokens are kept.
    if (above !== this.#above || this.#vocabularySize !== this.#log.vocabulary.size) {
      this.#aboveCount = this.#lexInto(above, 0);
      this.#above = above;
      this.#vocabularySize = this.#log.vocabulary.size;
    }
    const length = this.#lexInto(line, this.#aboveCount);
    return { context: this.#context, length };
  }

  /** Writes the ids of the text's tokens to the context from `start` on; returns where they end. */
  #lexInto(text: string, start: number): number {
    const { bounds, count } = lexTokens(text, 0, this.#bounds);
    this.#bounds = bounds;
    const needed = start + count + maxSteps + 1;
    if (this.#context.length < needed) {
      const larger = new Int32Array(2 * needed);
      larger.set(this.#context);
      this.#context = larger;
      const largerSpaced = new Uint8Array(2 * needed);
      largerSpaced.set(this.#spaced);
      this.#spaced = largerSpaced;
    }
    let before = 0;
    for (let index = 0; index < count; index += 1) {
      const from = bounds[index * 2] ?? 0;
      const to = bounds[index * 2 + 1] ?? 0;
      this.#context[start + index] =
        from === to ? lineEndId : (this.#log.vocabulary.find(text.slice(from, to)) ?? -1);
      this.#spaced[start + index] = from > before ? 1 : 0;
      before = to;
    }
    return start + count;
  }
}

function wordStart(text: string): number {
  let start = text.length;
  while (start > 0 && isWordCode(text.charCodeAt(start - 1))) {
    start -= 1;
  }
  return start;
}
