import type { EfficiencyEvent, EventBody, Phase } from "../../src/core/efficiency/events.ts";
import type { Feature } from "../../src/core/ports.ts";

/** A made-up developer whose log is written event by event. Simulated; nothing here was measured. */
export interface Persona {
  readonly name: string;
  readonly seed: number;
  readonly days: number;
  /** Minutes of active time on an average day. */
  readonly minutesADay: number;
  /** Typed bursts a day and language. */
  readonly burstsADay: number;
  readonly offersADay: number;
  /** Share of offers that are accepted. */
  readonly acceptShare: number;
  /** Share of accepted characters that are kept. */
  readonly keptShare: number;
  readonly charsPerOffer: number;
  /** Visible waiting of a chat request, ms. */
  readonly chatWaitMs: number;
  readonly chatsADay: number;
  /** From an offer to the decision, ms. */
  readonly decideMs: number;
}

export const helped: Persona = {
  name: "helped",
  seed: 11,
  days: 24,
  minutesADay: 240,
  burstsADay: 9,
  offersADay: 60,
  acceptShare: 0.35,
  keptShare: 0.85,
  charsPerOffer: 52,
  chatWaitMs: 3500,
  chatsADay: 4,
  decideMs: 700,
};

export const harmed: Persona = {
  ...helped,
  name: "harmed",
  seed: 12,
  acceptShare: 0.12,
  keptShare: 0.2,
  chatWaitMs: 24_000,
  chatsADay: 9,
  decideMs: 2600,
};

/** Too few bursts for a typing speed: counts and costs, no price. */
export const countsOnly: Persona = { ...helped, name: "countsOnly", seed: 13, days: 5, burstsADay: 3 };

export const aYear: Persona = {
  ...helped,
  name: "aYear",
  seed: 14,
  days: 360,
  minutesADay: 80,
  burstsADay: 3,
  offersADay: 20,
};

/** Mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const places: readonly { lang: string; phase: Phase; weight: number }[] = [
  { lang: "typescript", phase: "development", weight: 0.5 },
  { lang: "typescript", phase: "testing", weight: 0.2 },
  { lang: "python", phase: "development", weight: 0.18 },
  { lang: "markdown", phase: "design", weight: 0.12 },
];

/** Writes the events of one persona, oldest first. `lastDayMs` is a UTC moment on the last day. */
/** Later looks, as multiples of what is kept after ten minutes; made up. */
const looks = [
  { horizon: "30s", stays: 1.2, censoredEvery: 400 },
  { horizon: "2m", stays: 1.06, censoredEvery: 200 },
  { horizon: "10m", stays: 1, censoredEvery: Number.POSITIVE_INFINITY },
  { horizon: "1h", stays: 0.96, censoredEvery: 12 },
  { horizon: "commit", stays: 0.93, censoredEvery: 7 },
  { horizon: "24h", stays: 0.88, censoredEvery: 4 },
  { horizon: "7d", stays: 0.74, censoredEvery: 3 },
] as const;

export class PersonaLog {
  readonly #persona: Persona;
  readonly #random: () => number;
  readonly #events: EfficiencyEvent[] = [];
  #seq = 0;
  #rids = 0;

  constructor(persona: Persona) {
    this.#persona = persona;
    this.#random = seededRandom(persona.seed);
  }

  write(lastDayMs: number): readonly EfficiencyEvent[] {
    const { days } = this.#persona;
    for (let back = days - 1; back >= 0; back -= 1) {
      const dayMs = lastDayMs - back * 86_400_000;
      const isWeekend = [0, 6].includes(new Date(dayMs).getUTCDay());
      if (!isWeekend || back === 0) {
        this.#writeDay(dayMs);
      }
    }
    return this.#events;
  }

