import { AssistantError } from "../errors.ts";
import { applyAnchoredEdits, type AnchoredEdit, type EditPlan } from "../text/anchoredEdit.ts";
import { readCodeFences } from "../text/codeFences.ts";
import { planApply } from "../text/planApply.ts";
import { readJsonObjects } from "./looseJson.ts";
import { withoutLineNumber } from "./numberedCode.ts";

/**
 * `text` with the repair of a reply made. Throws `badReply` when the reply holds no repair (its words are
 * the detail), and `noAnchor` when what it replaces is not in the text exactly once.
 */
export function applyFixReply(
  reply: string,
  text: string,
  hint: { startOffset: number; endOffset: number },
): string {
  const edits = readEdits(reply).map((edit) => withoutCopiedNumbers(edit, text));
  const plan = edits.length > 0 ? applyAnchoredEdits(text, edits) : planFromFence(reply, text, hint);
  if (plan === undefined) {
    throw new AssistantError("badReply", "The reply holds no repair.", {
      detail: reply.trim().slice(0, 200),
    });
  }
  if (plan.kind === "refused") {
    throw new AssistantError("noAnchor", `The repair was refused: ${plan.reason}.`, { detail: plan.reason });
  }
  return plan.newText;
}

/** The edits of a reply: conflict-style blocks, JSON objects, or pairs of fenced blocks. */
export function readEdits(reply: string): AnchoredEdit[] {
  const blocks = [
    ...reply.matchAll(/^\s*<{5,}[^\n]*\n([\s\S]*?)^\s*={5,}[ \t]*\r?\n([\s\S]*?)^\s*>{5,}[^\n]*$/gm),
  ];
  if (blocks.length > 0) {
    return blocks.map(([, original = "", replacement = ""]) => ({
      original: withoutLastLineEnd(original),
      replacement: withoutLastLineEnd(replacement),
    }));
  }
  const objects = readJsonObjects(reply).flatMap(({ original, replacement }) =>
    typeof original === "string" && typeof replacement === "string" ? [{ original, replacement }] : [],
  );
  return objects.length > 0 ? objects : pairsOfFences(reply);
}

/** `ORIGINAL` and `REPLACEMENT` as headings over two fenced blocks. */
function pairsOfFences(reply: string): AnchoredEdit[] {
  const fences = readCodeFences(reply);
  const [original, replacement] = fences;
  const isPair = fences.length === 2 && /original[\s\S]*```[\s\S]*replacement[\s\S]*```/i.test(reply);
  return isPair && original !== undefined && replacement !== undefined
    ? [{ original: original.code, replacement: replacement.code }]
    : [];
}

/** One block of code alone: it is put where it belongs, when that is plain. */
function planFromFence(
  reply: string,
  text: string,
  hint: { startOffset: number; endOffset: number },
): EditPlan | undefined {
  const fences = readCodeFences(reply);
  const [only] = fences;
  return only === undefined || fences.length !== 1 || !only.isClosed
    ? undefined
    : planApply(text, only.code, hint);
}

function withoutLastLineEnd(text: string): string {
  return text.replace(/\r?\n$/, "");
}

/** Numbers copied from the prompt stand before every line or before none. */
function withoutCopiedNumbers({ original, replacement }: AnchoredEdit, text: string): AnchoredEdit {
  const strip = (code: string): string => {
    const lines = code.split(/\r?\n/);
    const isNumbered = lines.every((line) => line.trim() === "" || /^\s*\d+\| ?/.test(line));
    return isNumbered ? lines.map(withoutLineNumber).join("\n") : code;
  };
  return text.includes(original)
    ? { original, replacement }
    : { original: strip(original), replacement: strip(replacement) };
}
