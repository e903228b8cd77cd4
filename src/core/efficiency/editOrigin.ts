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

/** One key by the user, the rest by the editor: a closing bracket, an indentation. */
function oneKey({ insertedText, deletedChars }: EditPiece): readonly BookedEdit[] {
  const typed = {
    origin: "typed" as const,
    insertedChars: countCharacters(insertedText) === 1 ? insertedText.length : 1,
    deletedChars,
    lines: lineEnds(insertedText) > 0 ? 1 : 0,
  };
  const rest = insertedText.length - 1;
  return rest <= 0 || countCharacters(insertedText) === 1
    ? [typed]
    : [typed, { origin: "autoclose", insertedChars: rest, deletedChars: 0, lines: 0 }];
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

function bookSingle(piece: EditPiece, facts: EditFacts): readonly BookedEdit[] {
  const text = piece.insertedText;
  if (text === "") {
    return whole("typed", [piece]);
  }
  if (isKeyText(text)) {
    return oneKey(piece);
  }
  if (ideographs.test(text)) {
    return whole("typed", [piece]);
  }
  if (facts.isKnownText && text.trim().length >= 3) {
    return whole("paste_own", [piece]);
  }
  if (identifier.test(text) && text.length <= 60) {
    // The editor's word list finishing a word.
    return whole("autoclose", [piece]);
  }
  return whole(facts.hasOtherAssistant ? "unknown" : "paste_ext", [piece]);
}

function bookMany(facts: EditFacts): readonly BookedEdit[] {
  const { pieces } = facts;
  const [first] = pieces;
  const texts = new Set(pieces.map(({ insertedText }) => insertedText));
  if (texts.size === 1 && first !== undefined && countCharacters(first.insertedText) <= 1) {
    return whole("typed", pieces);
  }
  if (pieces.every(({ insertedText }) => insertedText.trim() === "")) {
    return whole("format", pieces);
  }
  if (texts.size === 1 && first !== undefined && identifier.test(first.insertedText)) {
    return whole("refactor", pieces);
  }
  const isSmall = pieces.every(
    ({ insertedText }) => insertedText.length <= 2 || insertedText.trim().length <= 1,
  );
  return whole(isSmall ? "format" : "unknown", pieces);
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
  // The editor tells that a document is dirty a moment after its first keys: one key in front of the person is typed.
  const isOneKey =
    facts.isActive && second === undefined && isKeyText(first.insertedText) && first.deletedChars <= 1;
  if (!facts.isDirty && (!isOneKey || facts.isBranchChange || first.insertedText === "")) {
    return whole(facts.isBranchChange ? "vcs" : "external", facts.pieces);
  }
  if (!facts.isActive) {
    return whole("unknown", facts.pieces);
  }
  return second === undefined ? bookSingle(first, facts) : bookMany(facts);
}
