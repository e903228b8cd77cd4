import { normalisePath } from "./normalisePath.ts";
import type { OutboundPart, SourceRange } from "./outbound.ts";

/** The path as secrets are remembered by. */
export function sourcePath({ source }: OutboundPart): string | undefined {
  return source === undefined ? undefined : normalisePath(source.path);
}

/** What the record names: parts that carry text of a file. */
export function sourcesOf(parts: readonly OutboundPart[]): SourceRange[] {
  return parts.flatMap(({ source, text }) => (source === undefined || text === "" ? [] : [source]));
}

/** Which part goes on in the file where `part` ends: the two sides of a cursor, in whatever order they are sent. */
export function indexAfter(parts: readonly OutboundPart[], { source }: OutboundPart): number | undefined {
  const index = parts.findIndex(
    (other) =>
      source !== undefined &&
      other.source !== undefined &&
      other.source !== source &&
      other.source.path === source.path &&
      (other.source.startLine === source.endLine || other.source.startLine === source.endLine + 1),
  );
  return index === -1 ? undefined : index;
}
