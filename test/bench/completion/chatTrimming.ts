import { cleanReply } from "../../../src/core/completion/cleanReply.ts";
import type { DocumentSnapshot } from "../../../src/core/completion/completionTypes.ts";
import { fitToDocument } from "../../../src/core/completion/fitToDocument.ts";
import { holeAt } from "../../../src/core/completion/hole.ts";
import { decideMultiline } from "../../../src/core/completion/multiline.ts";
import type { Hunk } from "./hunk.ts";
import { SimulatedModel, type BackendShape } from "./simulatedModel.ts";
import { VirtualClock } from "./virtualClock.ts";

/**
 * At every place of every hunk: the reply of a chat model with fences, prose, echoes and lost indentation, and
 * the same text bare. Returns how often what is shown is the same, and the first few that are not.
 */
export function measureChatTrimming(
  hunks: readonly Hunk[],
  shape: BackendShape,
  seed: number,
): { readonly exact: number; readonly all: number; readonly differing: readonly string[] } {
  let exact = 0;
  let all = 0;
  const differing: string[] = [];
  for (const hunk of hunks) {
    const model = new SimulatedModel(new VirtualClock(), shape, { hunk, wrongShare: 0, seed });
    for (let length = 0; length < hunk.added.length; length += 1) {
      const prefix = hunk.before + hunk.added.slice(0, length);
      const snapshot: DocumentSnapshot = {
        uri: hunk.path,
        path: hunk.path,
        languageId: hunk.languageId,
        text: prefix + hunk.after,
        indent: { tabSize: /^ {2}\S/m.test(hunk.before) ? 2 : 4, insertSpaces: !/^\t/m.test(hunk.before) },
      };
      const isMultiline = decideMultiline(snapshot, prefix.length, "auto");
      const shown = (reply: string, isChat: boolean): string | undefined => {
        const hole = holeAt(snapshot, prefix.length, { isMultiline, isChat });
        return fitToDocument(cleanReply(reply, hole, true).text, snapshot, prefix.length, isMultiline)?.text;
      };
      const answer = model.answerTo(prefix);
      const bare = shown(answer, false);
      const dressed = model.dress(answer, prefix);
      const isSame = bare === shown(dressed, true);
      all += 1;
      exact += isSame ? 1 : 0;
      if (!isSame && differing.length < 8) {
        differing.push(
          JSON.stringify({ line: prefix.slice(-40), dressed, bare, shown: shown(dressed, true) }),
        );
      }
    }
  }
  return { exact, all, differing };
}
