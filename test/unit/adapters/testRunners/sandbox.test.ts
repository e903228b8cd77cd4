import assert from "node:assert/strict";
import {
  contain,
  Sandbox,
  type SandboxedCommand,
  type Trial,
} from "../../../../src/adapters/testRunners/sandbox.ts";

const folders = { scratch: "/scratch", readOnly: [], writable: [] };

function sandboxWith(trials: readonly Trial["end"][], platform: NodeJS.Platform = "linux") {
  const tried: SandboxedCommand[] = [];
  const pausedMs: number[] = [];
  const failures: string[] = [];
  const sandbox = new Sandbox({
    platform,
    hasUnshare: true,
    attempt: (command) => {
      tried.push(command);
      return Promise.resolve({ end: trials[tried.length - 1] ?? "works", said: `said ${tried.length}` });
    },
    pause: (ms) => {
      pausedMs.push(ms);
      return Promise.resolve();
    },
    onFailure: (said) => failures.push(said),
  });
  return { sandbox, tried, pausedMs, failures };
}

describe("Sandbox", () => {
  it("asks the system once", async () => {
    const { sandbox, tried } = sandboxWith(["works"]);
    assert.deepEqual(await sandbox.containment(folders), { hasNoNetwork: true, isReadOnlyOutside: true });
    assert.deepEqual(await sandbox.containment(folders), { hasNoNetwork: true, isReadOnlyOutside: true });
    assert.equal(tried.length, 1);
  });

  it("takes a clear no for an answer, for the mounts alone and for all", async () => {
    assert.deepEqual(await sandboxWith(["refused", "refused", "works"]).sandbox.containment(folders), {
      hasNoNetwork: true,
      isReadOnlyOutside: false,
    });
    assert.deepEqual(
      await sandboxWith(["refused", "refused", "refused", "refused"]).sandbox.containment(folders),
      {
        hasNoNetwork: false,
        isReadOnlyOutside: false,
      },
    );
  });

  it("does not take a single no for an answer, and tells what was said", async () => {
    const { sandbox, failures } = sandboxWith(["refused", "unclear", "refused", "works"]);
    assert.deepEqual(await sandbox.containment(folders), { hasNoNetwork: true, isReadOnlyOutside: true });
    assert.deepEqual(failures, ["said 1", "said 2", "said 3"]);
  });

  it("asks again while the machine is too busy to answer", async () => {
    const { sandbox, pausedMs } = sandboxWith(["unclear", "unclear", "works"]);
    assert.deepEqual(await sandbox.containment(folders), { hasNoNetwork: true, isReadOnlyOutside: true });
    assert.deepEqual(pausedMs, [100, 400]);
  });

  it("lets nothing run because no answer came, and asks anew the next time", async () => {
    const { sandbox, tried } = sandboxWith(Array.from({ length: 6 }, () => "unclear"));
    await assert.rejects(sandbox.containment(folders), { name: "AssistantError", kind: "notContained" });
    assert.equal(tried.length, 6);
    assert.deepEqual(await sandbox.containment(folders), { hasNoNetwork: true, isReadOnlyOutside: true });
  });

  it("contains nothing where the platform has no namespaces", async () => {
    const { sandbox, tried } = sandboxWith([], "darwin");
    assert.deepEqual(await sandbox.containment(folders), { hasNoNetwork: false, isReadOnlyOutside: false });
    assert.equal(tried.length, 0);
  });
});

describe("contain", () => {
  const command = { program: "node", args: ["a.js"] };

  it("leaves a command as it is where nothing is contained", () => {
    const containment = { hasNoNetwork: false, isReadOnlyOutside: false };
    assert.deepEqual(contain(command, "/scratch", false, { folders, containment }), command);
  });

  it("shuts off the network unless it was allowed", () => {
    const containment = { hasNoNetwork: true, isReadOnlyOutside: false };
    assert.ok(contain(command, "/scratch", false, { folders, containment }).args.includes("--net"));
    assert.ok(!contain(command, "/scratch", true, { folders, containment }).args.includes("--net"));
  });
});
