import { AssistantError } from "../errors.ts";
import { applyAnchoredEdits, type AnchoredEdit, type EditPlan } from "../text/anchoredEdit.ts";
import { readCodeFences } from "../text/codeFences.ts";
import { planApply } from "../text/planApply.ts";
import type { ChatReply } from "./askChat.ts";
import { readJsonObjects } from "./looseJson.ts";
import { withoutLineNumber } from "./numberedCode.ts";

/**
 * `text` with the repair of a reply made. Throws `replyCutOff` for a reply that did not end by itself, since
 * what is missing may belong to what came; `badReply` when it holds no repair (its words are the detail), and
 * `noAnchor` when what it replaces is not in the text exactly once.
 */
export function applyFixReply(
  { text: reply, endReason }: Pick<ChatReply, "text" | "endReason">,
  text: string,
  hint: { startOffset: number; endOffset: number },
): string {
  if (endReason !== "stop") {
    throw new AssistantError("replyCutOff", "The reply was cut off.", { detail: endReason ?? "" });
  }
  const edits = readEdits(reply, text).map((edit) => withoutCopiedNumbers(edit, text));
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

/** The edits of a reply to `text`: conflict-style blocks, JSON objects, or pairs of fenced blocks. */
export function readEdits(reply: string, text: string): AnchoredEdit[] {
  const blocks = [...reply.matchAll(/^[ \t]*(<{5,})[^\n]*\n([\s\S]*?)^[ \t]*>{5,}[^\n]*$/gm)].flatMap(
    ([, marks = "", body = ""]) => editIn(body, marks.length, text) ?? [],
  );
  if (blocks.length > 0) {
    return blocks;
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
  const isPair =
    fences.length === 2 &&
    fences.every(({ isClosed }) => isClosed) &&
    /original[\s\S]*```[\s\S]*replacement[\s\S]*```/i.test(reply);
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

/**
 * The two halves of a block. A line of `=` may also underline a heading in either half: the one behind most
 * of what `text` holds divides them, else the one as long as the marks.
 */
function editIn(body: string, markChars: number, text: string): AnchoredEdit | undefined {
  const lines = body.split("\n");
  const plain = withoutIndentation(text);
  const splits = lines.flatMap((line, index) => {
    const mark = line.trim();
    const halves = { original: joined(lines.slice(0, index)), replacement: joined(lines.slice(index + 1)) };
    return /^={5,}$/.test(mark) ? [{ chars: mark.length, ...halves }] : [];
  });
  const split =
    splits.findLast(({ original }) => original !== "" && plain.includes(withoutIndentation(original))) ??
    splits.find(({ chars }) => chars === markChars) ??
    splits[0];
  return split === undefined ? undefined : { original: split.original, replacement: split.replacement };
}

/** Models indent what they quote as they like. */
function withoutIndentation(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .join("\n");
}

/** Without the blank lines at the end, which models leave before a mark. */
function joined(lines: readonly string[]): string {
  const last = lines.findLastIndex((line) => line.trim() !== "");
  return lines
    .slice(0, last + 1)
    .join("\n")
    .replace(/\r$/, "");
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
