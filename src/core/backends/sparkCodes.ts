import type { ErrorKind } from "../errors.ts";
import type { BackendMessageId } from "./backendMessages.ts";

export interface SparkMeaning {
  readonly kind: ErrorKind;
  readonly messageId?: BackendMessageId;
  /** Worth one delayed try, for chat. */
  readonly isRetryable: boolean;
}

const badRequest: SparkMeaning = { kind: "badRequest", isRetryable: false };
const busy: SparkMeaning = { kind: "rateLimited", messageId: "backends.error.busy", isRetryable: true };
const engine: SparkMeaning = { kind: "serverError", isRetryable: true };
const inputRefused: SparkMeaning = {
  kind: "moderated",
  messageId: "backends.error.moderatedInput",
  isRetryable: false,
};

/** Meanings by code, from the vendor's list of error codes. */
const meaningsByCode: Readonly<Record<number, SparkMeaning>> = {
  10003: badRequest,
  10004: badRequest,
  10005: badRequest,
  10163: badRequest,
  10006: busy,
  10007: busy,
  10008: busy,
  10110: busy,
  10009: engine,
  10010: engine,
  10011: engine,
  10012: engine,
  10222: engine,
  10013: inputRefused,
  10014: { kind: "moderated", messageId: "backends.error.moderatedOutput", isRetryable: false },
  10015: { kind: "badKey", messageId: "backends.error.forbidden", isRetryable: false },
  10016: { kind: "quotaExceeded", isRetryable: false },
  10019: inputRefused,
  10021: inputRefused,
  10907: { kind: "contextTooLong", isRetryable: false },
  11200: { kind: "badKey", messageId: "backends.error.wrongProduct", isRetryable: false },
  11201: { kind: "quotaExceeded", isRetryable: false },
  11202: { kind: "rateLimited", isRetryable: true },
  11203: { kind: "rateLimited", isRetryable: true },
};

/** Names that relays give instead of the number. */
const codesByName: Readonly<Record<string, number>> = {
  AppIdNoAuthError: 11200,
  AppIdQpsOverFlowError: 11202,
};

/** The meaning of a Spark code, as number, digits or name; undefined for a code that is no error of Spark. */
export function sparkMeaning(code: unknown): SparkMeaning | undefined {
  const number = typeof code === "string" ? (codesByName[code] ?? Number(code)) : code;
  return typeof number === "number" ? meaningsByCode[number] : undefined;
}

/** A Spark code named in a message, such as `AppIdQpsOverFlowError` or `code: 11202`. */
export function sparkCodeIn(text: string): number | undefined {
  for (const [name, code] of Object.entries(codesByName)) {
    if (text.includes(name)) {
      return code;
    }
  }
  const digits = /\b(1[01]\d{3})\b/.exec(text)?.[1];
  return digits !== undefined && meaningsByCode[Number(digits)] !== undefined ? Number(digits) : undefined;
}
