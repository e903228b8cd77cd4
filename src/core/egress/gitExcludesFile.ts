/**
 * The value of `core.excludesFile` in the text of a Git configuration, `~/` not yet resolved; undefined
 * where it has none. Includes and conditions are not followed.
 */
export function readExcludesFile(configText: string): string | undefined {
  let isCore = false;
  let found: string | undefined;
  for (const line of configText.split(/\r?\n/)) {
    const section = /^\s*\[\s*([^\]"\s]+)\s*("[^"]*")?\s*\]/.exec(line);
    if (section !== null) {
      isCore = section[1]?.toLowerCase() === "core" && section[2] === undefined;
    }
    const value = /^(?:\s*\[[^\]]*\])?\s*excludesfile\s*=\s*(.*)$/i.exec(line)?.[1];
    if (isCore && value !== undefined) {
      found = unquote(value);
    }
  }
  return found === "" ? undefined : found;
}

/** A value without its quotes, escapes and comment. */
function unquote(value: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(value)?.[1];
  const bare = quoted ?? value.replace(/\s*[#;].*$/, "").trim();
  return bare.replaceAll(/\\(["\\])/g, "$1");
}
