import type { MarkdownIt } from "markdown-it";

/** Han characters, and the punctuation and full-width forms that are written among them. */
const cjk =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff65]/u;
const quoteOrDash = /[“”‘’…—·]/;

function isCjk(character: string | undefined): boolean {
  return character !== undefined && (cjk.test(character) || quoteOrDash.test(character));
}

function isBlank(character: string | undefined): boolean {
  return character === undefined || /\s/.test(character);
}

/**
 * Lets emphasis end and begin beside Chinese text. CommonMark tells the two by the blanks around the stars, and
 * Chinese writes none: in `**结论：**文字` the second pair would stay two stars.
 * See https://github.com/commonmark/commonmark-spec/issues/650.
 */
export function allowCjkEmphasis(parser: MarkdownIt): void {
  const Plain = parser.inline.State;
  parser.inline.State = class extends Plain {
    override scanDelims(start: number, canSplitWord: boolean): ReturnType<typeof Plain.prototype.scanDelims> {
      const scanned = super.scanDelims(start, canSplitWord);
      const before =
        start === 0 ? undefined : Array.from(this.src.slice(Math.max(0, start - 2), start)).at(-1);
      const after = Array.from(this.src.slice(start + scanned.length, start + scanned.length + 2))[0];
      if (!canSplitWord || !(isCjk(before) || isCjk(after))) {
        return scanned;
      }
      return {
        ...scanned,
        can_open: scanned.can_open || !isBlank(after),
        can_close: scanned.can_close || !isBlank(before),
      };
    }
  };
}
