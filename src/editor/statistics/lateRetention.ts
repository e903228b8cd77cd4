import type { EventSink, Phase } from "../../core/efficiency/events.ts";
import { shareFound, type FingerprintLine } from "../../core/efficiency/lineFingerprint.ts";
import type { Clock, Feature } from "../../core/ports.ts";

/** An accepted text after its first hour: hashes and sizes only, kept over restarts. */
export interface LateText {
  readonly rid: string;
  readonly feature: Feature;
  readonly fileHash: string;
  readonly languageId: string;
  readonly phase: Phase;
  readonly chars: number;
  readonly lines: readonly FingerprintLine[];
  /** UTC milliseconds. */
  readonly acceptedMs: number;
  /** The repository was switched since. */
  readonly isCensored: boolean;
  readonly isCommitLooked: boolean;
  /** Number of the next of `lateHorizons`. */
  readonly next: number;
}

const hourMs = 3_600_000;
const lateHorizons = [
  { name: "24h", dueMs: 24 * hourMs, latestMs: 72 * hourMs },
  { name: "7d", dueMs: 168 * hourMs, latestMs: 336 * hourMs },
] as const;

const storageKey = "flywheel.lateRetention";

/** More texts than this are not kept; the oldest is given up as not looked at. */
const maxTexts = 1000;

/** Documents longer than this are not searched (characters). */
const maxSearchedChars = 1 << 20;

function isLateText(value: unknown): value is LateText {
  return (
    typeof value === "object" &&
    value !== null &&
    "rid" in value &&
    typeof value.rid === "string" &&
    "lines" in value &&
    Array.isArray(value.lines) &&
    "acceptedMs" in value &&
    typeof value.acceptedMs === "number" &&
    "next" in value &&
    typeof value.next === "number"
  );
}

/** A document that an editor holds. */
export interface OpenDocument {
  /** Its URI as text; hashed, never kept. */
  readonly address: string;
  getText(): string;
}

export interface LateRetentionTools {
  /** The workspace's own state, which outlives a restart. */
  readonly state: {
    get(key: string): unknown;
    update(key: string, value: unknown): PromiseLike<void>;
  };
  openDocuments(): readonly OpenDocument[];
  readonly clock: Clock;
  /** A one-way name for an address or a line. */
  hash(text: string): string;
}

/**
 * Looks at accepted text after a day and after a week, when its file is open in an editor: by keyed hashes of its
 * lines, which survive a restart. A file that is not opened in time, or a switched repository, is censored.
 */
export class LateRetention {
  readonly #events: EventSink;
  readonly #tools: LateRetentionTools;
  #texts: readonly LateText[];

  constructor(events: EventSink, tools: LateRetentionTools) {
    this.#events = events;
    this.#tools = tools;
    const stored = tools.state.get(storageKey);
    this.#texts = Array.isArray(stored) ? stored.filter(isLateText) : [];
  }

  add(text: LateText): void {
    if (text.lines.length === 0) {
      return;
    }
    const texts = [...this.#texts, text];
    for (const lost of texts.slice(0, Math.max(0, texts.length - maxTexts))) {
      this.#censorRest(lost);
    }
    this.#keep(texts.slice(-maxTexts));
  }

  didSwitch(): void {
    this.#keep(this.#texts.map((text) => ({ ...text, isCensored: true })));
  }

  didCommit(): void {
    this.#keep(
      this.#texts.map((text) => {
        const document = this.#openDocument(text);
        if (text.isCommitLooked || document === undefined) {
          return text;
        }
        this.#report(text, "commit", text.isCensored ? undefined : document.getText());
        return { ...text, isCommitLooked: true };
      }),
    );
  }

  /** To be called every few minutes. */
  tick(): void {
    const nowMs = this.#tools.clock.nowMs();
    let hasChanged = false;
    const left = this.#texts.flatMap((text) => {
      const looked = this.#look(text, nowMs);
      hasChanged ||= looked !== text;
      return looked.next < lateHorizons.length ? [looked] : [];
    });
    if (hasChanged) {
      this.#keep(left);
    }
  }

  forgetAll(): void {
    this.#keep([]);
  }

  #look(text: LateText, nowMs: number): LateText {
    const horizon = lateHorizons[text.next];
    const ageMs = nowMs - text.acceptedMs;
    if (horizon === undefined || ageMs < horizon.dueMs) {
      return text;
    }
    const document = this.#openDocument(text);
    const isTooLate = ageMs > horizon.latestMs;
    if (document === undefined && !isTooLate && !text.isCensored) {
      return text;
    }
    const seen = isTooLate || text.isCensored ? undefined : document?.getText();
    this.#report(text, horizon.name, seen);
    return { ...text, next: text.next + 1 };
  }

  #openDocument({ fileHash }: LateText): OpenDocument | undefined {
    return this.#tools.openDocuments().find(({ address }) => this.#tools.hash(address) === fileHash);
  }

  #report(text: LateText, horizon: "commit" | "24h" | "7d", seen: string | undefined): void {
    const isCensored = seen === undefined || seen.length > maxSearchedChars;
    const kept = isCensored ? 0 : shareFound(text.lines, seen, (line) => this.#tools.hash(line));
    const { rid, feature, chars, languageId, phase } = text;
    this.#events.record(
      {
        type: "suggest.retain",
        rid,
        feature,
        horizon,
        kept: Math.round(kept * 1000) / 1000,
        keptChars: Math.round(kept * chars),
        chars,
        isCensored,
      },
      { languageId, phase },
    );
  }

  #censorRest(text: LateText): void {
    for (const horizon of lateHorizons.slice(text.next)) {
      this.#report(text, horizon.name, undefined);
    }
  }

  #keep(texts: readonly LateText[]): void {
    this.#texts = texts;
    void this.#tools.state.update(storageKey, texts);
  }
}
