const wordFollows = /^[\p{L}\p{N}_$"'`([{]/u;

/** White space at the end goes, but not the blank before a word that follows on the line. */
export function trimEndBefore(text: string, lineSuffix: string): string {
  const end = text.trimEnd();
  const isBlankMeant = wordFollows.test(lineSuffix) && text[end.length] === " ";
  return end === "" || !isBlankMeant ? end : `${end} `;
}
