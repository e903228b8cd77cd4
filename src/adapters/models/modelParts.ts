import type { LearnedQuirks } from "../../core/backends/learnedQuirks.ts";
import type { ResolvedProfile } from "../../core/backends/profile.ts";
import type { BackendIdentity } from "../../core/ports.ts";
import type { ModelExchange } from "./modelExchange.ts";

/** What every model of one profile is made of. */
export interface ModelParts {
  readonly profile: ResolvedProfile;
  readonly exchange: ModelExchange;
  readonly quirks: LearnedQuirks;
  readonly cacheKey?: string | undefined;
}

export function identityOf(profile: ResolvedProfile): BackendIdentity {
  const { name, preset, model, origin, isLoopback } = profile;
  return { profile: name, preset: preset.id, model, origin, isLoopback };
}
