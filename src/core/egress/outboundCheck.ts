import { AssistantError } from "../errors.ts";
import type { FilePolicy, FileVerdict } from "./filePolicy.ts";
import type { OutboundPart } from "./outbound.ts";
import type { WithheldFile } from "./sentRecord.ts";

/** Judges the parts of one request; each file is judged once per way it was chosen. */
export class OutboundCheck {
  readonly #policy: FilePolicy;
  readonly #verdicts = new Map<string, Promise<FileVerdict>>();
  readonly withheld: WithheldFile[] = [];

  constructor(policy: FilePolicy) {
    this.#policy = policy;
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
    if (verdict.isAllowed) {
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
