import { CompletionEngine } from "../../../src/core/completion/completionEngine.ts";
import type { Eagerness } from "../../../src/core/completion/eagerness.ts";
import type { CreateEngine } from "./benchEngine.ts";
import { seededNumbers } from "./seededNumbers.ts";

/** This project's engine, without the local predictor: what a model alone brings. */
export const createFlywheel: CreateEngine = ({ clock, backend, options }) => {
  let ids = 0;
  const eagerness = (options.get("eagerness") ?? "balanced") as Eagerness;
  const engine = new CompletionEngine(
    {
      clock,
      random: { next: seededNumbers(1), uuid: () => `r${(ids += 1)}` },
      backends: { forRole: () => Promise.resolve(backend) },
      predictor: { predict: () => Promise.resolve(null) },
      context: { readySnippets: () => [] },
      options: {
        isEnabled: () => true,
        delayMs: () => "auto",
        multiline: () => "auto",
        eagerness: () => eagerness,
      },
      listener: { onStatus: () => undefined },
    },
    { record: () => undefined },
    { didAccept: () => undefined },
  );
  return {
    didChange: (snapshot, change) => engine.didChange(snapshot, change, { isActive: true, cursorCount: 1 }),
    provide: async (snapshot, offset, signal) => {
      const offer = await engine.provide({
        snapshot,
        offset,
        trigger: "automatic",
        cursorCount: 1,
        isReadOnly: false,
        signal,
      });
      return offer === undefined
        ? undefined
        : { text: offer.text, replaceEnd: offer.replaceEnd, id: offer.rid };
    },
    didAccept: (id) => engine.didAccept(id),
    dispose: () => engine.dispose(),
  };
};
