/**
 * Tokens of `text`, roughly: four characters of Latin text or code, one and a half of Chinese,
 * Japanese or Korean, make a token (the vendors' own rules of thumb).
 */
export function estimateTokens(text: string): number {
  let wide = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) >= 0x2e80) {
      wide += 1;
    }
  }
  return Math.ceil(wide / 1.5 + (text.length - wide) / 4);
}
