import { indentationOf, indentWidth, type IndentStyle } from "../text/indentation.ts";
import { opensBlock, preprocessor } from "./blockHead.ts";
import type { Hole } from "./hole.ts";
import { isProseLanguage } from "./hole.ts";
import { endsOpen, openBrackets } from "./openBrackets.ts";
import { syntaxLanguages } from "./syntax/syntaxLanguages.ts";

/** How a reply's columns become the document's. */
export interface Margin {
  /** Column of the cursor's line. */
  readonly base: number;
  /** Column of the reply at which its first line would stand. */
  readonly from: number;
  /** Columns of one level in the reply and in the document. */
  readonly step: number;
  readonly documentStep: number;
  /** Spaces of one level where the reply has spaces and the document tabs; 0 where they are read as they are. */
  readonly spacesPerTab: number;
  /** The reply's first line has an indentation of its own, which says where its lines begin. */
  readonly hasOwnFirst: boolean;
  /** The first line begins with the rest of the indentation that the cursor stands in the middle of. */
  readonly isFirstRest: boolean;
}

const closesBlock = /^\s*(?:[)\]}]|<\/|end\b|fi\b|done\b|esac\b)/;
const endsBlock = /^\s*(?:return|raise|throw|break|continue|pass|yield)\b/;
/** Goes on with the block of the line before it, or with its statement. */
const goesOn =
  /^\s*(?:(?:else|elif|elsif|except|catch|finally|case|default|when|throws|extends|implements|where|permits)\b|\??\.|&&|\|\||\?|:|[-+*/%=<>|&,])/;
/** In these a line farther left is how a block ends, and what opens one cannot be seen at a line's end. */
const ownRules = new Set(["yaml", "dockercompose", "coffeescript", "pug", "makefile"]);
/** A label opens no block that stands deeper: another label, or what it names, may follow in its column. */
const label = /^\s*(?:case\b.*|default|public|protected|private|[A-Za-z_]\w*)\s*:\s*$/;
/** Stands in the column of its class. */
const accessLabel = /^\s*(?:public|protected|private)\s*:/;
/** A statement without braces may follow, or the line is a comment, a string of several lines, or broken by hand. */
const mayHaveBody =
  /^\s*(?:(?:if|for|foreach|while|else|switch|using|lock|with)\b|\/?\*|@|#|\/\/)|\\$|`|"""|'''/;
const opensTag = /<(?!(?:area|base|br|col|hr|img|input|link|meta|source|wbr)\b)[a-z][^<>/]*>\s*$/i;
const steps = new Set([2, 3, 4, 8]);
const leastStep = 2;

interface Row {
  readonly text: string;
  readonly width: number;
}

function rowsOf(lines: readonly string[], tabSize: number, spacesPerTab = 0): Row[] {
  return lines
    .filter((line) => line.trim() !== "" && !preprocessor.test(line) && !accessLabel.test(line))
    .map((line) => ({ text: line, width: widthOf(indentationOf(line), tabSize, spacesPerTab) }));
}

function widthOf(own: string, tabSize: number, spacesPerTab: number): number {
  const isSpaces = spacesPerTab > 0 && !own.includes("\t");
  const width = indentWidth(own, isSpaces ? 1 : tabSize);
  return isSpaces ? Math.floor(width / spacesPerTab) * tabSize + (width % spacesPerTab) : width;
}

/** Columns from a head to the line in it, of the last one in the text that has such. */
function stepOf(rows: readonly Row[]): number | undefined {
  for (let index = rows.length - 1; index > 0; index -= 1) {
    const head = rows[index - 1];
    const body = rows[index];
    if (head !== undefined && body !== undefined && opensBlock.test(head.text) && body.width > head.width) {
      return body.width - head.width;
    }
  }
  return undefined;
}

function documentStepOf(hole: Hole): number | undefined {
  const { tabSize } = hole.indent;
  if (!hole.indent.insertSpaces) {
    return tabSize;
  }
  const above = hole.prefix.split("\n").slice(-60, -1);
  // Where the cursor stands below a head is how far the editor, or the user, has moved it in.
  const here = hole.linePrefix.trim() === "" ? `${hole.linePrefix}x` : hole.linePrefix;
  return (
    stepOf(rowsOf([...above, here], tabSize)) ??
    stepOf(rowsOf(hole.suffix.split("\n").slice(1, 60), tabSize)) ??
    (hole.isChat ? tabSize : undefined)
  );
}

/** Spaces of one level of a reply that is written in spaces for a document in tabs. */
function spacesPerTabOf(lines: readonly string[], { insertSpaces, tabSize }: IndentStyle): number {
  if (insertSpaces) {
    return 0;
  }
  let step = 0;
  for (const line of lines) {
    const own = indentationOf(line);
    if (own.includes("\t")) {
      return 0;
    }
    for (let width = own.length; line.trim() !== "" && width > 0;) {
      [step, width] = [width, step % width];
    }
  }
  return step !== tabSize && steps.has(step) ? step : 0;
}

/** True for a line after which nothing can stand deeper, in a language of statements. */
function isWholeStatement(line: string, languageId: string): boolean {
  return (
    syntaxLanguages.has(languageId) &&
    (/[;)}\]]\s*$/.test(line) || languageId === "python" || languageId === "go") &&
    !endsOpen(line) &&
    openBrackets(line) === 0 &&
    !mayHaveBody.test(line)
  );
}

