/** The target of a Markdown link that the chat view opens at these lines (one-based, inclusive). */
export function lineTarget(path: string, startLine: number, endLine: number = startLine): string {
  const target = encodeURI(path).replace(/[()#?]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
  return startLine === endLine ? `${target}#L${startLine}` : `${target}#L${startLine}-L${endLine}`;
}

/** A path as the text of a Markdown link. */
export function linkLabel(path: string): string {
  return path.replace(/[[\]\\`*_]/g, "\\$&");
}
