import * as vscode from "vscode";
import type { EventSink } from "../../core/efficiency/events.ts";
import { commandIds, type Command } from "../commandIds.ts";
import type { FindingsCollection } from "../review/findingsCollection.ts";

const messageMs = 4000;

/** Takes all findings out of the Problems panel. */
export class ClearFindings implements Command {
  readonly id = commandIds.clearFindings;
  readonly #findings: FindingsCollection;
  readonly #events: EventSink;

  constructor(findings: FindingsCollection, events: EventSink) {
    this.#findings = findings;
    this.#events = events;
  }

  async run(): Promise<void> {
    const counts = [...this.#findings.countsByRequest()];
    if (counts.length === 0) {
      vscode.window.setStatusBarMessage(vscode.l10n.t("Flywheel: there are no findings to clear"), messageMs);
    }
    for (const [rid, dismissed] of counts) {
      this.#events.record({ type: "findings", rid, reported: 0, dropped: 0, dismissed });
    }
    this.#findings.clear();
  }
}
