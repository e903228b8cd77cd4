import type { DwellMeter } from "../../core/efficiency/dwellMeter.ts";
import type { EventBody, EventContext, EventSink } from "../../core/efficiency/events.ts";
import type { Clock } from "../../core/ports.ts";

/** Offers whose decision is still to come; more are forgotten, oldest first. */
const maxOffers = 200;

/**
 * Where features report to: adds to a decision how much was offered, and begins to measure the reading when an
 * answer is complete.
 */
export class JoinedEvents implements EventSink {
  readonly #inner: EventSink;
  readonly #dwell: DwellMeter;
  readonly #clock: Clock;
  readonly #offeredChars = new Map<string, number>();

  constructor(inner: EventSink, dwell: DwellMeter, clock: Clock) {
    this.#inner = inner;
    this.#dwell = dwell;
    this.#clock = clock;
  }

  record(body: EventBody, context: EventContext = {}): void {
    if (body.type === "suggest.offered") {
      this.#remember(body.rid, body.chars);
    } else if (body.type === "suggest.resolve") {
      const chars = this.#offeredChars.get(body.rid);
      this.#offeredChars.delete(body.rid);
      this.#inner.record(chars === undefined ? body : { ...body, chars }, context);
      return;
    } else if (body.type === "chat.turn" && body.answerChars > 0) {
      const { rid, feature } = body;
      const { phase, languageId } = context;
      this.#dwell.begin({ rid, feature, phase, languageId }, this.#clock.monotonicMs());
    }
    this.#inner.record(body, context);
  }

  #remember(rid: string, chars: number): void {
    this.#offeredChars.set(rid, chars);
    const [oldest] = this.#offeredChars.keys();
    if (this.#offeredChars.size > maxOffers && oldest !== undefined) {
      this.#offeredChars.delete(oldest);
    }
  }
}
