/** Longest server sentence that is shown or logged, in characters. */
const maxServerTextChars = 200;

/** What looks like a credential, whoever sent it. */
const credentialLike =
  /\b(?:sk|pk|rk|gsk|xai|hf|ak|api|key|token)[-_][A-Za-z0-9_\-*]{6,}|\bBearer\s+\S+|\beyJ[\w-]{10,}[\w.-]*/gi;

/** Control characters, C1 and bidirectional overrides included. */
const controlChars = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/g;

/**
 * Makes a server's words fit to show: no markup, no control characters, no secret, at most 200
 * characters. `secrets` are texts that must never appear, such as the key that was sent.
 */
export function cleanServerText(text: string, secrets: readonly string[] = []): string {
  let clean = text.slice(0, 20_000);
  for (const secret of secrets) {
    if (secret.length >= 4) {
      clean = clean.replaceAll(secret, "***");
    }
  }
  if (/<\s*(html|head|body|!doctype|title|h1|center)/i.test(clean)) {
    clean = titleOf(clean);
  }
  clean = clean.replace(credentialLike, "***").replace(controlChars, " ").replace(/\s+/g, " ").trim();
  return clean.length > maxServerTextChars ? `${clean.slice(0, maxServerTextChars - 1)}…` : clean;
}

function titleOf(html: string): string {
  const title = /<title[^>]*>([^<]*)/i.exec(html)?.[1] ?? /<h1[^>]*>([^<]*)/i.exec(html)?.[1];
  return title ?? html.replace(/<[^>]*>/g, " ");
}
