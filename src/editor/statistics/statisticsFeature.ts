import * as vscode from "vscode";
import type { AcceptedRange, AcceptedText } from "../../core/completion/acceptedText.ts";
import { DwellMeter } from "../../core/efficiency/dwellMeter.ts";
import type { ActivityState, EventSink } from "../../core/efficiency/events.ts";
import { localDay } from "../../core/efficiency/days.ts";
import { PhaseClock } from "../../core/efficiency/phaseRules.ts";
import { RecoveryMeter } from "../../core/efficiency/recoveryMeter.ts";
import type { Clock, Feature, Log, Random } from "../../core/ports.ts";
import type { StoreState } from "../../protocol/efficiencyCalls.ts";
import type { Settings } from "../settings.ts";
import { ActivityTracker } from "./activityTracker.ts";
import { BranchWatcher } from "./branchWatcher.ts";
import { DocumentNames, workspaceAddress } from "./documentNames.ts";
import { EditBurstTracker, type AnnouncedEdit } from "./editBurstTracker.ts";
import { EventRecorder, type RecordingWindow, type WorkerCaller } from "./eventRecorder.ts";
import type { GlanceItem } from "./glanceItem.ts";
import { JoinedEvents } from "./joinedEvents.ts";
import { LateRetention, type OpenDocument } from "./lateRetention.ts";
import { LogPause } from "./logPause.ts";
import { RetentionTracker } from "./retentionTracker.ts";

/** How often the trackers look at the clock (ms); well within what counts as sleep. */
const tickMs = 2000;

/** How often texts of yesterday and last week are looked at (ms). */
const lateTickMs = 300_000;

export interface StatisticsTools {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** A one-way name for an address. */
  hash(text: string): string;
}

/** What an applied proposal writes, as `EditPreview.onWillApply` tells it. */
export interface WillApply {
  readonly uri: vscode.Uri;
  readonly feature: Feature;
  readonly rid: string;
  readonly insertedTexts: readonly string[];
}

/**
 * The efficiency log in the editor: the recorder and its listeners. Build it before
 * the features that report to it, so that its listeners see a change before theirs do.
 */
export class StatisticsFeature implements AcceptedText, vscode.Disposable {
  readonly events: EventSink;
  /** For the page and the export, which are loaded when they are first asked for. */
  readonly recorder: EventRecorder;
  readonly window: RecordingWindow;
  /** Paused for a while, or left out for this workspace. */
  readonly pause: LogPause;
  readonly #dwell: DwellMeter;
  readonly #recovery: RecoveryMeter;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #activity: ActivityTracker;
  readonly #bursts: EditBurstTracker;
  readonly #retention: RetentionTracker;
  readonly #late: LateRetention;
  readonly #rawDays: () => number;
  readonly #names: DocumentNames;
  readonly #owned: readonly vscode.Disposable[];
  readonly #lifetime = new AbortController();
  readonly #told = new Set<string>();
  /** Comes a moment after the window. */
  #glance: Pick<GlanceItem, "tick" | "forget"> | undefined;
  #lateTickMs = Number.NEGATIVE_INFINITY;
  #closing: Promise<void> | undefined;

