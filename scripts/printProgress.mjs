/**
 * One line that is written over on a terminal; a line of its own for each step elsewhere.
 * @param {string} text
 */
export function printProgress(text) {
  if (!process.stderr.isTTY) {
    process.stderr.write(`${text}\n`);
    return;
  }
  const width = (process.stderr.columns || 80) - 1;
  process.stderr.write(`\r\u001B[K${text.slice(0, width)}`);
}

/** Ends the line of `printProgress` on a terminal. */
export function endProgress() {
  if (process.stderr.isTTY) process.stderr.write("\r\u001B[K");
}
