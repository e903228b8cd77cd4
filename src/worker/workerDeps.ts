import type { Clock, CodeParser, Log } from "../core/ports.ts";
import type { KnownFiles } from "./knownFiles.ts";

/** What the worker's rooms are built from. */
export interface WorkerDeps {
  readonly parser: CodeParser;
  readonly files: KnownFiles;
  readonly clock: Clock;
  readonly log: Log;
}