  constructor(context: vscode.ExtensionContext, worker: WorkerCaller, tools: StatisticsTools) {
    const { settings, clock, random, log } = tools;
    const window = recordingWindow(context, tools);
    const phase = new PhaseClock();
    this.#clock = clock;
    this.#log = log;
    this.#rawDays = () => settings.statisticsRawDays();
    this.pause = new LogPause(context.globalState, context.workspaceState, clock);
    const recorder = new EventRecorder(
      worker,
      window,
      phase,
      {
        isEnabled: () => settings.isStatisticsEnabled() && !this.pause.isSilent(),
        onStoreState: (state) => this.#tell(state),
        onEvent: (event) => this.#recovery.see(event),
      },
      { clock, random, log },
    );
    this.recorder = recorder;
    this.#recovery = new RecoveryMeter((feature, activeMs, subjectPhase) =>
      recorder.record({ type: "suggest.recovery", feature, activeMs }, { phase: subjectPhase }),
    );
    this.#dwell = new DwellMeter(({ rid, feature, phase: subjectPhase, languageId }, dwellMs) =>
      recorder.record({ type: "suggest.dwell", rid, feature, dwellMs }, { phase: subjectPhase, languageId }),
    );
    this.events = new JoinedEvents(recorder, this.#dwell, clock);
    this.window = window;
    this.#names = new DocumentNames((text) => tools.hash(text));
    this.#activity = new ActivityTracker(recorder, phase, this.#names, clock, {
      dwell: this.#dwell,
      onTestRun: (hasPassed) => {
        const nowMs = clock.nowMs();
        this.#recovery.didRunTests(hasPassed, localDay(nowMs, window.tzMinutes(nowMs)));
      },
    });
    const hash = (text: string): string => tools.hash(text);
    const state = context.workspaceState;
    this.#late = new LateRetention(recorder, { state, clock, hash, openDocuments });
    this.#retention = new RetentionTracker(recorder, { clock, late: this.#late, hash });
    this.#bursts = new EditBurstTracker(recorder, this.#names, clock, (edit, event) =>
      this.#didApply(edit, event),
    );
    this.#owned = [...this.#listen(), this.pause];
    void this.#keepTicking(clock);
  }

  /** Keeps the figures of the day up to date from now on. */
  show(glance: Pick<GlanceItem, "tick" | "forget">): void {
    this.#glance = glance;
  }

  /** The person took a completion; its text is in the document by now. */
  didAccept({ rid, uri, offset, text, languageId, path }: AcceptedRange): void {
    this.#bursts.didAccept(uri, text);
    this.#activity.touch("edit", true);
    const phase = this.recorder.phaseOf({ languageId, path });
    this.#retention.add({ rid, feature: "completion", uri, pieces: [{ offset, text }], languageId, phase });
    this.#dwell.begin({ rid, feature: "completion", phase, languageId }, this.#clock.monotonicMs());
  }

  /** A proposal that the person has agreed to is about to be written. */
  willApply({ uri, feature, rid, insertedTexts }: WillApply): void {
    this.#bursts.willApply({ uri: uri.toString(), feature, rid, texts: insertedTexts });
  }

  /** The person did something that the editor does not report, such as typing in the chat view. */
  touch(state: ActivityState): void {
    this.#activity.touch(state);
  }

  /** Writes what is left; to be awaited before the worker is stopped. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  dispose(): void {
    void this.close();
  }

  async #end(): Promise<void> {
    this.#lifetime.abort();
    this.#dwell.end(this.#clock.monotonicMs());
    this.#activity.dispose();
    this.#bursts.dispose();
    this.#retention.dispose();
    this.#recovery.end();
    for (const owned of this.#owned) {
      owned.dispose();
    }
    await this.recorder.close("deactivate");
  }

  #listen(): vscode.Disposable[] {
    return [
      new BranchWatcher(
        {
          didSwitch: () => {
            this.#bursts.didChangeBranch();
            this.#retention.didChangeBranch();
          },
          didCommit: () => void this.#retention.didCommit(),
        },
        (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri),
      ),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (!focused) {
          void this.recorder.flush();
        }
      }),
    ];
  }

  async #keepTicking(clock: Clock): Promise<void> {
    while (!this.#lifetime.signal.aborted) {
      await clock.delay(tickMs, this.#lifetime.signal);
      if (!this.#lifetime.signal.aborted) {
        try {
          await this.#tick(clock);
        } catch (error) {
          // One look that fails, such as at a file of a provider that is gone, must not end all later ones.
          this.#complain(error);
        }
      }
    }
  }

  /** A fault that lasts is told once, not every two seconds. */
  #complain(error: unknown): void {
    const text = String(error);
    if (!this.#told.has(text)) {
      this.#told.add(text);
      this.#log.error("The efficiency log could not look at what it follows.", error);
    }
  }

  async #tick(clock: Clock): Promise<void> {
    this.#activity.tick();
    this.#bursts.tick();
    await this.#retention.tick();
    this.#glance?.tick();
    this.#tickLate(clock.monotonicMs());
  }

  #tickLate(nowMs: number): void {
    if (nowMs - this.#lateTickMs >= lateTickMs) {
      this.#lateTickMs = nowMs;
      this.#late.tick();
      void this.recorder.purge(this.#rawDays());
    }
  }

  /** After everything was deleted: nothing that was seen before is reported any more. */
  forgetAll(): void {
    this.#retention.forgetAll();
    this.#recovery.forget();
    this.recorder.forgetPending();
    this.#glance?.forget();
  }

  #didApply(edit: AnnouncedEdit, event: vscode.TextDocumentChangeEvent | undefined): void {
    const uri = vscode.Uri.parse(edit.uri);
    const document = event?.document;
    const languageId = document?.languageId ?? "none";
    const phase = this.recorder.phaseOf({ languageId, path: this.#names.nameOf(uri)?.path });
    const accepted = { rid: edit.rid, feature: edit.feature, uri: edit.uri, languageId, phase };
    if (event === undefined) {
      const pieces = edit.texts.map((text) => ({ offset: null, text }));
      void this.#retention.addIfFound({ ...accepted, pieces });
    } else {
      this.#activity.touch("edit", true);
      this.#retention.add({ ...accepted, pieces: piecesOf(event) });
      this.#dwell.begin(
        { rid: edit.rid, feature: edit.feature, phase, languageId },
        this.#clock.monotonicMs(),
      );
    }
  }

  #tell(state: StoreState): void {
    const key = `${state.state} ${state.setAsidePath ?? ""}`;
    if (this.#told.has(key)) {
      return;
    }
    this.#told.add(key);
    const text =
      state.state === "setAside"
        ? vscode.l10n.t(
            "The efficiency log was damaged. It was set aside as {0}, nothing was deleted, and a new one was begun.",
            state.setAsidePath ?? "",
          )
        : vscode.l10n.t(
            "The efficiency log cannot be written ({0}). Events wait and are written later; see that {1} is writable.",
            state.reason ?? "",
            state.databasePath,
          );
    void vscode.window.showWarningMessage(text);
  }
}

function recordingWindow(context: vscode.ExtensionContext, tools: StatisticsTools): RecordingWindow {
  return {
    windowId: tools.random.uuid(),
    sessionId: tools.random.uuid(),
    extensionVersion: (context.extension.packageJSON as { version: string }).version,
    storageDir: context.globalStorageUri.fsPath,
    workspaceHash: tools.hash(workspaceAddress()),
    tzMinutes: (nowMs) => -new Date(nowMs).getTimezoneOffset(),
  };
}

function openDocuments(): readonly OpenDocument[] {
  return vscode.workspace.textDocuments
    .filter(({ isClosed }) => !isClosed)
    .map((document) => ({ address: document.uri.toString(), getText: () => document.getText() }));
}

/** Where the texts of a change stand after it. */
function piecesOf({ contentChanges }: vscode.TextDocumentChangeEvent): { offset: number; text: string }[] {
  let shift = 0;
  return [...contentChanges]
    .sort((a, b) => a.rangeOffset - b.rangeOffset)
    .map(({ rangeOffset, rangeLength, text }) => {
      const offset = rangeOffset + shift;
      shift += text.length - rangeLength;
      return { offset, text };
    })
    .filter(({ text }) => text !== "");
}
