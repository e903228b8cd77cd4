import type { SecretSpan } from "./secretSpan.ts";

const kindLine = /^kind:[ \t]*["']?Secret["']?[ \t]*\r?$/m;
const entry = /^([ \t]+)["']?[\w.-]{1,253}["']?:[ \t]+["']?([A-Za-z0-9+/]{8,}={0,2})["']?[ \t]*\r?$/;

/** All base64 values below `data:` of a Kubernetes secret, whatever their keys are called. */
export function findKubernetesSecrets(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  if (!kindLine.test(text)) {
    return spans;
  }
  // The kind may stand before or behind the data of the same document.
  for (let begin = 0; begin < text.length;) {
    const next = text.indexOf("\n---", begin);
    const end = next === -1 ? text.length : next + 1;
    if (kindLine.test(text.slice(begin, end))) {
      addValues(text, begin, end, spans);
    }
    begin = end;
  }
  return spans;
}

function addValues(text: string, begin: number, end: number, spans: SecretSpan[]): void {
  let isData = false;
  for (let at = begin; at < end;) {
    const feed = text.indexOf("\n", at);
    const lineEnd = feed === -1 || feed > end ? end : feed;
    const line = text.slice(at, lineEnd);
    if (/^\S/.test(line)) {
      isData = /^data:\s*$/.test(line);
    }
    const value = isData ? entry.exec(line)?.[2] : undefined;
    if (value !== undefined) {
      const start = at + line.lastIndexOf(value);
      spans.push({ start, end: start + value.length, kind: "SECRET" });
    }
    at = lineEnd + 1;
  }
}
