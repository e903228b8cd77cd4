import { DenyList } from "./denyList.ts";

export type WithheldReason =
  | "denyList"
  | "ignoreFile"
  | "gitIgnored"
  | "untrusted"
  | "binary"
  | "tooLarge"
  | "unreadableRules";

export type FileVerdict =
  | { readonly isAllowed: true }
  | {
      readonly isAllowed: false;
      readonly reason: WithheldReason;
      readonly rule?: string | undefined;
      /** The file that a rule withholds, where the one asked about is a link to it. */
      readonly realPath?: string | undefined;
    };

/** What the policy has to know about the workspace; every member may throw, and then nothing is sent. */
export interface PolicyFacts {
  isTrusted(): boolean;
  /** True when a `.flywheelignore` names `path`. */
  isFlywheelIgnored(path: string): Promise<boolean>;
  /** True when a `.gitignore` names `path`. */
  isGitIgnored(path: string): Promise<boolean>;
  /** The file that `path` leads to through links, where that is another one; as in `SourceRange.path`. */
  realPath(path: string): Promise<string | undefined>;
  /** Undefined where it cannot be known, such as for an unsaved document. */
  sizeBytes(path: string): Promise<number | undefined>;
}

export interface JudgedFile {
  /** As in `SourceRange.path`. */
  readonly path: string;
  /** The text that would be sent, when there is one already. */
  readonly text?: string | undefined;
  /** True for text that no user chose: `.gitignore` counts for it too. */
  readonly isGathered: boolean;
}

/** Larger files are withheld whole (bytes); they are data or bundles, not something a person wrote. */
export const maxFileBytes = 1_048_576;

const allowed: FileVerdict = { isAllowed: true };

/** Decides whether text of a file may leave the machine. What cannot be decided is withheld. */
export class FilePolicy {
  readonly #facts: PolicyFacts;
  readonly #denyList = new DenyList();

  constructor(facts: PolicyFacts) {
    this.#facts = facts;
  }

  get isTrusted(): boolean {
    try {
      return this.#facts.isTrusted();
    } catch {
      return false;
    }
  }

  /** Never rejects. */
  async judge(file: JudgedFile): Promise<FileVerdict> {
    try {
      return await this.#judge(file);
    } catch {
      return { isAllowed: false, reason: "unreadableRules" };
    }
  }

  async #judge({ path, text, isGathered }: JudgedFile): Promise<FileVerdict> {
    if (!this.#facts.isTrusted()) {
      return { isAllowed: false, reason: "untrusted" };
    }
    const byName = await this.#byName(path, text, isGathered);
    if (byName !== undefined) {
      return byName;
    }
    // A link must not carry a withheld file out under another name.
    const realPath = await this.#facts.realPath(path);
    const byRealName = realPath === undefined ? undefined : await this.#byName(realPath, text, isGathered);
    if (byRealName !== undefined) {
      return { ...byRealName, realPath };
    }
    const sizeBytes = await this.#facts.sizeBytes(path);
    if (Math.max(sizeBytes ?? 0, text?.length ?? 0) > maxFileBytes) {
      return { isAllowed: false, reason: "tooLarge" };
    }
    return allowed;
  }

  async #byName(
    path: string,
    text: string | undefined,
    isGathered: boolean,
  ): Promise<Extract<FileVerdict, { isAllowed: false }> | undefined> {
    const rule = this.#denyList.ruleFor(path);
    if (rule !== undefined) {
      return { isAllowed: false, reason: "denyList", rule };
    }
    if (text?.includes("\0") === true) {
      return { isAllowed: false, reason: "binary" };
    }
    if (await this.#facts.isFlywheelIgnored(path)) {
      return { isAllowed: false, reason: "ignoreFile", rule: ".flywheelignore" };
    }
    if (isGathered && (await this.#facts.isGitIgnored(path))) {
      return { isAllowed: false, reason: "gitIgnored", rule: ".gitignore" };
    }
    return undefined;
  }
}