  #writeDay(dayMs: number): void {
    const persona = this.#persona;
    const swing = 0.6 + this.#random() * 0.8;
    for (let slice = 0; slice < persona.minutesADay * swing; slice += 1) {
      const { lang, phase } = this.#place();
      const state =
        (["edit", "edit", "read", "terminal", "debug"] as const)[Math.floor(this.#random() * 5)] ?? "edit";
      this.#put(dayMs, lang, phase, { type: "activity.slice", state, activeMs: 60_000, file: "f1" });
    }
    for (let burst = 0; burst < persona.burstsADay * swing * 4; burst += 1) {
      const { lang, phase } = this.#place();
      const chars = 20 + Math.floor(this.#random() * 60);
      const durationMs = Math.round((1000 * chars) / (3.2 + this.#random() * 1.6));
      this.#burst(dayMs, lang, phase, "typed", chars, durationMs);
    }
    for (let offer = 0; offer < persona.offersADay * swing; offer += 1) {
      this.#offer(dayMs);
    }
    for (let chat = 0; chat < persona.chatsADay * swing; chat += 1) {
      this.#chat(dayMs);
    }
    const { lang, phase } = this.#place();
    this.#burst(dayMs, lang, phase, "paste_own", 220, 0);
    this.#burst(dayMs, lang, phase, "paste_ext", 90, 0);
    this.#burst(dayMs, lang, phase, "autoclose", 140, 900);
  }

  #offer(dayMs: number): void {
    const { acceptShare, keptShare, charsPerOffer, decideMs } = this.#persona;
    const { lang, phase } = this.#place();
    const rid = this.#rid();
    const chars = Math.max(2, Math.round(charsPerOffer * (0.3 + this.#random() * 1.4)));
    this.#request(dayMs, lang, phase, rid, "completion", 0);
    const source = this.#random() < 0.25 ? "cache" : "remote";
    this.#put(dayMs, lang, phase, { type: "suggest.offered", rid, chars, lines: 1, source, latencyMs: 320 });
    if (this.#random() >= acceptShare) {
      const outcome = this.#random() < 0.3 ? "reject" : "superseded";
      this.#put(dayMs, lang, phase, this.#resolve(rid, outcome, decideMs, 0));
      return;
    }
    this.#put(dayMs, lang, phase, this.#resolve(rid, "accept", decideMs, chars));
    this.#burst(dayMs, lang, phase, "ai_inline", chars, 0);
    const isCensored = this.#random() < 0.04;
    const keptChars = isCensored || this.#random() > keptShare ? 0 : chars;
    this.#retain(dayMs, lang, phase, { rid, feature: "completion", chars, keptChars, isCensored });
  }

  #chat(dayMs: number): void {
    const { chatWaitMs, keptShare } = this.#persona;
    const { lang, phase } = this.#place();
    const rid = this.#rid();
    const feature = (["ask", "explain", "tests", "fix"] as const)[Math.floor(this.#random() * 4)] ?? "ask";
    this.#request(dayMs, lang, phase, rid, feature, Math.round(chatWaitMs * (0.5 + this.#random())));
    if (feature === "ask" || feature === "explain") {
      this.#put(dayMs, lang, phase, {
        type: "chat.turn",
        rid,
        feature,
        promptChars: 80,
        waitMs: chatWaitMs,
        answerChars: 1400,
        used: "none",
      });
      return;
    }
    const isApplied = this.#random() < 0.6;
    const outcome = isApplied ? "applied" : "dismissed";
    this.#put(dayMs, lang, phase, {
      type: "edit.apply",
      rid,
      feature,
      addedLines: 8,
      removedLines: 2,
      chars: 260,
      reviewMs: 9000,
      outcome,
    });
    if (isApplied) {
      const keptChars = Math.round(260 * keptShare);
      this.#retain(dayMs, lang, phase, { rid, feature, chars: 260, keptChars, isCensored: false });
    }
  }

  #resolve(
    rid: string,
    outcome: "accept" | "reject" | "superseded",
    decideMs: number,
    taken: number,
  ): EventBody {
    const certainty = outcome === "accept" ? "exact" : "inferred";
    return { type: "suggest.resolve", rid, outcome, decideMs, takenChars: taken, certainty };
  }

  #retain(
    dayMs: number,
    lang: string,
    phase: Phase,
    what: { rid: string; feature: Feature; chars: number; keptChars: number; isCensored: boolean },
  ): void {
    for (const { horizon, stays, censoredEvery } of looks) {
      const isCensored = what.isCensored || this.#rids % censoredEvery === 0;
      const keptChars = isCensored ? 0 : Math.min(what.chars, Math.round(what.keptChars * stays));
      const kept = keptChars / what.chars;
      this.#put(dayMs, lang, phase, {
        type: "suggest.retain",
        horizon,
        kept,
        ...what,
        keptChars,
        isCensored,
      });
    }
  }

  #request(
    dayMs: number,
    lang: string,
    phase: Phase,
    rid: string,
    feature: Feature,
    waitingMs: number,
  ): void {
    this.#put(dayMs, lang, phase, {
      type: "request",
      rid,
      feature,
      backend: "remote",
      trigger: waitingMs === 0 ? "automatic" : "manual",
      outcome: "ok",
      firstTokenMs: 240,
      durationMs: Math.max(500, waitingMs),
      promptTokens: 900,
      completionTokens: 60,
      cachedTokens: 200,
      isEstimated: feature === "fix",
      waitingMs,
    });
  }

  #burst(
    dayMs: number,
    lang: string,
    phase: Phase,
    origin: "typed" | "ai_inline" | "paste_own" | "paste_ext" | "autoclose",
    insertedChars: number,
    durationMs: number,
  ): void {
    this.#put(dayMs, lang, phase, {
      type: "edit.burst",
      origin,
      insertedChars,
      deletedChars: 2,
      lines: 0,
      durationMs,
      isUndo: false,
    });
  }

  #place(): { lang: string; phase: Phase } {
    let rest = this.#random();
    for (const place of places) {
      rest -= place.weight;
      if (rest <= 0) {
        return place;
      }
    }
    return { lang: "typescript", phase: "development" };
  }

  #rid(): string {
    this.#rids += 1;
    return `r${this.#persona.seed}-${this.#rids}`;
  }

  #put(dayMs: number, lang: string, phase: Phase, body: EventBody): void {
    this.#seq += 1;
    const ts = dayMs + this.#seq;
    const hex = (value: number, length: number): string =>
      value.toString(16).padStart(length, "0").slice(-length);
    const stamp = hex(ts, 12);
    const id = `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${hex(this.#seq >> 12, 3)}-8${hex(this.#seq & 0xfff, 3)}-${hex(this.#persona.seed, 12)}`;
    this.#events.push({
      v: 1,
      id,
      ts,
      mono: this.#seq,
      tz: 0,
      win: "w-seeded",
      seq: this.#seq,
      sess: "s-seeded",
      ws: "ws-seeded",
      lang,
      phase,
      ext: "0.1.0",
      ...body,
    });
  }
}
