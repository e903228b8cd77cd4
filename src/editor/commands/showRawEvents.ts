import * as vscode from "vscode";
import { commandIds, type Command } from "../commandIds.ts";
import type { EventRecorder, WorkerCaller } from "../statistics/eventRecorder.ts";

/** So many events are shown; the export has all of them. */
const shownEvents = 1000;

const scheme = "flywheel-events";

/** Shows the newest events exactly as they are stored, in a read-only document. */
export class ShowRawEvents implements Command, vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly id = commandIds.showRawEvents;
  readonly #worker: WorkerCaller;
  readonly #recorder: EventRecorder;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registration: vscode.Disposable;
  #text = "";

  constructor(worker: WorkerCaller, recorder: EventRecorder) {
    this.#worker = worker;
    this.#recorder = recorder;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  provideTextDocumentContent(): string {
    return this.#text;
  }

  async run(): Promise<void> {
    await this.#recorder.flush();
    await this.#recorder.open();
    const { texts } = await this.#worker.call("events.recent", { limit: shownEvents });
    const head = vscode.l10n.t(
      "The newest {0} events as they are stored, newest first. The export has all of them and a list of the fields.",
      texts.length,
    );
    this.#text = [`// ${head}`, ...texts].join("\n");
    const uri = vscode.Uri.from({ scheme, path: "/events.jsonl" });
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
