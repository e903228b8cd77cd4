import type { EventSink } from "../efficiency/events.ts";
import { AheadBudget } from "./aheadBudget.ts";
import { BackendHealth } from "./backendHealth.ts";
import { RejectionStreak } from "./rejectionStreak.ts";
import type { StatusKeeper } from "./statusKeeper.ts";
import type { SuggestionTracker } from "./suggestionTracker.ts";
import { TypingRhythm } from "./typingRhythm.ts";

/** What the documents of one window share. */
export class EngineState {
  readonly events: EventSink;
  readonly tracker: SuggestionTracker;
  readonly status: StatusKeeper;
  readonly health = new BackendHealth();
  readonly ahead = new AheadBudget();
  readonly rejections = new RejectionStreak();
  readonly rhythm = new TypingRhythm();
  /** Lengthens the delay after divergence, shortens it after acceptance; 1 is neutral. */
  caution = 1;

  constructor(events: EventSink, tracker: SuggestionTracker, status: StatusKeeper) {
    this.events = events;
    this.tracker = tracker;
    this.status = status;
  }
}
