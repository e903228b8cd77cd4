import type { EventSink } from "../../core/efficiency/events.ts";
import type { BackendProvider } from "../../core/egress/outbound.ts";
import type { Clock, Random } from "../../core/ports.ts";
import type { EditPreview } from "../editPreview.ts";
import type { Translator } from "../translate.ts";
import type { WorkerClient } from "../workerClient.ts";

/** What generating tests works with. */
export interface TestingDeps {
  readonly worker: WorkerClient;
  readonly backends: BackendProvider;
  readonly preview: EditPreview;
  readonly events: EventSink;
  readonly clock: Clock;
  readonly random: Random;
  readonly translator: Translator;
}
