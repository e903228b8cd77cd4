import type { LearnedQuirks } from "../../core/backends/learnedQuirks.ts";
import type { ResolvedProfile } from "../../core/backends/profile.ts";
import type { BackendIdentity, Clock } from "../../core/ports.ts";
import type { ModelExchange } from "./modelExchange.ts";
import { SparkSocketModel } from "./sparkSocketModel.ts";
import { WireChatModel, type ProbeableChatModel } from "./wireChatModel.ts";

export function identityOf(profile: ResolvedProfile): BackendIdentity {
  const { name, preset, model, origin, isLoopback } = profile;
  return { profile: name, preset: preset.id, model, origin, isLoopback };
}

/** The chat model of a profile, by the dialect of its preset. */
export function createChatModel(
  profile: ResolvedProfile,
  exchange: ModelExchange,
  quirks: LearnedQuirks,
  clock: Clock,
): ProbeableChatModel {
  const identity = identityOf(profile);
  return profile.preset.dialect === "sparkSocket"
    ? new SparkSocketModel(identity, profile, exchange, quirks, clock)
    : new WireChatModel(identity, profile, exchange, quirks);
}
