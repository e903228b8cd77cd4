import * as vscode from "vscode";
import { localDay } from "../../core/efficiency/days.ts";
import type { DayGlance } from "../../core/efficiency/today.ts";
import type { Clock, Log } from "../../core/ports.ts";
import { commandIds } from "../commandIds.ts";
import type { Settings } from "../settings.ts";
import type { EventRecorder, WorkerCaller } from "./eventRecorder.ts";
import type { LogPause } from "./logPause.ts";

/** How often the figures of the day are asked for, where anything was logged since (ms). */
const refreshMs = 60_000;

/** Costs below this alone are not worth a place in the status bar (seconds). */
const minCostSeconds = 1;

export interface GlanceParts {
  readonly worker: WorkerCaller;
  readonly recorder: EventRecorder;
  readonly settings: Settings;
  readonly pause: LogPause;
  readonly clock: Clock;
  readonly log: Log;
  tzMinutes(nowMs: number): number;
}

function duration(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  const text =
    whole < 60
      ? vscode.l10n.t("{0} s", whole)
      : vscode.l10n.t("{0} min {1} s", Math.floor(whole / 60), whole % 60);
  return seconds <= -0.5 ? `−${text}` : text;
}

/** The arithmetic of the day, a line each. */
export function glanceLines({
  keptChars,
  unpricedChars,
  gainSeconds,
  costSeconds,
  netSeconds,
}: DayGlance): string[] {
  const t = vscode.l10n.t;
  const number = (value: number): string => value.toLocaleString(vscode.env.language);
  const lines = [
    t("Today, all workspaces: {0} accepted characters still there after 10 minutes", number(keptChars)),
  ];
  if (gainSeconds !== null) {
    lines.push(t("Typing them at your own speed, less the allowances: {0}", duration(gainSeconds)));
  }
  lines.push(t("Measured cost (waiting, prompts, review, reading, rework): {0}", duration(-costSeconds)));
  lines.push(
    netSeconds === null
      ? t("No net yet: your typing speed in this language is not known yet")
      : t("Net, low reading: {0}", duration(netSeconds)),
  );
  if (gainSeconds !== null && unpricedChars > 0) {
    lines.push(t("{0} of the characters have no price yet and count as 0 s", number(unpricedChars)));
  }
  lines.push(t("One day is no measurement, and this is not for evaluating people. Click for the page."));
  return lines;
}

/**
 * A quiet item at the far end of the status bar: what was kept today, with the arithmetic in its tooltip. It has no
 * colour, asks for nothing, and is not there until there is something to say, nor while the log rests.
 */
export class GlanceItem implements vscode.Disposable {
  readonly #parts: GlanceParts;
  readonly #item: vscode.StatusBarItem;
  readonly #subscriptions: readonly vscode.Disposable[];
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #writtenThen = 0;
  /** The day that is shown. */
  #day: string | undefined;
  #isDisposed = false;

  constructor(parts: GlanceParts) {
    this.#parts = parts;
    // Far right of Flywheel's own item, whose priority is 100.
    this.#item = vscode.window.createStatusBarItem("flywheel.glance", vscode.StatusBarAlignment.Right, -100);
    this.#item.name = vscode.l10n.t("Flywheel: Statistics of the Day");
    this.#item.command = commandIds.showStatistics;
    this.#subscriptions = [
      parts.settings.onDidChange((event) => {
        if (event.affectsConfiguration("flywheel.statistics")) {
          this.#askAnew();
        }
      }),
      parts.pause.onDidChange(() => this.#askAnew()),
    ];
  }

  /** To be called every few seconds; asks at most once a minute, and only when something was written since. */
  tick(): void {
    const nowMs = this.#parts.clock.monotonicMs();
    const written = this.#parts.recorder.writtenEvents;
    if (this.#day !== undefined && this.#day !== this.#today()) {
      // Past midnight, what is shown is no longer today's.
      this.forget();
    }
    if (nowMs - this.#askedAtMs >= refreshMs && written !== this.#writtenThen && this.#isWanted()) {
      this.#askedAtMs = nowMs;
      this.#writtenThen = written;
      void this.#refresh();
    }
  }

  /** After everything was deleted. */
  forget(): void {
    this.#day = undefined;
    this.#item.hide();
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    this.#item.dispose();
  }

  #today(): string {
    const nowMs = this.#parts.clock.nowMs();
    return localDay(nowMs, this.#parts.tzMinutes(nowMs));
  }

  #isWanted(): boolean {
    const { settings, pause } = this.#parts;
    return settings.isStatisticsEnabled() && settings.isStatisticsGlanceShown() && !pause.isSilent();
  }

  #askAnew(): void {
    this.#askedAtMs = Number.NEGATIVE_INFINITY;
    this.#writtenThen = 0;
    if (!this.#isWanted()) {
      this.#item.hide();
    }
  }

  async #refresh(): Promise<void> {
    const { worker, log } = this.#parts;
    try {
      const day = this.#today();
      const { glance } = await worker.call("events.glance", { day });
      if (day === this.#today()) {
        this.#day = day;
        this.#show(glance);
      }
    } catch (error) {
      log.info(`The figures of the day could not be read: ${String(error)}`);
    }
  }

  #show(glance: DayGlance | null): void {
    if (this.#isDisposed) {
      return;
    }
    const hasNews = glance !== null && (glance.keptChars > 0 || glance.costSeconds >= minCostSeconds);
    if (!hasNews || !this.#isWanted()) {
      this.#item.hide();
      return;
    }
    const lines = glanceLines(glance);
    this.#item.text = vscode.l10n.t("Kept {0}", glance.keptChars.toLocaleString(vscode.env.language));
    this.#item.tooltip = lines.join("\n");
    this.#item.accessibilityInformation = { label: lines.join(". "), role: "button" };
    this.#item.show();
  }
}
