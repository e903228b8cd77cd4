import type { SecretSpan } from "./secretSpan.ts";

const begin = "-----BEGIN ";
const end = "-----END ";
const header = /-----BEGIN (?:[A-Z0-9]+ ){0,4}(?:PRIVATE KEY(?: BLOCK)?|OPENSSH PRIVATE KEY)-----/y;
const footer = /-----END (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----/y;
/** Lines of a key body, as they are in a file or inside a string of code (`\n`, quotes, `+`). */
const bodyCharacter = /[A-Za-z0-9+/=\s\\"'`,.:()+*#-]/;
/** A longer body than 16 KB is no key (an RSA key of 16,384 bits takes 13 KB). */
const maxBodyChars = 16_384;

/** Private key blocks, whole or cut by the edge of the text; the BEGIN and END lines stay. */
export function findPrivateKeys(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  let from = 0;
  for (let at = text.indexOf(begin); at !== -1; at = text.indexOf(begin, from)) {
    from = at + begin.length;
    header.lastIndex = at;
    if (header.test(text)) {
      const start = header.lastIndex;
      const stop = endOfBody(text, start);
      if (stop - start >= 16) {
        spans.push({ start, end: stop, kind: "KEY" });
      }
      from = Math.max(from, stop);
    }
  }
  addHeadless(text, spans);
  return spans;
}

function endOfBody(text: string, start: number): number {
  const limit = Math.min(text.length, start + maxBodyChars);
  const stop = text.indexOf(end, start);
  if (stop !== -1 && stop <= limit) {
    return stop;
  }
  let i = start;
  while (i < limit && bodyCharacter.test(text[i] ?? "")) {
    i += 1;
  }
  return i;
}

/** A block whose beginning was cut off: everything before END that can be key text. */
function addHeadless(text: string, spans: SecretSpan[]): void {
  for (let at = text.indexOf(end); at !== -1; at = text.indexOf(end, at + end.length)) {
    footer.lastIndex = at;
    const isCovered = spans.some((span) => span.end === at || (span.start <= at && at < span.end));
    if (isCovered || !footer.test(text)) {
      continue;
    }
    let start = at;
    while (start > 0 && at - start < maxBodyChars && /[A-Za-z0-9+/=\s\\"'n]/.test(text[start - 1] ?? "")) {
      start -= 1;
    }
    if (at - start >= 16) {
      spans.push({ start, end: at, kind: "KEY" });
    }
  }
}
