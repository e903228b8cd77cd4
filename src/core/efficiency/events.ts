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
      readonly type: "edit.burst";
      readonly origin: EditOrigin;
      readonly insertedChars: number;
      readonly deletedChars: number;
      readonly lines: number;
      readonly durationMs: number;
      readonly isUndo: boolean;
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
