import type { AppendFolder, Clock } from "../ports.ts";
import { decodeKeptLines, encodeEnd, encodeStart, type KeptRequest } from "./keptRecordLines.ts";
import type { SentRecord, SentRequest } from "./sentRecord.ts";

export interface KeptRecordParts {
  readonly record: SentRecord;
  readonly folder: AppendFolder;
  readonly clock: Clock;
  /** Sets the requests of this session apart from those of others in the same file. */
  readonly sessionId: string;
  readonly isOn: () => boolean;
  /** Told once of the first failure; the requests themselves go on. */
  readonly onProblem: (error: unknown) => void;
}

const dayMs = 86_400_000;
const maxDays = 30;
/** All files together (bytes). */
const maxTotalBytes = 50_000_000;
/** Old files are looked for after this much new text (characters), and at a session's first request. */
const sweepEveryChars = 1_000_000;

const dayFile = /^\d{4}-\d\d-\d\d\.ndjson$/;

/**
 * The record on disk, for those who ask for it: one file a day (UTC), one line when a request leaves and
 * one when it ends, so that what left is known even when the window dies. What is older than 30 days, and
 * the oldest beyond 50 MB, goes.
 */
export class KeptRecord {
  readonly #parts: KeptRecordParts;
  readonly #stopListening: () => void;
  readonly #keptIds = new Set<number>();
  #lastWrite: Promise<void> = Promise.resolve();
  #charsSinceSweep = sweepEveryChars;
  #hasComplained = false;

  constructor(parts: KeptRecordParts) {
    this.#parts = parts;
    this.#stopListening = parts.record.onDidChange((request) => this.#keep(request));
  }

  /**
   * Requests of the newest days, newest first, without those that the record in memory still shows.
   * Rejects when the folder cannot be read.
   */
  async recent(maxRequests: number): Promise<readonly KeptRequest[]> {
    await this.#lastWrite;
    const { folder, record } = this.#parts;
    const shown = new Set(record.list().map(({ id }) => this.#keyOf(id)));
    const found: KeptRequest[] = [];
    for (const { name } of (await this.#files()).toReversed()) {
      if (found.length >= maxRequests) {
        break;
      }
      const requests = decodeKeptLines((await folder.read(name)) ?? "");
      found.push(...requests.filter(({ key }) => !shown.has(key)).toReversed());
    }
    return found.slice(0, maxRequests);
  }

  /** True when there is a file, of whatever day. */
  async isAny(): Promise<boolean> {
    await this.#lastWrite;
    return (await this.#files()).length > 0;
  }

  /** Deletes every file. Rejects when one cannot be deleted. */
  async deleteAll(): Promise<void> {
    await this.#lastWrite;
    for (const { name } of await this.#files()) {
      await this.#parts.folder.delete(name);
    }
  }

  /** Resolves when everything until now is on disk. */
  settled(): Promise<void> {
    return this.#lastWrite;
  }

  dispose(): void {
    this.#stopListening();
  }

  #keyOf(id: number): string {
    return `${this.#parts.sessionId} ${id}`;
  }

  #keep(request: SentRequest | undefined): void {
    if (request === undefined) {
      return;
    }
    const { id, outcome } = request;
    const isKept = this.#keptIds.has(id);
    if (!isKept && outcome === "running" && this.#parts.isOn()) {
      this.#keptIds.add(id);
      this.#write(encodeStart(this.#keyOf(id), request));
    } else if (isKept && outcome !== "running") {
      this.#keptIds.delete(id);
      this.#write(encodeEnd(this.#keyOf(id), request));
    }
  }

  /** Lines are written one after the other, and a failure stops no later one. */
  #write(line: string): void {
    const name = `${new Date(this.#parts.clock.nowMs()).toISOString().slice(0, 10)}.ndjson`;
    this.#lastWrite = this.#lastWrite.then(async () => {
      try {
        await this.#parts.folder.append(name, line);
        this.#charsSinceSweep += line.length;
        if (this.#charsSinceSweep >= sweepEveryChars) {
          this.#charsSinceSweep = 0;
          await this.#sweep(name);
        }
      } catch (error) {
        if (!this.#hasComplained) {
          this.#hasComplained = true;
          this.#parts.onProblem(error);
        }
      }
    });
  }

  /** Day files, oldest first. */
  async #files(): Promise<readonly { readonly name: string; readonly sizeBytes: number }[]> {
    const files = await this.#parts.folder.list();
    return files.filter(({ name }) => dayFile.test(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async #sweep(today: string): Promise<void> {
    const { folder, clock } = this.#parts;
    const files = await this.#files();
    const oldestDay = new Date(clock.nowMs() - (maxDays - 1) * dayMs).toISOString().slice(0, 10);
    let totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    for (const { name, sizeBytes } of files) {
      const isOld = name < oldestDay;
      if (name !== today && (isOld || totalBytes > maxTotalBytes)) {
        await folder.delete(name);
        totalBytes -= sizeBytes;
      }
    }
    if (totalBytes > maxTotalBytes) {
      await this.#halve(today);
    }
  }

  /** Keeps the newer half of a file that is alone too large. */
  async #halve(name: string): Promise<void> {
    const { folder } = this.#parts;
    const text = (await folder.read(name)) ?? "";
    const newer = text.slice(text.lastIndexOf("\n", Math.floor(text.length / 2)) + 1);
    await folder.delete(name);
    await folder.append(name, newer);
  }
}
