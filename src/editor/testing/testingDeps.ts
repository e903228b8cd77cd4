import type { EventSink } from "../../core/efficiency/events.ts";
import type { BackendProvider } from "../../core/egress/outbound.ts";
import type { Clock, Random, TestRunner } from "../../core/ports.ts";
import type { EditPreview } from "../editPreview.ts";
import type { Translator } from "../translate.ts";
import type { Settings } from "../settings.ts";
import type { WorkerClient } from "../workerClient.ts";
import type { RunConsent } from "./runConsent.ts";
import type { TestResults } from "./testResults.ts";

/** What generating tests works with. */
export interface TestingDeps {
  readonly worker: WorkerClient;
  readonly backends: BackendProvider;
  readonly preview: EditPreview;
  readonly events: EventSink;
  readonly clock: Clock;
  readonly random: Random;
  readonly translator: Translator;
  readonly settings: Settings;
  readonly runner: TestRunner;
  readonly consent: RunConsent;
  readonly results: TestResults;
}
