import type { QuirkFacts } from "../../core/backends/learnedQuirks.ts";
import type { FillInRoute } from "../../core/backends/preset.ts";
import type { ResolvedProfile } from "../../core/backends/profile.ts";
import type { Message } from "../../core/messages.ts";

export type ProbeVerdict = "ok" | "warn" | "fail" | "unknown";

export interface ProbeRow {
  readonly check: string;
  readonly verdict: ProbeVerdict;
  readonly message: Message;
}

/** What a set of small requests found out about a server. */
export interface ProbeReport {
  readonly rows: readonly ProbeRow[];
  /** `none`: tried, and no route fills a hole. Undefined: not tried. */
  readonly fillInRoute?: FillInRoute | "none" | undefined;
  readonly contextTokens?: number | undefined;
  /** What refusals taught on the way. */
  readonly quirks?: QuirkFacts | undefined;
}

/**
 * What the wizard asks of the model clients. `key` overrides the stored one, for a profile that is
 * not saved yet. None of the requests carries code of the user.
 */
export interface BackendTools {
  listModels(
    profile: ResolvedProfile,
    key: string | undefined,
    signal: AbortSignal,
  ): Promise<readonly string[]>;
  probe(profile: ResolvedProfile, key: string | undefined, signal: AbortSignal): Promise<ProbeReport>;
  /** What is known of a profile beyond its preset, a sentence for each field. */
  factsOf(profile: ResolvedProfile): readonly Message[];
}