/** Column of the reply that its first line belongs to; undefined where its columns are the document's already. */
function firstColumn(first: string, own: number, second: Row, { base, hole }: Place): number | undefined {
  const isLabel = label.test(first) && hole.languageId !== "python";
  const isHead = opensBlock.test(first) && !isLabel;
  const { width, text } = second;
  const isAtMargin = hole.linePrefix.trim() === "";
  if (own > 0 && isAtMargin) {
    // The rest of the indentation, or a margin of its own: the second line stands under the one or the other.
    const isRest = width === base + own || (isHead && width > base + own);
    return hole.isChat && base > 0 && !isRest ? own : undefined;
  }
  if (isHead) {
    return width <= base && !closesBlock.test(text) ? 0 : undefined;
  }
  if (width < base) {
    // Only a closer or the end of the block (`return`) explain a line that stands farther left.
    const isOpen = endsOpen(first) || opensTag.test(first);
    const isNatural = closesBlock.test(text) || endsBlock.test(first) || (width > 0 && !isOpen);
    return isAtMargin && hole.isChat && !isNatural ? 0 : undefined;
  }
  return width > base && isAtMargin && isWholeStatement(first, hole.languageId) && !goesOn.test(text)
    ? width
    : undefined;
}

/** True for a key whose own lines stand farther left than the cursor: the reply begins at a margin of its own. */
function isKeyFarLeft(first: string, own: number, second: Row | undefined, base: number): boolean {
  const isBelow = second !== undefined && (second.width > own || second.text.trimStart().startsWith("- "));
  return isBelow && second.width < base && /:\s*$/.test(first);
}

interface Place {
  /** Column of the cursor's line. */
  readonly base: number;
  readonly hole: Hole;
}

/** Where the reply's lines stand, and where they belong. */
export function replyMargin(lines: readonly string[], hole: Hole): Margin {
  const { tabSize } = hole.indent;
  const base = indentWidth(indentationOf(hole.linePrefix), tabSize);
  const spacesPerTab = spacesPerTabOf(lines, hole.indent);
  const none = {
    base,
    from: base,
    step: 1,
    documentStep: 1,
    spacesPerTab,
    hasOwnFirst: false,
    isFirstRest: false,
  };
  const isAtMargin = hole.linePrefix.trim() === "";
  const isOwnRule = ownRules.has(hole.languageId) || isProseLanguage(hole.languageId);
  const [line = ""] = lines;
  const own = isAtMargin ? widthOf(indentationOf(line), tabSize, spacesPerTab) : 0;
  const rows = rowsOf(lines.slice(1), tabSize, spacesPerTab);
  const [second] = rows;
  if (isOwnRule && isAtMargin && hole.isChat && isKeyFarLeft(line, own, second, base)) {
    return { ...none, from: own, hasOwnFirst: true };
  }
  if (isOwnRule || (isAtMargin && !isSettled(hole, base))) {
    return { ...none, isFirstRest: own > 0 && second?.width === base + own };
  }
  const isMoved = isAtMargin && hole.isChat && base > 0 && own > 0;
  if (second === undefined) {
    return { ...none, hasOwnFirst: isMoved };
  }
  const first = hole.linePrefix + line.trimStart();
  const from = firstColumn(first, own, second, { base, hole });
  const step = stepOf([{ text: first, width: from ?? base + own }, ...rows]);
  const documentStep = step && documentStepOf(hole);
  const moved = { ...none, from: from ?? base, hasOwnFirst: isMoved && from !== undefined };
  const isScaled =
    step !== undefined && documentStep !== undefined && steps.has(step) && steps.has(documentStep);
  return isScaled ? { ...moved, step, documentStep } : moved;
}

/** True where the cursor stands as deep as code does here: not in the middle of the indentation, nor before it. */
function isSettled({ prefix, indent }: Hole, base: number): boolean {
  let isNearest = true;
  for (const line of prefix.split("\n").slice(0, -1).reverse()) {
    const width = indentWidth(indentationOf(line), indent.tabSize);
    if (line.trim() === "" || (width > base && !isNearest)) {
      continue;
    }
    const isHead = (opensBlock.test(line) && !label.test(line)) || opensTag.test(line);
    if (isNearest && (isHead || width < base)) {
      return isHead && base - width >= leastStep;
    }
    if (width <= base) {
      return width === base;
    }
    isNearest = false;
  }
  return base === 0 || isNearest;
}

/** The document's column for a line of the reply that has this indentation. */
export function toDocumentColumn(own: string, margin: Margin, indent: IndentStyle): number {
  const { base, from, step, documentStep, spacesPerTab } = margin;
  const distance = widthOf(own, indent.tabSize, spacesPerTab) - from;
  const levels = Math.floor(distance / step);
  return Math.max(0, base + levels * documentStep + (distance - levels * step));
}
