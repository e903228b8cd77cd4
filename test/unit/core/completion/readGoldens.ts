import { readdirSync, readFileSync } from "node:fs";

/** What a model says at a place, and what the file reads when all that is shown of it has been taken. */
export interface CompletionGolden {
  readonly says: string;
  readonly languageId: string;
  /** The reply of a fill-in route, of a chat, or of either alike. */
  readonly forms: readonly ("fillIn" | "chat")[];
  readonly tabSize: number;
  readonly insertSpaces: boolean;
  /** The document, its cursor at `‸`. */
  readonly at: string;
  readonly reply: string;
  readonly after: string;
}

const folder = new URL("../../../goldens/completion/", import.meta.url);
const heading = /^=== (?<says>[^|\n]+?)(?: \| (?<marks>[^\n]*))?\n/;

/** The cases of every language, one file each: `=== what | marks`, then the parts behind `--- ` lines. */
export function readCompletionGoldens(): CompletionGolden[] {
  return readdirSync(folder).flatMap((name) => {
    const text = readFileSync(new URL(name, folder), "utf8").replaceAll("\r\n", "\n");
    return text
      .split(/^(?==== )/m)
      .filter((part) => part.startsWith("=== "))
      .map((part) => goldenOf(part, name.replace(/\.txt$/, "")));
  });
}

function goldenOf(part: string, languageId: string): CompletionGolden {
  const groups = heading.exec(part)?.groups ?? {};
  const marks = new Set((groups["marks"] ?? "").split(" ").filter((mark) => mark !== ""));
  const sections = part.split(/^--- (?:at|reply|after)\n/m).slice(1);
  const [at, reply, after] = sections.map((section) => section.replace(/\n$/, ""));
  if (at === undefined || reply === undefined || after === undefined) {
    throw new Error(`${languageId}: ${groups["says"] ?? part.slice(0, 60)} lacks a part`);
  }
  const form = (["fillIn", "chat"] as const).filter((name) => marks.has(name));
  const isCrlf = marks.has("crlf");
  const ended = (text: string): string => (isCrlf ? text.replaceAll("\n", "\r\n") : text);
  return {
    says: groups["says"] ?? "",
    languageId,
    forms: form.length === 0 ? ["fillIn", "chat"] : form,
    tabSize: Number([...marks].find((mark) => /^\d$/.test(mark)) ?? 2),
    insertSpaces: !marks.has("tabs"),
    at: ended(at),
    reply,
    after: ended(after),
  };
}
