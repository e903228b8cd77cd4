import { AssistantError } from "../errors.ts";
import type { FilePolicy, FileVerdict } from "./filePolicy.ts";
import { normalisePath } from "./normalisePath.ts";
import { mayAllowOnce, type AllowedFile, type OnceAllowance } from "./onceAllowance.ts";
import type { OutboundPart } from "./outbound.ts";
import type { WithheldFile } from "./sentRecord.ts";

/** Judges the parts of one request; each file is judged once per way it was chosen. */
export class OutboundCheck {
  readonly #policy: FilePolicy;
  readonly #verdicts = new Map<string, Promise<FileVerdict>>();
  readonly #allowance: ReadonlyMap<string, AllowedFile>;
  readonly withheld: WithheldFile[] = [];
  /** Files that went because the user allowed them for this one request. */
  readonly allowedOnce: AllowedFile[] = [];

  constructor(policy: FilePolicy, allowance?: OnceAllowance) {
    this.#policy = policy;
    this.#allowance = allowance?.spend() ?? new Map<string, AllowedFile>();
  }

  /** The parts that may go. Throws `fileWithheld` when a part that the user chose may not. */
  async filter<T extends OutboundPart>(parts: readonly T[]): Promise<T[]> {
    const kept: T[] = [];
    for (const part of parts) {
      if (await this.#mayGo(part)) {
        kept.push(part);
      }
    }
    return kept;
  }

  async #mayGo({ source, text, isGathered = false }: OutboundPart): Promise<boolean> {
    if (source === undefined) {
      return true;
    }
    const verdict = await this.#judge(source.path, text, isGathered);
    if (verdict.isAllowed || (!isGathered && this.#isAllowedOnce(source.path, verdict))) {
      return true;
    }
    if (!isGathered) {
      throw new AssistantError("fileWithheld", `${source.path} is withheld (${verdict.reason}).`, {
        detail: source.path,
      });
    }
    if (!this.withheld.some(({ path }) => path === source.path)) {
      this.withheld.push({ path: source.path, reason: verdict.reason });
    }
    return false;
  }

  #isAllowedOnce(path: string, verdict: FileVerdict): boolean {
    const file = this.#allowance.get(normalisePath(path));
    if (file === undefined || !mayAllowOnce(path, verdict)) {
      return false;
    }
    if (!this.allowedOnce.includes(file)) {
      this.allowedOnce.push(file);
    }
    return true;
  }

  #judge(path: string, text: string, isGathered: boolean): Promise<FileVerdict> {
    // Text with a NUL is judged by itself: another part of the same file may not show that it is binary.
    const key = `${isGathered} ${text.includes("\0")} ${path}`;
    const known = this.#verdicts.get(key);
    if (known !== undefined) {
      return known;
    }
    const verdict = this.#policy.judge({ path, text, isGathered });
    this.#verdicts.set(key, verdict);
    return verdict;
  }
}
