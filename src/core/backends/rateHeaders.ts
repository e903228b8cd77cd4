interface Headers {
  get(name: string): string | null;
}

/** Requests that are kept back for what the user waits for. */
const reservedRequests = 2;

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `1s`, `6m0s`, `20ms`, or plain seconds; undefined for anything else. */
export function readDurationMs(text: string): number | undefined {
  if (/^\d+(?:\.\d+)?$/.test(text)) {
    return Number(text) * 1_000;
  }
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text)) {
    return undefined;
  }
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ""] ?? 0),
    0,
  );
}

/**
 * How long the background should keep still after a good answer, in milliseconds: until the server's
 * count of requests starts anew, when hardly any is left. Undefined where there is plenty or no word.
 */
export function restAfterAnswerMs(headers: Headers): number | undefined {
  const remaining = headers.get("x-ratelimit-remaining-requests");
  if (remaining === null || !/^\d+$/.test(remaining) || Number(remaining) > reservedRequests) {
    return undefined;
  }
  return readDurationMs(headers.get("x-ratelimit-reset-requests")?.trim() ?? "");
}
