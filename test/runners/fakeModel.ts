import { createBackend } from "../../src/adapters/models/createBackend.ts";
import { SystemClock } from "../../src/adapters/systemClock.ts";
import { EgressGate } from "../../src/core/egress/egressGate.ts";
import { FilePolicy } from "../../src/core/egress/filePolicy.ts";
import type { GatedBackend } from "../../src/core/egress/outbound.ts";
import { SentRecord } from "../../src/core/egress/sentRecord.ts";
import type { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { makeDeps, makeProfile } from "../unit/adapters/models/modelFixture.ts";

/** The product's own client and gate in front of a model server on this machine. */
export function gatedBackendFor(server: FakeModelServer): GatedBackend {
  const clock = new SystemClock();
  const gate = new EgressGate({
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
  return gate.gateBackend(createBackend(makeProfile({ baseUrl: server.baseUrl }), makeDeps({ clock })));
}
