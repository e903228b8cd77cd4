import { pickFillInRoute, templateFor, type FillInChoice } from "../../core/backends/fimTemplates.ts";
import type { LearnedQuirks } from "../../core/backends/learnedQuirks.ts";
import type { FillInRoute } from "../../core/backends/preset.ts";
import type { ResolvedProfile } from "../../core/backends/profile.ts";
import { isCancellation } from "../../core/errors.ts";
import type { ModelExchange } from "./modelExchange.ts";
import { WireFillInModel } from "./wireFillInModel.ts";

/** A hole that any model which fills holes fills with `b`. */
const hole = {
  prefix: "def add(a, b):\n    # The sum of a and b.\n    return a + ",
  suffix: "\n\n\ndef multiply(a, b):\n    return a * b\n",
  path: "arithmetic.py",
  languageId: "python",
  snippets: [],
  maxOutputTokens: 16,
  stop: ["\n"],
};

/** The known answer, alone at the head of the reply. */
const answer = /^\s*b\s*(?:#.*)?$/;

export interface FillInVerdict {
  readonly route: FillInRoute | "none";
  /** The hole was filled as it should be. */
  readonly isRight: boolean;
}

/** Routes worth trying: the one that would be used, or where nothing is known, each that may exist. */
function candidates(profile: ResolvedProfile): readonly FillInChoice[] {
  const known = pickFillInRoute(profile, profile.model);
  if (known !== undefined) {
    return [known];
  }
  const isOpen = profile.preset.id === "openai-compatible" || profile.preset.isLocal;
  if (profile.fillInTheMiddle !== "auto" || !isOpen) {
    return [];
  }
  const template = templateFor(profile.model);
  const byTokens: FillInChoice[] = template === undefined ? [] : [{ route: "tokens", template }];
  return [...byTokens, { route: "suffix" }, { route: "infill" }, { route: "mistral" }];
}

/** Fills one plain hole by each candidate route until one gets it right. Throws nothing. */
export async function probeFillIn(
  profile: ResolvedProfile,
  exchange: ModelExchange,
  quirks: LearnedQuirks,
  signal: AbortSignal,
): Promise<FillInVerdict | undefined> {
  let answered: FillInRoute | undefined;
  for (const choice of candidates(profile)) {
    const model = new WireFillInModel({ profile, exchange, quirks }, choice);
    try {
      let text = "";
      for await (const chunk of model.streamFillIn(hole, signal)) {
        text += chunk.kind === "text" ? chunk.text : "";
      }
      if (signal.aborted) {
        return undefined;
      }
      if (answer.test(text)) {
        return { route: choice.route, isRight: true };
      }
      answered ??= choice.route;
    } catch (error) {
      if (isCancellation(error, signal)) {
        return undefined;
      }
    }
  }
  return answered === undefined ? { route: "none", isRight: true } : { route: answered, isRight: false };
}
