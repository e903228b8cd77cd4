import * as vscode from "vscode";
import { localDay } from "../../core/efficiency/days.ts";
import type { Clock } from "../../core/ports.ts";
import type { ExportFormat } from "../../protocol/efficiencyCalls.ts";
import { commandIds, type Command } from "../commandIds.ts";
import type { EventRecorder, RecordingWindow, WorkerCaller } from "../statistics/eventRecorder.ts";

interface ExportRequest {
  readonly folder: string;
  readonly format: ExportFormat;
}

/** Undefined for anything but `{ folder, format? }`. */
function decodeRequest(value: unknown): ExportRequest | undefined {
  if (
    typeof value !== "object" ||
    value === null ||
    !("folder" in value) ||
    typeof value.folder !== "string"
  ) {
    return undefined;
  }
  const format = "format" in value ? value.format : undefined;
  if (
    value.folder === "" ||
    (format !== undefined && format !== "csv" && format !== "ndjson" && format !== "both")
  ) {
    return undefined;
  }
  return { folder: value.folder, format: format ?? "both" };
}

/** Writes the log as NDJSON and CSV into a folder, which it asks for or is given; returns the paths. */
export class ExportStatistics implements Command {
  readonly id = commandIds.exportStatistics;
  readonly #worker: WorkerCaller;
  readonly #recorder: EventRecorder;
  readonly #window: RecordingWindow;
  readonly #clock: Clock;

  constructor(worker: WorkerCaller, recorder: EventRecorder, window: RecordingWindow, clock: Clock) {
    this.#worker = worker;
    this.#recorder = recorder;
    this.#window = window;
    this.#clock = clock;
  }

  async run(...args: readonly unknown[]): Promise<readonly string[]> {
    const [argument] = args;
    const isAsked = argument === undefined || argument === null;
    const request = isAsked ? await this.#ask() : decodeRequest(argument);
    if (request === undefined) {
      if (!isAsked) {
        void vscode.window.showErrorMessage(
          vscode.l10n.t(
            'Export needs a folder, such as {0}; "format" is csv, ndjson or both.',
            '{ "folder": "…" }',
          ),
        );
      }
      return [];
    }
    try {
      return await this.#write(request, isAsked);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(
        vscode.l10n.t(
          "The log could not be exported to {0}: {1} Choose another folder.",
          request.folder,
          reason,
        ),
      );
      return [];
    }
  }

  async #ask(): Promise<ExportRequest | undefined> {
    const [folder] =
      (await vscode.window.showOpenDialog({
        canSelectFolders: true,
        canSelectFiles: false,
        canSelectMany: false,
        openLabel: vscode.l10n.t("Export here"),
        title: vscode.l10n.t("Folder for the efficiency log"),
      })) ?? [];
    return folder === undefined ? undefined : { folder: folder.fsPath, format: "both" };
  }

  /** Who called with a folder gets the paths and needs no message about them. */
  async #write(request: ExportRequest, isAsked: boolean): Promise<readonly string[]> {
    await this.#recorder.flush();
    await this.#recorder.open();
    const nowMs = this.#clock.nowMs();
    const today = localDay(nowMs, this.#window.tzMinutes(nowMs));
    const { paths, events } = await this.#worker.call("events.export", { ...request, today });
    if (paths.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("Nothing has been logged yet, so nothing was exported."),
      );
    } else if (isAsked) {
      void this.#tell(paths, events);
    }
    return paths;
  }

  async #tell(paths: readonly string[], events: number): Promise<void> {
    const [first] = paths;
    const open = vscode.l10n.t("Open the field list");
    const text =
      events === 0
        ? vscode.l10n.t("The efficiency log was exported: {0}", first ?? "")
        : vscode.l10n.t("{0} events were exported: {1}", events, first ?? "");
    const choice = await vscode.window.showInformationMessage(text, open);
    const readme = paths.at(-1);
    if (choice === open && readme !== undefined) {
      await vscode.window.showTextDocument(vscode.Uri.file(readme));
    }
  }
}
