import { pickFillInRoute } from "../../core/backends/fimTemplates.ts";
import { LearnedQuirks } from "../../core/backends/learnedQuirks.ts";
import type { ResolvedProfile } from "../../core/backends/profile.ts";
import type { Backend, FillInModel } from "../../core/ports.ts";
import { createChatModel, identityOf } from "./createChatModel.ts";
import type { ModelDeps } from "./modelDeps.ts";
import { ModelExchange } from "./modelExchange.ts";
import { WireFillInModel } from "./wireFillInModel.ts";

/**
 * Brings a profile to life. No request is made. `fillIn` reads as undefined once the server has said
 * that its model fills no hole.
 */
export function createBackend(profile: ResolvedProfile, deps: ModelDeps): Backend {
  const identity = identityOf(profile);
  const quirks = new LearnedQuirks(() => deps.onCannotFillIn?.());
  const exchange = new ModelExchange(profile, deps, quirks);
  const choice = pickFillInRoute(profile, profile.model, deps.probedFillIn);
  const fillIn =
    choice === undefined ? undefined : new WireFillInModel(identity, profile, choice, exchange, quirks);
  return {
    chat: createChatModel(profile, exchange, quirks, deps.clock),
    get fillIn(): FillInModel | undefined {
      return quirks.cannotFillIn ? undefined : fillIn;
    },
  };
}
