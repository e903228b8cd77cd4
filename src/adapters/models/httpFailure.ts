/** A response that is no success, body included; thrown out of the `fetch` given to the client. */
export class HttpFailure extends Error {
  override readonly name = "HttpFailure";
  readonly status: number;
  readonly headers: Headers;
  readonly bodyText: string;

  constructor(status: number, headers: Headers, bodyText: string) {
    super(`HTTP ${status}`);
    this.status = status;
    this.headers = headers;
    this.bodyText = bodyText;
  }
}

/** The `HttpFailure` inside whatever the client made of it. */
export function findHttpFailure(error: unknown): HttpFailure | undefined {
  let current = error;
  for (let depth = 0; depth < 6 && current instanceof Error; depth += 1) {
    if (current instanceof HttpFailure) {
      return current;
    }
    current = current.cause;
  }
  return undefined;
}

/** The text of a body up to `maxBytes`; the rest is let go. */
export async function readText(response: Response, maxBytes: number): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) {
    return "";
  }
  const decoder = new TextDecoder();
  let text = "";
  for (let bytes = 0; bytes < maxBytes;) {
    const { done, value } = await reader.read();
    if (done) {
      return text + decoder.decode();
    }
    bytes += value.byteLength;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return text;
}
