import { createBackend } from "../../src/adapters/models/createBackend.ts";
import { SystemClock } from "../../src/adapters/systemClock.ts";
import type { GatedBackend } from "../../src/core/egress/outbound.ts";
import type { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { openGate } from "../fakes/openGate.ts";
import { makeDeps, makeProfile } from "../unit/adapters/models/modelFixture.ts";

/** The product's own client and gate in front of a model server on this machine. */
export function gatedBackendFor(server: FakeModelServer): GatedBackend {
  const clock = new SystemClock();
  return openGate(clock).gateBackend(
    createBackend(makeProfile({ baseUrl: server.baseUrl }), makeDeps({ clock })),
  );
}
