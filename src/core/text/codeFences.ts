/** A fenced code block of Markdown. */
export interface CodeFence {
  /** The word after the opening fence, in lower case; empty where there is none. */
  readonly language: string;
  /** All of the text after the opening fence. */
  readonly info: string;
  readonly code: string;
  /** False for a block that the text ends in. */
  readonly isClosed: boolean;
}

const openingShape = /^(?<indent> {0,3})(?<fence>`{3,}|~{3,})(?<info>.*)$/;

/** The fenced code blocks of `markdown`, in order. */
export function readCodeFences(markdown: string): readonly CodeFence[] {
  const fences: CodeFence[] = [];
  let open:
    | { readonly fence: string; readonly indent: number; readonly info: string; lines: string[] }
    | undefined;
  const finish = (isClosed: boolean): void => {
    if (open !== undefined) {
      const language = (/^[^\s:{]+/.exec(open.info)?.[0] ?? "").toLowerCase();
      fences.push({ language, info: open.info, code: open.lines.join("\n"), isClosed });
      open = undefined;
    }
  };
  for (const line of markdown.split(/\r\n|\n|\r/)) {
    if (open === undefined) {
      const groups = openingShape.exec(line)?.groups;
      const fence = groups?.["fence"];
      const info = groups?.["info"]?.trim() ?? "";
      if (fence !== undefined && !(fence.startsWith("`") && info.includes("`"))) {
        open = { fence, indent: groups?.["indent"]?.length ?? 0, info, lines: [] };
      }
    } else if (isClosing(line, open.fence)) {
      finish(true);
    } else {
      open.lines.push(line.replace(new RegExp(`^ {0,${open.indent}}`), ""));
    }
  }
  finish(false);
  return fences;
}

function isClosing(line: string, fence: string): boolean {
  const trimmed = line.trim();
  const char = fence[0] ?? "`";
  return /^ {0,3}\S/.test(line) && trimmed.length >= fence.length && trimmed === char.repeat(trimmed.length);
}

/** `code` as a block whose fence is longer than any run of backticks in it. */
export function fenceCode(code: string, language: string): string {
  const runs = code.match(/`{3,}/g) ?? [];
  const longest = runs.reduce((most, run) => Math.max(most, run.length), 2);
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${code.replace(/\r\n/g, "\n").replace(/\n$/, "")}\n${fence}`;
}
