import type { FileVerdict } from "./filePolicy.ts";
import { isKeyFile } from "./denyList.ts";
import { normalisePath } from "./normalisePath.ts";
import type { GatedChat } from "./outbound.ts";

/** A withheld file that the user let go with one request, and the rule that they overrode. */
export interface AllowedFile {
  readonly path: string;
  readonly rule: string;
}

/**
 * The user's word that withheld files may go with one request, given in a question that named each file
 * and its rule. It is good for the first request that carries it, and never for a key or a certificate.
 */
export class OnceAllowance {
  readonly #files: ReadonlyMap<string, AllowedFile>;
  #isSpent = false;

  constructor(files: readonly AllowedFile[]) {
    this.#files = new Map(files.map((file) => [normalisePath(file.path), file]));
  }

  /** What it still allows: everything once, nothing from then on. */
  spend(): ReadonlyMap<string, AllowedFile> {
    const files = this.#isSpent ? new Map<string, AllowedFile>() : this.#files;
    this.#isSpent = true;
    return files;
  }
}

/** True when a person may let a withheld file go once: a rule about its name withholds it, and it is no key. */
export function mayAllowOnce(path: string, verdict: FileVerdict): boolean {
  return (
    !verdict.isAllowed &&
    (verdict.reason === "denyList" || verdict.reason === "ignoreFile") &&
    !isKeyFile(path) &&
    !isKeyFile(verdict.realPath ?? "")
  );
}

/** A chat whose requests carry the allowance. */
export function withAllowance(chat: GatedChat, allowance: OnceAllowance | undefined): GatedChat {
  return allowance === undefined
    ? chat
    : {
        identity: chat.identity,
        limits: chat.limits,
        send: (request, signal) => chat.send({ ...request, allowance }, signal),
      };
}
