import { EgressGate } from "../../src/core/egress/egressGate.ts";
import { FilePolicy } from "../../src/core/egress/filePolicy.ts";
import { SentRecord } from "../../src/core/egress/sentRecord.ts";
import type { Clock } from "../../src/core/ports.ts";

/** The product's own gate in a trusted workspace that ignores nothing, with every host confirmed. */
export function openGate(clock: Clock): EgressGate {
  return new EgressGate({
    policy: new FilePolicy({
      isTrusted: () => true,
      isFlywheelIgnored: () => Promise.resolve(false),
      isGitIgnored: () => Promise.resolve(false),
      realPath: () => Promise.resolve(undefined),
      sizeBytes: () => Promise.resolve(10),
    }),
    consent: { isConfirmed: () => true, isShutOut: () => false, ask: () => Promise.resolve(true) },
    record: new SentRecord(),
    clock,
    random: { next: () => 0.5, uuid: () => "0" },
  });
}
