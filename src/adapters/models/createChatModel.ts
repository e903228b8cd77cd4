import type { LearnedQuirks } from "../../core/backends/learnedQuirks.ts";
import type { ResolvedProfile } from "../../core/backends/profile.ts";
import type { ModelDeps } from "./modelDeps.ts";
import type { ModelExchange } from "./modelExchange.ts";
import { SparkSocketModel } from "./sparkSocketModel.ts";
import { WireChatModel, type ProbeableChatModel } from "./wireChatModel.ts";

/** The chat model of a profile, by the dialect of its preset. */
export function createChatModel(
  profile: ResolvedProfile,
  exchange: ModelExchange,
  quirks: LearnedQuirks,
  deps: Pick<ModelDeps, "clock" | "cacheKey">,
): ProbeableChatModel {
  const parts = { profile, exchange, quirks, cacheKey: deps.cacheKey };
  return profile.preset.dialect === "sparkSocket"
    ? new SparkSocketModel(parts, deps.clock)
    : new WireChatModel(parts);
}
