/** A colon begins a block here, or below a key. */
const colonBlocks = new Set(["python", "yaml", "dockercompose", "ruby"]);
const label = /^\s*(?:case\b.*|default|public|private|protected|internal)\s*:$/;
/** Ends the head of a block, or what goes on below. */
export const opensBlock = /(?:[{([:]|=>|->|\b(?:do|then|begin|else))\s*$/;
/** Stands in column 0 wherever it is. */
export const preprocessor =
  /^#\s*(?:if(?:n?def)?|elif|else|endif|define|undef|include|pragma|error|(?:end)?region)\b/;
const opener = /(?:[{([]|=>|->|\b(?:do|then|begin|else|try|repeat))\s*$/;

/**
 * True when the beginning of a line, up to the cursor, is the head of a block whose body comes next. A colon is
 * one only where the language says so: after `color:` or `std::` the line goes on.
 */
export function isHeadBefore(linePrefix: string, languageId: string): boolean {
  if (!linePrefix.endsWith(":")) {
    return opener.test(linePrefix);
  }
  return (colonBlocks.has(languageId) && !linePrefix.endsWith("::")) || label.test(linePrefix);
}

/** An opening tag of a box without attributes, which may stand right in another one. */
export const opensBox = /^\s*<(?:div|span|section|g|[A-Z]\w*)?>\s*$/;
