import type { BackendProvider } from "../../core/egress/outbound.ts";
import type { EventSink } from "../../core/efficiency/events.ts";
import type { Clock, Random } from "../../core/ports.ts";
import type { EditPreview } from "../editPreview.ts";
import type { Translator } from "../translate.ts";
import type { WorkerClient } from "../workerClient.ts";
import type { FindingsCollection } from "./findingsCollection.ts";

/** What finding bugs and fixing problems work with. */
export interface ReviewDeps {
  readonly worker: WorkerClient;
  readonly backends: BackendProvider;
  readonly findings: FindingsCollection;
  readonly preview: EditPreview;
  readonly events: EventSink;
  readonly clock: Clock;
  readonly random: Random;
  readonly translator: Translator;
}
