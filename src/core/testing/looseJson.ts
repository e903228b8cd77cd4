import { skipNonCode } from "../text/codeScan.ts";

/** JSON as tools write it: comments and trailing commas allowed. Undefined when it is not an object. */
export function parseLooseJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(withoutComments(text.replace(/^\uFEFF/, "")));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function withoutComments(text: string): string {
  let plain = "";
  for (let at = 0; at < text.length;) {
    const next = skipNonCode(text, at);
    if (next === at) {
      plain += text[at] ?? "";
      at += 1;
    } else {
      plain += text[at] === "/" ? " " : text.slice(at, next);
      at = next;
    }
  }
  return withoutTrailingCommas(plain);
}

function withoutTrailingCommas(text: string): string {
  let plain = "";
  for (let at = 0; at < text.length;) {
    const next = skipNonCode(text, at);
    if (next > at) {
      plain += text.slice(at, next);
      at = next;
    } else {
      const isTrailing = text[at] === "," && /^\s*[}\]]/.test(text.slice(at + 1));
      plain += isTrailing ? "" : (text[at] ?? "");
      at += 1;
    }
  }
  return plain;
}
