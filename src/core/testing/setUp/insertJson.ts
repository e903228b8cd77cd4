import { findClosing, skipNonCode } from "../../text/codeScan.ts";

interface Member {
  readonly name: string;
  readonly start: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/**
 * Puts a member into an object of a JSON text's root and leaves every other character as it is: in order
 * where the object's members are in order, else at its end. A member of that name gets the new value, an
 * object that is not there is made. Undefined for a text that is no JSON object, or where `object` is none.
 */
export function insertJson(text: string, object: string, name: string, value: string): string | undefined {
  const open = text.indexOf("{");
  if (open < 0 || findClosing(text, open) === undefined || !/^\uFEFF?\s*$/.test(text.slice(0, open))) {
    return undefined;
  }
  const layout = layoutOf(text, open);
  const written = JSON.stringify(value);
  const found = membersOf(text, open).find((member) => member.name === object);
  if (found === undefined) {
    const { newline, indent } = layout;
    const inner = `{${newline}${indent.repeat(2)}${JSON.stringify(name)}: ${written}${newline}${indent}}`;
    return withMember(text, open, object, inner, { ...layout, depth: 1 });
  }
  if (text[found.valueStart] !== "{") {
    return undefined;
  }
  const old = membersOf(text, found.valueStart).find((member) => member.name === name);
  return old === undefined
    ? withMember(text, found.valueStart, name, written, { ...layout, depth: 2 })
    : text.slice(0, old.valueStart) + written + text.slice(old.valueEnd);
}

interface Layout {
  readonly newline: string;
  readonly indent: string;
}

function layoutOf(text: string, open: number): Layout {
  return {
    newline: text.includes("\r\n") ? "\r\n" : "\n",
    indent: /^\{\r?\n([ \t]+)\S/.exec(text.slice(open))?.[1] ?? "  ",
  };
}

function membersOf(text: string, open: number): Member[] {
  const members: Member[] = [];
  const pastSpace = (from: number): number => from + (/^[\s,]*/.exec(text.slice(from))?.[0].length ?? 0);
  for (let at = pastSpace(open + 1); text[at] === '"';) {
    const nameEnd = skipNonCode(text, at);
    const colon = text.indexOf(":", nameEnd);
    if (colon < 0) {
      break;
    }
    const valueStart = pastSpace(colon + 1);
    const first = text[valueStart];
    const valueEnd =
      first === "{" || first === "["
        ? (findClosing(text, valueStart) ?? text.length)
        : first === '"'
          ? skipNonCode(text, valueStart)
          : valueStart + (/^[^\s,}\]]*/.exec(text.slice(valueStart))?.[0].length ?? 0);
    members.push({ name: text.slice(at + 1, nameEnd - 1), start: at, valueStart, valueEnd });
    at = pastSpace(valueEnd);
  }
  return members;
}

function withMember(
  text: string,
  open: number,
  name: string,
  value: string,
  { newline, indent, depth }: Layout & { readonly depth: number },
): string {
  const members = membersOf(text, open);
  const written = `${JSON.stringify(name)}: ${value}`;
  const [first] = members;
  const last = members.at(-1);
  if (first === undefined || last === undefined) {
    const close = findClosing(text, open) ?? open + 2;
    const inner = `${newline}${indent.repeat(depth)}${written}${newline}${indent.repeat(depth - 1)}`;
    return `${text.slice(0, open + 1)}${inner}${text.slice(close - 1)}`;
  }
  // What stands between the bracket and the first member is what separates all of them.
  const gap = text.slice(open + 1, first.start);
  const between = gap.includes("\n") ? gap : " ";
  const isSorted = members.every(({ name: own }, index) => (members[index - 1]?.name ?? "") <= own);
  const next = isSorted && depth > 1 ? members.find((member) => member.name > name) : undefined;
  return next === undefined
    ? `${text.slice(0, last.valueEnd)},${between}${written}${text.slice(last.valueEnd)}`
    : `${text.slice(0, next.start)}${written},${between}${text.slice(next.start)}`;
}
