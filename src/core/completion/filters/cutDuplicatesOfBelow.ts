import { nonEmptyLinesAfter } from "../../text/lines.ts";
import { isNearlyEqual } from "../../text/editDistance.ts";
import { indentationOf, indentWidth } from "../../text/indentation.ts";
import type { Hole, ReplyFilter } from "../hole.ts";
import { bracketsOpened, endsOpen } from "../openBrackets.ts";

const comparedLines = 3;
const allowedDifference = 0.05;
const annotation = /^\s*@\w/;
const lowInformation = /^[\s)\]}>;,]*(?:end|fi|done|else|else:)?[\s{([;,]*$/;

/**
 * Cuts the reply where it begins to repeat the lines that already follow the cursor. One line of closers
 * alone is no proof: it needs the next one too, or to be the reply's last.
 */
export const cutDuplicatesOfBelow: ReplyFilter = (text, hole) => {
  const below = nonEmptyLinesAfter(hole.suffix, 0, comparedLines);
  if (below.length === 0) {
    return text;
  }
  const lines = text.split("\n");
  const start = hole.linePrefix.trim() === "" ? 0 : 1;
  const whole = (hole.linePrefix + (lines[0] ?? "")).trim();
  if (start === 1 && lines[0]?.trim() !== "" && whole === below[0] && !lowInformation.test(whole)) {
    return "";
  }
  const headDepth = opensBlockThatIsOpenBelow(hole) ? 1 : 0;
  for (let index = start; index < lines.length; index += 1) {
    const run = lines.slice(index).filter((line) => line.trim() !== "");
    const line = lines[index] ?? "";
    const said = lines.slice(0, index).join("\n");
    const isOwnCloser =
      (lowInformation.test(line) && bracketsOpened(said, headDepth) > 0) || closesTagOf(said, line);
    if (line.trim() !== "" && !isOwnCloser && repeats(run, below)) {
      return lines.slice(0, index).join("\n");
    }
  }
  return text;
};

/**
 * True behind a `{` that no line below closes: its closer stands behind the cursor, or the next line with text
 * stands farther left than the head, so that its closer belongs to a block around it.
 */
function opensBlockThatIsOpenBelow({ linePrefix, lineSuffix, suffix, indent }: Hole): boolean {
  const opener = /[{([](?=\s*$)/.exec(linePrefix)?.[0];
  if (opener === undefined) {
    return false;
  }
  if (lineSuffix.trim() !== "") {
    // The editor's own closer stands behind the cursor: the text's takes its place.
    return lineSuffix.startsWith({ "{": "}", "(": ")", "[": "]" }[opener] ?? "");
  }
  const widthOf = (line: string): number => indentWidth(indentationOf(line), indent.tabSize);
  const below = suffix
    .split("\n")
    .slice(1)
    .find((line) => line.trim() !== "");
  return below === undefined || widthOf(below) < widthOf(linePrefix);
}

/** True for a line that closes a tag which the text before it has opened. */
function closesTagOf(said: string, line: string): boolean {
  const name = /^\s*<\/([\w.:-]*)>\s*$/.exec(line)?.[1];
  if (name === undefined) {
    return false;
  }
  const pieces = said.split(`<${name}`).slice(1);
  const opened = pieces.filter((piece) => /^[\s>]/.test(piece) && !/^[^<>]*\/>/.test(piece)).length;
  return opened > said.split(`</${name}>`).length - 1;
}

function repeats(run: readonly string[], below: readonly string[]): boolean {
  const compared = Math.min(run.length, below.length);
  for (let index = 0; index < compared; index += 1) {
    const line = run[index]?.trim() ?? "";
    if (!isNearlyEqual(line, below[index] ?? "", allowedDifference)) {
      return false;
    }
    if (index === 0 && !lowInformation.test(line) && !startsSibling(run, below)) {
      return true;
    }
  }
  return compared > 0 && compared === run.length;
}

/** Blocks beside each other often have the same head (`try:`, `@Test`): the line after it tells them apart. */
function startsSibling(run: readonly string[], below: readonly string[]): boolean {
  const [head = "", second] = run;
  const [, secondBelow] = below;
  return (
    (endsOpen(head) || annotation.test(head)) &&
    second !== undefined &&
    secondBelow !== undefined &&
    !isNearlyEqual(second.trim(), secondBelow, allowedDifference)
  );
}
