import type { EventBody, EventContext, EventSink } from "../../src/core/efficiency/events.ts";

/** Remembers what was recorded. */
export class MemoryEventSink implements EventSink {
  readonly recorded: { readonly body: EventBody; readonly context: EventContext | undefined }[] = [];

  record(body: EventBody, context?: EventContext): void {
    this.recorded.push({ body, context });
  }

  get bodies(): readonly EventBody[] {
    return this.recorded.map(({ body }) => body);
  }
}
