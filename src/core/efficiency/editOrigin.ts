import type { EditOrigin } from "./events.ts";

/** One replacement of a document change. */
export interface EditPiece {
  readonly insertedText: string;
  readonly deletedChars: number;
}

/** What can be known about a document change on the stable API. */
export interface EditFacts {
  readonly pieces: readonly EditPiece[];
  /** It is the document of the active editor of the focused window. */
  readonly isActive: boolean;
  /** The document has unsaved changes afterwards; false after a reload from disk. */
  readonly isDirty: boolean;
  /** The repository has just switched to another commit. */
  readonly isBranchChange: boolean;
  /** The inserted text was selected, and so probably cut or copied, in this session. */
  readonly isKnownText: boolean;
  /** Another assistant is active, which could have made any larger insertion. */
  readonly hasOtherAssistant: boolean;
  /** Cursors of the active editor before the change; a key changes the text once at each. */
  readonly cursorCount: number;
}

/** How the characters of a change are booked. */
export interface BookedEdit {
  readonly origin: EditOrigin;
  readonly insertedChars: number;
  readonly deletedChars: number;
  readonly lines: number;
}

const pairs = new Set(["()", "[]", "{}", "<>", '""', "''", "``"]);
const enterKey = /^\r?\n[ \t]*(?:(?:\/\/|\*|#|--)[ \t]?)?$/;
const enterBetweenBrackets = /^\r?\n[ \t]*\r?\n[ \t]*$/;
const blanks = /^[ \t]+$/;
/** What the editor puts before lines to make them a comment. */
const commentMark = /^(?:\/\/|#|--|%|;+|'|\*|\/\*|\*\/|<!--|-->) ?$/;
const maxIdentifierChars = 60;
const nameParts = /^[\p{L}\p{N}_$@#.-]+(?:\(\))?$/u;
const maxPiecesOfName = 8;
/** Of the line end that goes with a moved line or stays behind. */
const maxLineEndChars = 2;
const identifier = /^[\p{L}_$@#][\p{L}\p{N}_$.-]*(?:\(\))?$/u;
/** What an input method commits at once. */
const ideographs =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}，。、；：？！“”‘’（）《》]{1,16}$/u;

/** Code points: an emoji or a rare letter is two code units and one key. */
function countCharacters(text: string): number {
  return Array.from(text).length;
}

function lineEnds(text: string): number {
  return text.split("\n").length - 1;
}

function whole(origin: EditOrigin, pieces: readonly EditPiece[]): readonly BookedEdit[] {
  let insertedChars = 0;
  let deletedChars = 0;
  let lines = 0;
  for (const piece of pieces) {
    insertedChars += piece.insertedText.length;
    deletedChars += piece.deletedChars;
    lines += lineEnds(piece.insertedText);
  }
  return [{ origin, insertedChars, deletedChars, lines }];
}

/** One key by the user at each place, the rest by the editor: a closing bracket, an indentation. */
function keys(pieces: readonly EditPiece[]): readonly BookedEdit[] {
  const typed = { origin: "typed" as const, insertedChars: 0, deletedChars: 0, lines: 0 };
  let restChars = 0;
  for (const { insertedText, deletedChars } of pieces) {
    const keyChars = countCharacters(insertedText) <= 1 ? insertedText.length : 1;
    typed.insertedChars += keyChars;
    typed.deletedChars += deletedChars;
    typed.lines += lineEnds(insertedText) > 0 ? 1 : 0;
    restChars += insertedText.length - keyChars;
  }
  const rest = { origin: "autoclose" as const, insertedChars: restChars, deletedChars: 0, lines: 0 };
  return restChars === 0 ? [typed] : [typed, rest];
}

/** True for what one key puts in: a character, a pair of brackets, Enter or Tab with their indentation. */
export function isKeyText(text: string): boolean {
  return (
    countCharacters(text) <= 1 ||
    pairs.has(text) ||
    enterKey.test(text) ||
    enterBetweenBrackets.test(text) ||
    blanks.test(text)
  );
}

/** True for what one key does at every cursor at once. */
export function isOneKey(pieces: readonly EditPiece[], cursorCount: number): boolean {
  return pieces.length <= Math.max(1, cursorCount) && pieces.every((piece) => isKeyText(piece.insertedText));
}

function bookSingle(piece: EditPiece, facts: EditFacts): readonly BookedEdit[] {
  const text = piece.insertedText;
  if (isKeyText(text)) {
    return keys([piece]);
  }
  if (ideographs.test(text)) {
    return whole("typed", [piece]);
  }
  if (facts.isKnownText && text.trim().length >= 3) {
    return whole("paste_own", [piece]);
  }
  if (identifier.test(text) && text.length <= maxIdentifierChars) {
    // The editor's word list finishing a word.
    return whole("autoclose", [piece]);
  }
  return whole(facts.hasOtherAssistant ? "unknown" : "paste_ext", [piece]);
}

/** The editor has several cursors, and each of them wrote. */
function bookAtCursors({ pieces, isKnownText, hasOtherAssistant }: EditFacts): readonly BookedEdit[] {
  if (pieces.every(({ insertedText }) => isKeyText(insertedText))) {
    return keys(pieces);
  }
  if (pieces.every(({ insertedText }) => ideographs.test(insertedText))) {
    return whole("typed", pieces);
  }
  if (isKnownText) {
    return whole("paste_own", pieces);
  }
  const isWord = pieces.every(
    ({ insertedText }) => identifier.test(insertedText) && insertedText.length <= maxIdentifierChars,
  );
  if (isWord) {
    return whole("autoclose", pieces);
  }
  return whole(hasOtherAssistant ? "unknown" : "paste_ext", pieces);
}

/** Lines taken away in one place and put back in another: what moves is the user's own. */
function isMove([first, second, ...more]: readonly EditPiece[]): boolean {
  if (first === undefined || second === undefined || more.length > 0) {
    return false;
  }
  const [out, into] = first.insertedText === "" ? [first, second] : [second, first];
  const isWhole = out.insertedText === "" && into.deletedChars === 0 && out.deletedChars >= 3;
  return isWhole && Math.abs(into.insertedText.length - out.deletedChars) <= maxLineEndChars;
}

/** A bracket or a quote typed over a selection: the editor puts one at each end of it. */
function isSurround([first, second, ...more]: readonly EditPiece[]): boolean {
  return (
    first !== undefined &&
    second !== undefined &&
    more.length === 0 &&
    first.deletedChars + second.deletedChars === 0 &&
    (pairs.has(first.insertedText + second.insertedText) ||
      pairs.has(second.insertedText + first.insertedText))
  );
}

/** Several places, but no cursor at each: the editor or an extension has made the change. */
function bookMany(facts: EditFacts): readonly BookedEdit[] {
  const { pieces } = facts;
  const [first] = pieces;
  if (pieces.every(({ insertedText }) => insertedText.trim() === "")) {
    return whole("format", pieces);
  }
  if (isSurround(pieces)) {
    return [
      { origin: "typed", insertedChars: 1, deletedChars: 0, lines: 0 },
      { origin: "autoclose", insertedChars: 1, deletedChars: 0, lines: 0 },
    ];
  }
  const isMirrored =
    pieces.length === 2 && first !== undefined && pieces[1]?.insertedText === first.insertedText;
  if (isMirrored && countCharacters(first.insertedText) === 1 && first.deletedChars === 0) {
    // As in the two tags of an element, which the editor keeps alike.
    return whole("typed", pieces);
  }
  if (isRename(pieces)) {
    return whole("refactor", pieces);
  }
  if (isMove(pieces)) {
    return whole("paste_own", pieces);
  }
  const isSmall = pieces.every(
    ({ insertedText }) =>
      insertedText.length <= 2 || insertedText.trim().length <= 1 || commentMark.test(insertedText),
  );
  return whole(isSmall ? "format" : "unknown", pieces);
}

/**
 * The same change of a name in several places. The editor makes it as small as it can, so that it may be several
 * pieces in each place: from `total` to `balance`, `b` for `tot` and `ance` at the end.
 */
function isRename(pieces: readonly EditPiece[]): boolean {
  if (!pieces.every(({ insertedText }) => insertedText.length <= maxIdentifierChars)) {
    return false;
  }
  for (let each = 1; each <= Math.min(maxPiecesOfName, pieces.length / 2); each += 1) {
    const place = pieces.slice(0, each).map(({ insertedText }) => insertedText);
    const isSame = pieces.every(({ insertedText, deletedChars }, index) => {
      const model = pieces[index % each];
      return model?.insertedText === insertedText && model.deletedChars === deletedChars;
    });
    if (pieces.length % each === 0 && isSame) {
      return place.every((text) => text === "" || nameParts.test(text)) && place.join("") !== "";
    }
  }
  return false;
}

/**
 * Where a change came from, as far as the stable API can tell; our own insertions are known beforehand and do
 * not come here. What cannot be told is `unknown`: with another assistant active, that is every larger
 * insertion that is no paste of text seen here.
 */
export function bookEdit(facts: EditFacts): readonly BookedEdit[] {
  const [first, second] = facts.pieces;
  if (first === undefined) {
    return [];
  }
  if (!facts.isDirty) {
    return whole(facts.isBranchChange ? "vcs" : "external", facts.pieces);
  }
  if (!facts.isActive) {
    return whole(isRename(facts.pieces) && !facts.hasOtherAssistant ? "refactor" : "unknown", facts.pieces);
  }
  if (second === undefined) {
    return bookSingle(first, facts);
  }
  return facts.pieces.length <= facts.cursorCount ? bookAtCursors(facts) : bookMany(facts);
}
