/** Leading blanks and tabs of a line. */
export function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

/** Turns the indentation of one line into that of its place in another text; undefined when it cannot. */
export type Reindent = (indent: string) => string | undefined;

/** The smallest step by which the lines are indented: a tab, or a number of blanks; undefined when flat. */
function smallestStep(indents: readonly string[]): string | undefined {
  if (indents.some((indent) => indent.includes("\t"))) {
    return "\t";
  }
  const widths = [...new Set(indents.map((indent) => indent.length))].sort((a, b) => a - b);
  let smallest = 0;
  for (let i = 1; i < widths.length; i += 1) {
    const step = (widths[i] ?? 0) - (widths[i - 1] ?? 0);
    smallest = smallest === 0 ? step : Math.min(smallest, step);
  }
  const first = widths.find((width) => width > 0) ?? 0;
  const unit = smallest === 0 ? first : smallest;
  return unit === 0 ? undefined : " ".repeat(unit);
}

function levelOf(indent: string, unit: string): number | undefined {
  const level = indent.length / unit.length;
  return Number.isInteger(level) && unit.repeat(level) === indent ? level : undefined;
}

function byLevels(pairs: readonly (readonly [string, string])[]): Reindent | undefined {
  const fromUnit = smallestStep(pairs.map(([from]) => from));
  const toUnit = smallestStep(pairs.map(([, to]) => to));
  if (fromUnit === undefined || toUnit === undefined) {
    return undefined;
  }
  const deltas = new Set<number>();
  for (const [from, to] of pairs) {
    const fromLevel = levelOf(from, fromUnit);
    const toLevel = levelOf(to, toUnit);
    if (fromLevel === undefined || toLevel === undefined) {
      return undefined;
    }
    deltas.add(toLevel - fromLevel);
  }
  const [delta] = deltas;
  if (deltas.size !== 1 || delta === undefined) {
    return undefined;
  }
  return (indent) => {
    const level = levelOf(indent, fromUnit);
    return level === undefined || level + delta < 0 ? undefined : toUnit.repeat(level + delta);
  };
}

/**
 * How `from` indentation becomes `to` indentation over all pairs (one a line): the same blanks added or
 * removed everywhere, or another unit at the same levels. Undefined when the pairs agree on neither.
 */
export function deriveReindent(pairs: readonly (readonly [string, string])[]): Reindent | undefined {
  const first = pairs[0];
  if (first === undefined) {
    return undefined;
  }
  const [from, to] = first;
  if (to.endsWith(from)) {
    const added = to.slice(0, to.length - from.length);
    if (pairs.every(([a, b]) => b === added + a)) {
      return (indent) => added + indent;
    }
  } else if (from.endsWith(to)) {
    const removed = from.slice(0, from.length - to.length);
    if (pairs.every(([a, b]) => a === removed + b)) {
      return (indent) => (indent.startsWith(removed) ? indent.slice(removed.length) : undefined);
    }
  }
  return byLevels(pairs);
}

/** Applies `reindent` to every line that is not blank; undefined when one line cannot be placed. */
export function reindentLines(lines: readonly string[], reindent: Reindent): readonly string[] | undefined {
  const placed: string[] = [];
  for (const line of lines) {
    if (line.trim() === "") {
      placed.push("");
      continue;
    }
    const own = indentOf(line);
    const indent = reindent(own);
    if (indent === undefined) {
      return undefined;
    }
    placed.push(indent + line.slice(own.length));
  }
  return placed;
}

/** `lines` with the tabs or blanks that most indented lines of `like` use; as they are where that is no question. */
export function adoptIndentStyle(lines: readonly string[], like: readonly string[]): readonly string[] {
  const indented = like.filter((line) => /^[ \t]+\S/.test(line));
  const tabbed = indented.filter((line) => line.startsWith("\t")).length;
  const isTabbed = tabbed * 2 > indented.length;
  const own = lines.filter((line) => /^[ \t]+\S/.test(line)).map(indentOf);
  const ownUnit = smallestStep(own);
  if (indented.length === 0 || ownUnit === undefined || isTabbed === (ownUnit === "\t")) {
    return lines;
  }
  const step = smallestStep(indented.map(indentOf).filter((indent) => !indent.includes("\t"))) ?? "    ";
  const unit = isTabbed ? "\t" : step;
  return lines.map((line) => {
    const indent = indentOf(line);
    const level = Math.floor(indent.length / ownUnit.length);
    return unit.repeat(level) + indent.slice(level * ownUnit.length) + line.slice(indent.length);
  });
}
