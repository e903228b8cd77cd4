/** A colon begins a block here, or below a key. */
const colonBlocks = new Set([
  "python",
  "yaml",
  "dockercompose",
  "coffeescript",
  "pug",
  "ruby",
  "nim",
  "gdscript",
]);
const label = /^\s*(?:case\b.*|default|public|private|protected|internal)\s*:$/;
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
