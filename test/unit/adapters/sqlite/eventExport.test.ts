import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { decodeEvent } from "../../../../src/core/efficiency/eventSchema.ts";
import { createEfficiencyHandlers } from "../../../../src/worker/efficiencyHandlers.ts";
import type { WorkerDeps } from "../../../../src/worker/workerDeps.ts";
import { FakeClock } from "../../../fakes/fakeClock.ts";
import { QuietLog } from "../../../fakes/quietLog.ts";
import { helped, PersonaLog } from "../../../fakes/seededEvents.ts";

const today = "2026-11-24";
const events = new PersonaLog({ ...helped, days: 2 }).write(Date.UTC(2026, 10, 24, 9));
const { signal } = new AbortController();

describe("the worker's efficiency calls", () => {
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "flywheel-export-"));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function handlers(): ReturnType<typeof createEfficiencyHandlers> {
    return createEfficiencyHandlers({ clock: new FakeClock(), log: new QuietLog() } as unknown as WorkerDeps);
  }

  async function opened(): Promise<ReturnType<typeof createEfficiencyHandlers>> {
    const calls = handlers();
    await calls["events.open"]({ storageDir: join(folder, "store"), windowId: "w", mayCreate: true }, signal);
    return calls;
  }

  it("exports events, daily sums and the meaning of the fields, and never overwrites", async () => {
    const calls = await opened();
    await calls["events.append"]({ events }, signal);
    const first = await calls["events.export"]({ folder, format: "both", today }, signal);
    assert.deepEqual(
      first.paths.map((path) => basename(path)),
      [
        "flywheel-events-2026-11-23-2026-11-24.ndjson",
        "flywheel-daily-2026-11-23-2026-11-24.csv",
        "flywheel-README-2026-11-23-2026-11-24.md",
      ],
    );
    assert.equal(first.events, events.length);
    const lines = readFileSync(first.paths[0] ?? "", "utf8")
      .trimEnd()
      .split("\n");
    assert.deepEqual(
      lines.map((line) => decodeEvent(JSON.parse(line))),
      events,
    );
    const readme = readFileSync(first.paths[2] ?? "", "utf8");
    assert.match(readme, /not for evaluating anyone/);
    assert.match(readme, /`suggest\.retain`/);
    const second = await calls["events.export"]({ folder, format: "csv", today }, signal);
    assert.deepEqual(
      second.paths.map((path) => basename(path)),
      ["flywheel-daily-2026-11-23-2026-11-24-2.csv", "flywheel-README-2026-11-23-2026-11-24-2.md"],
    );
  });

  it("writes nothing when nothing was logged", async () => {
    const calls = await opened();
    assert.deepEqual(await calls["events.export"]({ folder, format: "both", today }, signal), {
      paths: [],
      events: 0,
    });
    assert.deepEqual(readdirSync(folder), ["store"]);
  });

  it("names the path that could not be written", async () => {
    const calls = await opened();
    await calls["events.append"]({ events }, signal);
    await assert.rejects(
      calls["events.export"]({ folder: join(folder, "absent"), format: "csv", today }, signal),
      /could not be written/,
    );
  });

  it("refuses to work before it is opened, so that the caller opens it", async () => {
    await assert.rejects(handlers()["events.append"]({ events }, signal), { detail: "notOpen" });
  });
});
