import * as vscode from "vscode";
import type { EventSink, Phase } from "../../core/efficiency/events.ts";
import { fingerprint } from "../../core/efficiency/lineFingerprint.ts";
import { autoCharsOf, RetainedText, type RetainedPiece } from "../../core/efficiency/retention.ts";
import type { Clock, Feature } from "../../core/ports.ts";
import { isFormatting } from "./changeKinds.ts";
import type { LateRetention } from "./lateRetention.ts";

/** Text that was put into a document with the user's consent. */
export interface AcceptedPieces {
  readonly rid: string;
  readonly feature: Feature;
  readonly uri: string;
  /** Offsets after the text was put in; null where it is not known. */
  readonly pieces: readonly RetainedPiece[];
  readonly languageId: string;
  readonly phase: Phase;
}

const horizons = [
  { name: "30s", ms: 30_000 },
  { name: "2m", ms: 120_000 },
  { name: "10m", ms: 600_000 },
  { name: "1h", ms: 3_600_000 },
] as const;

interface Followed {
  readonly accepted: AcceptedPieces;
  uri: string;
  readonly retained: RetainedText;
  readonly sinceMs: number;
  /** Changes up to this version are those that put the text in. */
  readonly sinceVersion: number;
  nextHorizon: number;
  isCensored: boolean;
  isCommitLooked: boolean;
  /** UTC milliseconds. */
  readonly acceptedMs: number;
  readonly autoChars: number;
  /** Edits inside the text since the last look. */
  rework: { editMs: number; insertedChars: number; deletedChars: number };
}

/** An edit takes the time since the edit before it, at most this (ms): a longer pause is no editing. */
const maxEditMs = 2000;

/** More texts than this are not followed at once; the oldest is given up as not looked at. */
const maxFollowed = 500;

/** A file larger than this is not read to look for text (bytes). */
const maxReadBytes = 1 << 20;

export interface RetentionTools {
  readonly clock: Clock;
  readonly late: LateRetention;
  /** A one-way name for an address or a line. */
  hash(text: string): string;
}

/**
 * Looks after 30 s, 2 min, 10 min and 1 h, and at the next commit, how much of an accepted text is still there,
 * and counts the edits inside it; then hands it over to the looks after a day and a week. Follows edits while the
 * document is open; once it was closed, what is left is looked for in the file. What cannot be looked at, because the file is gone,
 * the branch changed or the window closed, is reported as censored: neither kept nor lost.
 */
export class RetentionTracker implements vscode.Disposable {
  readonly #events: EventSink;
  readonly #clock: Clock;
  readonly #tools: RetentionTools;
  readonly #subscriptions: readonly vscode.Disposable[];
  #followed: Followed[] = [];
  #lastChangeMs = Number.NEGATIVE_INFINITY;

