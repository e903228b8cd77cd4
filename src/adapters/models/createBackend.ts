import { pickFillInRoute } from "../../core/backends/fimTemplates.ts";
import { LearnedQuirks } from "../../core/backends/learnedQuirks.ts";
import type { ResolvedProfile } from "../../core/backends/profile.ts";
import type { Backend, BackendIdentity, FillInModel } from "../../core/ports.ts";
import type { ModelDeps } from "./modelDeps.ts";
import { ModelExchange } from "./modelExchange.ts";
import { WireChatModel } from "./wireChatModel.ts";
import { WireFillInModel } from "./wireFillInModel.ts";

export function identityOf(profile: ResolvedProfile): BackendIdentity {
  const { name, preset, model, origin, isLoopback } = profile;
  return { profile: name, preset: preset.id, model, origin, isLoopback };
}

/**
 * Brings a profile to life. No request is made. `fillIn` reads as undefined once the server has said
 * that its model fills no hole.
 */
export function createBackend(profile: ResolvedProfile, deps: ModelDeps): Backend {
  const identity = identityOf(profile);
  const quirks = new LearnedQuirks();
  const exchange = new ModelExchange(profile, deps, quirks);
  const choice = pickFillInRoute(profile, profile.model, deps.probedFillIn);
  const fillIn =
    choice === undefined ? undefined : new WireFillInModel(identity, profile, choice, exchange, quirks);
  return {
    chat: new WireChatModel(identity, profile, exchange, quirks),
    get fillIn(): FillInModel | undefined {
      return quirks.cannotFillIn ? undefined : fillIn;
    },
  };
}
