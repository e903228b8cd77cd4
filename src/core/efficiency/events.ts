/**
 * Schema v1 of the efficiency log: what happened, how large, how long. No code, no names, no paths:
 * identifiers are random or keyed hashes, sizes are characters, times are milliseconds.
 */
import type { Feature } from "../ports.ts";

export type Phase = "design" | "development" | "testing" | "other";

export type EditOrigin =
  | "typed"
  | "paste_own"
  | "paste_ext"
  | "ai_inline"
  | "ai_chat"
  | "format"
  | "refactor"
  | "autoclose"
  | "vcs"
  | "external"
  | "unknown";

export type ActivityState =
  | "edit"
  | "read"
  | "ai_prompt"
  | "ai_wait"
  | "ai_review"
  | "test_run"
  | "debug"
  | "terminal"
  | "vcs"
  | "other";

export type SuggestionSource = "remote" | "cache" | "typed_through" | "local";

/** An event without its envelope; `file` and `rid` are opaque ids. */
export type EventBody =
  | { readonly type: "session.start"; readonly reason: string }
  | { readonly type: "session.end"; readonly reason: string }
  | {
      readonly type: "health";
      readonly clockJumpMs: number;
      readonly suspendMs: number;
      readonly dropped: number;
      readonly otherAiActive: boolean;
    }
  | {
      readonly type: "activity.slice";
      readonly state: ActivityState;
      readonly activeMs: number;
      readonly file: string | null;
    }
  | {
      /** The same active time by another idle cut-off, for the sensitivity of the figures to it. */
      readonly type: "activity.cutoff";
      readonly cutoffS: "16" | "120" | "300";
      readonly activeMs: number;
    }
  | {
      readonly type: "edit.burst";
      readonly origin: EditOrigin;
      readonly insertedChars: number;
      readonly deletedChars: number;
      readonly lines: number;
      readonly durationMs: number;
      readonly isUndo: boolean;
      /** Typing that followed other typing: the pause between the two, ms. */
      readonly pauseMs?: number;
    }
  | {
      readonly type: "request";
      readonly rid: string;
      readonly feature: Feature;
      readonly backend: "remote" | "loopback" | "offline";
      readonly trigger: "automatic" | "manual";
      readonly outcome: "ok" | "empty" | "cancelled" | "error";
      readonly firstTokenMs: number | null;
      readonly durationMs: number;
      readonly promptTokens: number;
      readonly completionTokens: number;
      readonly cachedTokens: number | null;
      readonly isEstimated: boolean;
      /** Milliseconds the user visibly waited for it (0 for background completions). */
      readonly waitingMs: number;
    }
  | {
      readonly type: "suggest.offered";
      readonly rid: string;
      readonly chars: number;
      readonly lines: number;
      readonly source: SuggestionSource;
      readonly latencyMs: number;
    }
  | {
      readonly type: "suggest.resolve";
      readonly rid: string;
      readonly outcome: "accept" | "partial" | "reject" | "ignore" | "superseded" | "typed_through";
      readonly decideMs: number;
      readonly takenChars: number;
      /** `exact` from our own command, `inferred` from the edits that followed. */
      readonly certainty: "exact" | "inferred";
      /** Characters that were offered; filled in by the recorder from the offer. */
      readonly chars?: number;
    }
  | {
      readonly type: "suggest.retain";
      readonly rid: string;
      readonly feature: Feature;
      readonly horizon: "30s" | "2m" | "10m" | "1h" | "commit" | "24h" | "7d";
      /** Share of the accepted characters that is still there, 0 to 1. */
      readonly kept: number;
      readonly keptChars: number;
      /** Accepted characters that `kept` is a share of. */
      readonly chars: number;
      /** The text could not be looked at (document closed, branch changed): neither kept nor lost. */
      readonly isCensored: boolean;
      /** Of `chars`: what the editor would have put in itself, such as indentation and closing brackets. */
      readonly autoChars?: number;
    }
  | {
      /** Edits inside an accepted text since the last look at it, or since it was accepted. */
      readonly type: "suggest.rework";
      readonly rid: string;
      readonly feature: Feature;
      /** Time of those edits: each from the edit before it, at most 2 s. */
      readonly editMs: number;
      readonly insertedChars: number;
      readonly deletedChars: number;
    }
  | {
      /** From an acceptance, or from a finished answer, to the next edit: reading what came. */
      readonly type: "suggest.dwell";
      readonly rid: string;
      readonly feature: Feature;
      readonly dwellMs: number;
    }
  | {
      /** From a failed run of tests to the next passed one, where text was accepted between a passed and the failed. */
      readonly type: "suggest.recovery";
      readonly feature: Feature;
      /** Active time without what other costs charge. */
      readonly activeMs: number;
    }
  | {
      /** A withheld suggestion whose text the user then wrote. Only the randomised modes make these. */
      readonly type: "shadow.progress";
      readonly rid: string;
      readonly chars: number;
      readonly sameMs: number;
      /** The user never wrote it. */
      readonly isCensored: boolean;
    }
  | {
      readonly type: "task.end";
      readonly outcome: "done" | "dropped" | "switched";
      readonly activeMs: number;
    }
  | {
      /** The user moved the time of a day from one phase to another; for the record. */
      readonly type: "phase.relabel";
      readonly fromPhase: Phase;
      readonly toPhase: Phase;
      readonly moved: number;
    }
  | {
      readonly type: "chat.turn";
      readonly rid: string;
      readonly feature: Feature;
      readonly promptChars: number;
      readonly waitMs: number;
      readonly answerChars: number;
      readonly used: "none" | "copy" | "insert" | "apply";
    }
  | {
      readonly type: "edit.apply";
      readonly rid: string;
      readonly feature: Feature;
      readonly addedLines: number;
      readonly removedLines: number;
      readonly chars: number;
      readonly reviewMs: number;
      readonly outcome: "applied" | "dismissed" | "refused";
    }
  | {
      readonly type: "test.generate";
      readonly rid: string;
      readonly made: number;
      readonly compiled: number;
      readonly firstPass: number;
      /** Passed only after a repair. */
      readonly repaired?: number;
      readonly kept: number;
    }
  | {
      readonly type: "findings";
      readonly rid: string;
      readonly reported: number;
      readonly dropped: number;
      readonly dismissed: number;
    };

/** Who was where when it happened; set by the recorder, not by the feature. */
export interface EventEnvelope {
  readonly v: 1;
  /** UUID version 7. */
  readonly id: string;
  /** UTC milliseconds since 1970. */
  readonly ts: number;
  /** Monotonic milliseconds of this window. */
  readonly mono: number;
  /** Offset of local time from UTC, minutes. */
  readonly tz: number;
  readonly win: string;
  readonly seq: number;
  readonly sess: string;
  /** Keyed hash of the workspace. */
  readonly ws: string;
  readonly lang: string;
  readonly phase: Phase;
  readonly ext: string;
  /** With or without the assistant by the draw of a randomised mode; absent where none runs. */
  readonly arm?: "on" | "off" | "none";
  /** Random id of a declared task. */
  readonly task?: string;
}

export type EfficiencyEvent = EventEnvelope & EventBody;

/** What the recorder cannot know by itself; left out where there is no document. */
export interface EventContext {
  readonly languageId?: string | undefined;
  /** Workspace-relative path, used for the phase rule and hashed; never stored. */
  readonly path?: string | undefined;
  /** The phase where it was decided earlier, such as at acceptance. */
  readonly phase?: Phase | undefined;
}

/** Where features report to. Never throws, never blocks. */
export interface EventSink {
  record(body: EventBody, context?: EventContext): void;
}
