/** A run of lines of a file; lines are one-based and inclusive. */
export interface Chunk {
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

/** Chunk length and the distance of their starts (lines); the overlap keeps a function's head with its body. */
export const chunkLines = 20;
export const chunkStride = 15;

/** Files with longer lines on average are generated (characters). */
const maxAverageLineChars = 250;

/** The chunks of a file; none for a file that no person wrote or that holds nothing. */
export function chunkText(text: string): readonly Chunk[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (text.trim() === "" || text.length / lines.length > maxAverageLineChars) {
    return [];
  }
  const chunks: Chunk[] = [];
  for (let start = 0; start < lines.length; start += chunkStride) {
    const end = Math.min(start + chunkLines, lines.length);
    const chunk = lines.slice(start, end).join("\n");
    if (chunk.trim() !== "") {
      chunks.push({ startLine: start + 1, endLine: end, text: chunk });
    }
    if (end === lines.length) {
      break;
    }
  }
  return chunks;
}
