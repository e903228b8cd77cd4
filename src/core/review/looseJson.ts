/**
 * The JSON objects of a model's reply, whatever stands around them: fences, prose, an array that was cut
 * off. Raw line ends inside strings and commas before a closing bracket are forgiven.
 */
export function readJsonObjects(reply: string): Record<string, unknown>[] {
  const objects: Record<string, unknown>[] = [];
  for (let at = reply.indexOf("{"); at !== -1;) {
    const end = endOfObject(reply, at);
    const value = end === undefined ? undefined : parseLoosely(reply.slice(at, end));
    if (value === undefined) {
      at = reply.indexOf("{", at + 1);
    } else {
      objects.push(...flatten(value));
      at = reply.indexOf("{", end);
    }
  }
  return objects;
}

/** An object around the list, such as `{"findings": [...]}`, gives its entries. */
function flatten(value: Record<string, unknown>): Record<string, unknown>[] {
  const lists = Object.values(value).filter(
    (entry): entry is Record<string, unknown>[] =>
      Array.isArray(entry) && entry.length > 0 && entry.every(isRecord),
  );
  return lists.length === 0 ? [value] : lists.flat();
}

/** Offset behind the bracket that closes the one at `start`; undefined when it is not closed. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let isString = false;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (isString) {
      if (char === "\\") {
        at += 1;
      } else if (char === '"') {
        isString = false;
      }
    } else if (char === '"') {
      isString = true;
    } else if (char === "{") {
      depth += 1;
    } else if (char === "}") {
      depth -= 1;
      if (depth === 0) {
        return at + 1;
      }
    }
  }
  return undefined;
}

function parseLoosely(text: string): Record<string, unknown> | undefined {
  for (const candidate of [text, repair(text)]) {
    try {
      const value: unknown = JSON.parse(candidate);
      return isRecord(value) ? value : undefined;
    } catch {
      // The repaired text is tried next.
    }
  }
  return undefined;
}

function repair(text: string): string {
  return text
    .replace(/"(?:[^"\\]|\\[\s\S])*"/g, (string) =>
      string
        .replace(/\r?\n/g, "\\n")
        .replace(/\t/g, "\\t")
        .replace(/\\(?!["\\/bfnrtu])/g, "\\\\"),
    )
    .replace(/,(\s*[}\]])/g, "$1");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
