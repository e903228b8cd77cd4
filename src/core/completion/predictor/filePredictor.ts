import type { Clock, SourceFile } from "../../ports.ts";
import { runInSlices } from "../../timeSlices.ts";
import { Calibration } from "./calibration.ts";
import { isWorthShowing, measureHoldOut } from "./holdOut.ts";
import { LinePredictor } from "./linePredictor.ts";
import { TokenLog } from "./tokenLog.ts";

export interface Question {
  readonly path: string;
  readonly prefix: string;
  readonly suffix: string;
  /** 0 to 1: a text that is right with less probability is not returned. */
  readonly minConfidence: number;
  /** 0 to 1: of all texts that would be returned like this one, so many must be right. */
  readonly minShare: number;
}

export interface FoundText {
  readonly text: string;
  /** Probability, 0 to 1, that it is right. */
  readonly confidence: number;
  /** Share of all texts at least so sure that is right, 0 to 1. */
  readonly share: number;
}

type Change =
  | { readonly kind: "put"; readonly file: SourceFile }
  | { readonly kind: "remove"; readonly path: string };

/** More tokens than this are not kept: about 60 MB with their words. */
const maxTokens = 1_500_000;
const maxFileChars = 300_000;
/** Calibrated again when so much has changed since. */
const recalibrateShare = 0.25;
const minNewTokens = 2_000;

/**
 * Prediction from the user's own files. Files are taken in by slices; each change of a file replaces what
 * was known of it. How sure is sure is measured on the same files, by hiding lines and predicting them.
 */
export class FilePredictor {
  readonly #clock: Clock;
  readonly #sample: () => Iterable<SourceFile>;
  readonly #onProblem: (error: unknown) => void;
  #log = new TokenLog();
  #predictor = new LinePredictor(this.#log);
  #calibration = Calibration.cautious();
  #queue: Change[] = [];
  #isWorking = false;
  #calibratedSize = 0;

  /** `sample`: all known files, newest last, to measure on. `onProblem`: a file could not be taken in. */
  constructor(clock: Clock, sample: () => Iterable<SourceFile>, onProblem: (error: unknown) => void) {
    this.#clock = clock;
    this.#sample = sample;
    this.#onProblem = onProblem;
  }

  get tokens(): number {
    return this.#log.size;
  }

  get calibration(): Calibration {
    return this.#calibration;
  }

  put(file: SourceFile): void {
    if (file.text.length <= maxFileChars) {
      this.#enqueue({ kind: "put", file });
    }
  }

  remove(path: string): void {
    this.#enqueue({ kind: "remove", path });
  }

  /** Undefined when nothing is sure enough. */
  predict(question: Question): FoundText | undefined {
    const calibration = this.#calibration;
    const byConfidence = calibration.surenessForConfidence(question.minConfidence);
    const byShare = calibration.surenessForShare(question.minShare);
    if (byConfidence === undefined || byShare === undefined) {
      return undefined;
    }
    const last = this.#predictor.predict(question, Math.max(byConfidence, byShare)).at(-1);
    const point = last === undefined ? undefined : calibration.pointAt(last.sureness);
    if (last === undefined || point === undefined || !isWorthShowing(last.text)) {
      return undefined;
    }
    return { text: last.text, confidence: point.confidence, share: point.share };
  }

  /** Resolves when everything handed in so far is taken in and measured. */
  async settled(): Promise<void> {
    while (this.#isWorking) {
      await this.#clock.delay(1);
    }
  }

  #enqueue(change: Change): void {
    this.#queue.push(change);
    if (!this.#isWorking) {
      this.#isWorking = true;
      void this.#work();
    }
  }

  async #work(): Promise<void> {
    do {
      await this.#clock.delay(0);
      try {
        await this.#takeInAll();
      } catch (error) {
        this.#onProblem(error);
      }
    } while (this.#queue.length > 0);
    this.#isWorking = false;
  }

  async #takeInAll(): Promise<void> {
    await runInSlices(this.#takeIn(), this.#clock);
    if (this.#log.needsSweep) {
      await this.#sweep();
    }
    const size = this.#log.size;
    const changed = Math.abs(size - this.#calibratedSize);
    if (changed > Math.max(minNewTokens, this.#calibratedSize * recalibrateShare)) {
      this.#calibratedSize = size;
      await this.#calibrate();
    }
  }

  *#takeIn(): Generator<void> {
    while (this.#queue.length > 0) {
      const changes = this.#queue;
      this.#queue = [];
      for (const change of changes) {
        if (change.kind === "remove") {
          this.#log.remove(change.path);
        } else if (this.#log.size < maxTokens) {
          this.#log.put(change.file.path, change.file.text);
        }
        yield;
      }
    }
  }

  async #sweep(): Promise<void> {
    const fresh = new TokenLog();
    await runInSlices(this.#log.sweep(fresh), this.#clock);
    this.#log = fresh;
    this.#predictor = new LinePredictor(fresh);
  }

  async #calibrate(): Promise<void> {
    const measured = measureHoldOut(this.#predictor, this.#log, [...this.#sample()]);
    const traces = await runInSlices(measured, this.#clock);
    this.#calibration = Calibration.of(traces);
  }
}
