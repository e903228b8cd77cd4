import * as vscode from "vscode";
import { addDays, localDay } from "../../core/efficiency/days.ts";
import { phases } from "../../core/efficiency/eventSchema.ts";
import type { Phase } from "../../core/efficiency/events.ts";
import type { Clock } from "../../core/ports.ts";
import { commandIds, type Command } from "../commandIds.ts";
import type { EventRecorder, RecordingWindow, WorkerCaller } from "../statistics/eventRecorder.ts";

/** So many days back can be changed. */
const maxDaysBack = 30;

export interface RelabelParts {
  readonly worker: WorkerCaller;
  readonly recorder: EventRecorder;
  readonly window: RecordingWindow;
  readonly clock: Clock;
}

function phaseName(phase: Phase): string {
  switch (phase) {
    case "design":
      return vscode.l10n.t("Design");
    case "development":
      return vscode.l10n.t("Development");
    case "testing":
      return vscode.l10n.t("Testing");
    case "other":
      return vscode.l10n.t("Other");
  }
}

interface DayItem extends vscode.QuickPickItem {
  readonly day: string;
  readonly from: Phase;
}

/** Moves the time of a day from one phase to another, where the rules were wrong about it. */
export class RelabelTime implements Command {
  readonly id = commandIds.relabelTime;
  readonly #parts: RelabelParts;

  constructor(parts: RelabelParts) {
    this.#parts = parts;
  }

  async run(): Promise<void> {
    const items = await this.#dayItems();
    if (items.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t("There is no logged time to change yet."));
      return;
    }
    const title = vscode.l10n.t("Change the phase of logged time");
    const picked = await vscode.window.showQuickPick(items, {
      title,
      placeHolder: vscode.l10n.t("Which time?"),
    });
    if (picked === undefined) {
      return;
    }
    const targets = phases
      .filter((phase) => phase !== picked.from)
      .map((phase) => ({ label: phaseName(phase), phase }));
    const target = await vscode.window.showQuickPick(targets, {
      title,
      placeHolder: vscode.l10n.t("Which phase was it?"),
      // The page may take the focus back when the first list goes, and a list without it closes.
      ignoreFocusOut: true,
    });
    if (target === undefined) {
      return;
    }
    const { worker, recorder } = this.#parts;
    const { moved } = await worker.call("events.relabel", {
      day: picked.day,
      from: picked.from,
      to: target.phase,
    });
    recorder.record({ type: "phase.relabel", fromPhase: picked.from, toPhase: target.phase, moved });
  }

  async #dayItems(): Promise<readonly DayItem[]> {
    const { worker, recorder, window, clock } = this.#parts;
    await recorder.flush();
    await recorder.open();
    const nowMs = clock.nowMs();
    const today = localDay(nowMs, window.tzMinutes(nowMs));
    const query = { fromDay: addDays(today, -maxDaysBack), toDay: today, ws: null };
    const { report } = await worker.call("events.statistics", { query, today });
    return report.byDay.toReversed().flatMap(({ day, activeMs }) =>
      phases
        .filter((phase) => activeMs[phase] > 0)
        .map((phase) => ({
          day,
          from: phase,
          label: `${day} · ${phaseName(phase)}`,
          description: vscode.l10n.t("{0} min", Math.max(1, Math.round(activeMs[phase] / 60_000))),
        })),
    );
  }
}
