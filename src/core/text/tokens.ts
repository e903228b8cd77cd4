/**
 * Token counts without a tokenizer. Code in Latin letters runs at about 3.3 characters per token and
 * Chinese at about 0.7 tokens per character in the public byte-pair tokenizers; the estimate leans high
 * so that a prompt cut by it fits.
 */
const latinCharsPerToken = 3.3;
const tokensPerWideChar = 0.75;
const firstWideCode = 0x2e80;

/** Estimated tokens of `text`, rounded up. */
export function estimateTokens(text: string): number {
  let wide = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) >= firstWideCode) {
      wide += 1;
    }
  }
  return Math.ceil((text.length - wide) / latinCharsPerToken + wide * tokensPerWideChar);
}

/** `text` cut to about `maxTokens`, keeping its start or its end; never cuts a surrogate pair. */
export function cutToTokens(text: string, maxTokens: number, keep: "start" | "end"): string {
  if (maxTokens <= 0) {
    return "";
  }
  const tokens = estimateTokens(text);
  if (tokens <= maxTokens) {
    return text;
  }
  const chars = Math.floor((text.length * maxTokens) / tokens);
  if (keep === "start") {
    const end = isLowSurrogate(text.charCodeAt(chars)) ? chars - 1 : chars;
    return text.slice(0, Math.max(0, end));
  }
  const start = text.length - chars;
  return text.slice(isLowSurrogate(text.charCodeAt(start)) ? start + 1 : start);
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
