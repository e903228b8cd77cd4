import type { BackendMessageId } from "../../core/backends/backendMessages.ts";
import type { ErrorKind } from "../../core/errors.ts";

export interface NetworkProblem {
  readonly kind: ErrorKind;
  readonly messageId?: BackendMessageId | undefined;
  /** The code of the system or of TLS, such as `ECONNREFUSED`; empty where there is none. */
  readonly code: string;
  /** A fresh connection may do better. */
  readonly isRetryable: boolean;
}

/** Every error in a chain of causes and aggregates. */
function* chain(error: unknown, depth = 0): Iterable<Error> {
  if (error instanceof Error && depth < 6) {
    yield error;
    yield* chain(error.cause, depth + 1);
    if (error instanceof AggregateError) {
      for (const part of error.errors) {
        yield* chain(part, depth + 1);
      }
    }
  }
}

function codeOf(error: Error): string {
  const code: unknown = "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
}

const certificateCodes =
  /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_(REVOKED|UNTRUSTED|REJECTED|SIGNATURE)|INVALID_CA/;
const clientCertificateCodes =
  /CERTIFICATE_REQUIRED|ALERT_(BAD_CERTIFICATE|HANDSHAKE_FAILURE|UNKNOWN_CA)|BAD_CERTIFICATE/;

/** What a failed connection or a broken body means. */
export function readNetworkProblem(error: unknown, isLoopback: boolean): NetworkProblem {
  const errors = [...chain(error)];
  const codes = errors.map(codeOf).filter((code) => code !== "" && code !== "UND_ERR_SOCKET");
  const code = codes[0] ?? errors.map(codeOf).find((candidate) => candidate !== "") ?? "";
  const words = errors.map((part) => part.message).join(" ");
  const problem = (kind: ErrorKind, isRetryable: boolean, messageId?: BackendMessageId): NetworkProblem => ({
    kind,
    code,
    isRetryable,
    messageId,
  });
  if (clientCertificateCodes.test(`${code} ${words}`)) {
    return problem("tls", false, "backends.error.clientCertificate");
  }
  if (/CERT_(HAS_EXPIRED|NOT_YET_VALID)/.test(code)) {
    return problem("tls", false, "backends.error.certificateExpired");
  }
  if (/ALTNAME_INVALID|HOSTNAME_MISMATCH/.test(code)) {
    return problem("tls", false, "backends.error.certificateName");
  }
  if (
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/.test(code) ||
    /wrong version number/i.test(words)
  ) {
    return problem("tls", false, "backends.error.noTls");
  }
  if (certificateCodes.test(code) || /^(ERR_SSL|ERR_TLS|EPROTO)/.test(code)) {
    return problem("tls", false);
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return problem("unreachable", false, "backends.error.unknownHost");
  }
  if (code === "ECONNREFUSED") {
    return problem("unreachable", false, isLoopback ? "backends.error.refusedLocal" : undefined);
  }
  if (/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ENETDOWN|EACCES)$/.test(code)) {
    return problem("unreachable", false);
  }
  if (/TIMEDOUT|TIMEOUT/.test(code)) {
    return problem("timeout", false);
  }
  // Node's fetch hides the status 407 behind an error without words or code.
  const isNameless = errors.length > 1 && code === "" && errors.at(-1)?.message === "";
  if (isNameless || /proxy/i.test(words)) {
    return problem("proxy", false);
  }
  if (
    /^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET|HPE_.*|ERR_STREAM_PREMATURE_CLOSE|Z_.*)$/.test(code) ||
    /terminated|socket hang up|premature/i.test(words)
  ) {
    return problem("streamBroken", true);
  }
  return problem("unreachable", false);
}
