import type { EventSink } from "../efficiency/events.ts";
import { BackendHealth } from "./backendHealth.ts";
import type { StatusKeeper } from "./statusKeeper.ts";
import type { SuggestionTracker } from "./suggestionTracker.ts";
import { TypingRhythm } from "./typingRhythm.ts";

/** What the documents of one window share. */
export class EngineState {
  readonly events: EventSink;
  readonly tracker: SuggestionTracker;
  readonly status: StatusKeeper;
  readonly health = new BackendHealth();
  readonly rhythm = new TypingRhythm();
  /** Lengthens the delay after divergence, shortens it after acceptance; 1 is neutral. */
  caution = 1;

  constructor(events: EventSink, tracker: SuggestionTracker, status: StatusKeeper) {
    this.events = events;
    this.tracker = tracker;
    this.status = status;
  }
}
