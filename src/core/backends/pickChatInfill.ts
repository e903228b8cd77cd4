import type { ChatInfillForm } from "../ports.ts";
import type { LearnedQuirks } from "./learnedQuirks.ts";
import type { ResolvedProfile } from "./profile.ts";

/** How the model of `profile` is asked to fill a hole where it has only chat. */
export function pickChatInfill(
  profile: Pick<ResolvedProfile, "preset" | "model" | "fillInTheMiddle">,
  quirks: Pick<LearnedQuirks, "cannotContinue">,
): ChatInfillForm {
  const { preset, model, fillInTheMiddle } = profile;
  const rule = preset.chatInfill?.find(({ models, form }) => {
    const isOut = form === "fimTokens" ? fillInTheMiddle === "off" : quirks.cannotContinue;
    return !isOut && new RegExp(`^(?:${models})$`, "i").test(model);
  });
  return rule?.form ?? "hole";
}