  constructor(events: EventSink, tools: RetentionTools) {
    this.#events = events;
    this.#tools = tools;
    this.#clock = tools.clock;
    this.#subscriptions = [
      vscode.workspace.onDidChangeTextDocument((event) => this.#follow(event)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#loseSight(uri.toString())),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) {
          this.#rename(oldUri.toString(), newUri.toString());
        }
      }),
    ];
  }

  /** `fileText`: of a document that is not open. */
  add(accepted: AcceptedPieces, fileText?: string): void {
    const document = openDocument(accepted.uri);
    const retained = new RetainedText(accepted.pieces, document?.getText() ?? fileText);
    if (retained.chars === 0) {
      return;
    }
    for (const earlier of this.#followed) {
      if (earlier.uri === accepted.uri) {
        // Taken again after an undo, it is the new one that is kept.
        earlier.retained.disown(retained.chars);
      }
    }
    if (this.#followed.length >= maxFollowed) {
      this.#censor(this.#followed.shift());
    }
    this.#followed.push({
      accepted,
      uri: accepted.uri,
      retained,
      sinceMs: this.#clock.monotonicMs(),
      sinceVersion: document?.version ?? 0,
      nextHorizon: 0,
      isCensored: false,
      isCommitLooked: false,
      acceptedMs: this.#clock.nowMs(),
      autoChars: accepted.pieces.reduce((sum, { text }) => sum + autoCharsOf(text), 0),
      rework: { editMs: 0, insertedChars: 0, deletedChars: 0 },
    });
  }

  /** Like `add`, for text that was not seen going in: only if the file has it now. */
  async addIfFound(accepted: AcceptedPieces): Promise<void> {
    const text = await textOf(accepted.uri);
    if (text !== undefined && new RetainedText(accepted.pieces).keptChars(text) > 0) {
      this.add(accepted, text);
    }
  }

  /** The repository moved to another commit: what is gone now was not deleted by the user. */
  didChangeBranch(): void {
    for (const followed of this.#followed) {
      followed.isCensored = true;
    }
    this.#tools.late.didSwitch();
  }

  /** The repository got a commit: each text is looked at at its first one. */
  async didCommit(): Promise<void> {
    for (const followed of this.#followed) {
      if (!followed.isCommitLooked) {
        followed.isCommitLooked = true;
        await this.#look(followed, "commit");
      }
    }
    this.#tools.late.didCommit();
  }

  /** Nothing that is followed is reported any more. */
  forgetAll(): void {
    this.#followed = [];
    this.#tools.late.forgetAll();
  }

  /** To be called every few seconds. */
  async tick(): Promise<void> {
    const nowMs = this.#clock.monotonicMs();
    const followedNow = this.#followed;
    for (const followed of followedNow) {
      const horizon = horizons[followed.nextHorizon];
      if (horizon !== undefined && nowMs - followed.sinceMs >= horizon.ms) {
        followed.nextHorizon += 1;
        await this.#look(followed, horizon.name);
      }
    }
    for (const followed of this.#followed) {
      if (followed.nextHorizon >= horizons.length) {
        this.#handOver(followed);
      }
    }
    this.#followed = this.#followed.filter(({ nextHorizon }) => nextHorizon < horizons.length);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    for (const followed of this.#followed) {
      this.#censor(followed);
      this.#handOver(followed);
    }
    this.#followed = [];
  }

  #handOver({ accepted, uri, acceptedMs, isCensored, isCommitLooked, retained }: Followed): void {
    const { rid, feature, languageId, phase, pieces } = accepted;
    const hash = (text: string): string => this.#tools.hash(text);
    const texts = pieces.map(({ text }) => text);
    this.#tools.late.add({
      ...{ rid, feature, languageId, phase, acceptedMs, isCensored, isCommitLooked },
      fileHash: hash(uri),
      chars: retained.chars,
      lines: fingerprint(texts, hash),
      next: 0,
    });
  }

  #follow(event: vscode.TextDocumentChangeEvent): void {
    const { document, contentChanges } = event;
    if (this.#followed.length === 0 || contentChanges.length === 0) {
      return;
    }
    const key = document.uri.toString();
    const edits = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      offset: rangeOffset,
      deletedChars: rangeLength,
      insertedChars: text.length,
    }));
    const nowMs = this.#clock.monotonicMs();
    // What a formatter changes took nobody's time; its ranges are followed like any others.
    const editMs = isFormatting(event) ? 0 : Math.min(nowMs - this.#lastChangeMs, maxEditMs);
    this.#lastChangeMs = nowMs;
    let isCounted = false;
    for (const followed of this.#followed) {
      if (followed.uri === key && document.version > followed.sinceVersion) {
        const inside = followed.retained.follow(edits);
        if (editMs > 0 && inside.insertedChars + inside.deletedChars > 0) {
          const { rework } = followed;
          rework.insertedChars += inside.insertedChars;
          rework.deletedChars += inside.deletedChars;
          // A change that touches two texts took its time once.
          rework.editMs += isCounted ? 0 : editMs;
          isCounted = true;
        }
      }
    }
  }

  /** Closed without saving, or changed by another window from now on: only the file itself can tell. */
  #loseSight(uri: string): void {
    for (const followed of this.#followed) {
      if (followed.uri === uri) {
        followed.retained.loseSight();
      }
    }
  }

  #rename(from: string, to: string): void {
    for (const followed of this.#followed) {
      if (followed.uri === from || followed.uri.startsWith(`${from}/`)) {
        followed.uri = to + followed.uri.slice(from.length);
      }
    }
  }

  async #look(followed: Followed, horizon: (typeof horizons)[number]["name"] | "commit"): Promise<void> {
    const text = await textOf(followed.uri);
    const isCensored = followed.isCensored || text === undefined;
    this.#report(followed, horizon, isCensored ? 0 : followed.retained.keptChars(text), isCensored);
    this.#reportRework(followed);
  }

  #reportRework(followed: Followed): void {
    const { accepted, rework } = followed;
    if (rework.insertedChars + rework.deletedChars === 0) {
      return;
    }
    followed.rework = { editMs: 0, insertedChars: 0, deletedChars: 0 };
    const { rid, feature, languageId, phase } = accepted;
    const editMs = Math.round(rework.editMs);
    this.#events.record({ type: "suggest.rework", rid, feature, ...rework, editMs }, { languageId, phase });
  }

  #censor(followed: Followed | undefined): void {
    for (const horizon of horizons.slice(followed?.nextHorizon ?? horizons.length)) {
      if (followed !== undefined) {
        this.#report(followed, horizon.name, 0, true);
      }
    }
    if (followed !== undefined) {
      this.#reportRework(followed);
    }
  }

  #report(
    { accepted, retained, autoChars }: Followed,
    horizon: (typeof horizons)[number]["name"] | "commit",
    keptChars: number,
    isCensored: boolean,
  ): void {
    const { chars } = retained;
    const kept = Math.min(1, keptChars / chars);
    this.#events.record(
      {
        type: "suggest.retain",
        rid: accepted.rid,
        feature: accepted.feature,
        horizon,
        kept: Math.round(kept * 1000) / 1000,
        keptChars: Math.min(keptChars, chars),
        chars,
        isCensored,
        autoChars: Math.min(autoChars, chars),
      },
      { languageId: accepted.languageId, phase: accepted.phase },
    );
  }
}

function openDocument(address: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(
    (candidate) => candidate.uri.toString() === address && !candidate.isClosed,
  );
}

/** The document where it is open, else the file; undefined where there is neither. */
async function textOf(address: string): Promise<string | undefined> {
  return openDocument(address)?.getText() ?? (await readClosed(address));
}

async function readClosed(address: string): Promise<string | undefined> {
  const uri = vscode.Uri.parse(address);
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > maxReadBytes) {
      return undefined;
    }
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    // Deleted, or never saved: it cannot be looked at.
    return undefined;
  }
}
