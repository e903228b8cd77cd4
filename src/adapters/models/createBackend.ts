import { pickFillInRoute, type ProbedFillIn } from "../../core/backends/fimTemplates.ts";
import { LearnedQuirks } from "../../core/backends/learnedQuirks.ts";
import type { ResolvedProfile } from "../../core/backends/profile.ts";
import type { Backend, FillInModel } from "../../core/ports.ts";
import { createChatModel } from "./createChatModel.ts";
import type { ModelDeps } from "./modelDeps.ts";
import { ModelExchange } from "./modelExchange.ts";
import { WireFillInModel } from "./wireFillInModel.ts";

function probedFillIn({ facts, probedFillIn: given }: ModelDeps): ProbedFillIn | undefined {
  return given ?? (facts?.fillInRoute === undefined ? undefined : { route: facts.fillInRoute });
}

/**
 * Brings a profile to life. No request is made. `fillIn` reads as undefined once the server has said
 * that its model fills no hole.
 */
export function createBackend(profile: ResolvedProfile, deps: ModelDeps): Backend {
  const quirks = new LearnedQuirks(
    { onCannotFillIn: () => deps.onCannotFillIn?.(), onLearned: (facts) => deps.onLearned?.(facts) },
    deps.facts,
  );
  const exchange = new ModelExchange(profile, deps, quirks);
  const choice = pickFillInRoute(profile, profile.model, probedFillIn(deps));
  const fillIn =
    choice === undefined
      ? undefined
      : new WireFillInModel({ profile, exchange, quirks, cacheKey: deps.cacheKey }, choice);
  return {
    chat: createChatModel(profile, exchange, quirks, deps),
    get fillIn(): FillInModel | undefined {
      return quirks.cannotFillIn ? undefined : fillIn;
    },
  };
}
