import assert from "node:assert/strict";
import type { Settings } from "../../../../src/editor/settings.ts";
import { KeptDecisions } from "../../../../src/editor/testing/keptDecisions.ts";

/** A memento and settings in memory; of the folder only its text counts. */
function kept(projects: Record<string, unknown> = {}): {
  readonly decisions: KeptDecisions;
  readonly root: Parameters<KeptDecisions["hasKept"]>[0];
  readonly state: Map<string, unknown>;
} {
  const state = new Map<string, unknown>();
  const memento = {
    keys: () => [...state.keys()],
    get: (key: string) => state.get(key),
    update: (key: string, value: unknown) => {
      state.set(key, structuredClone(value));
      return Promise.resolve();
    },
  };
  const settings = { testProjects: () => projects } as unknown as Settings;
  const root = { toString: () => "file:///w" } as Parameters<KeptDecisions["hasKept"]>[0];
  return { decisions: new KeptDecisions(memento as never, settings), root, state };
}

describe("KeptDecisions", () => {
  it("keeps the framework of a folder for all its files, and a test path for its source only", async () => {
    const { decisions, root } = kept();
    await decisions.keepFramework(root, "packages/a", "jest");
    await decisions.keepTestPath(root, "packages/a/src/x.ts", "packages/a/spec/x.spec.ts");
    assert.deepEqual(decisions.overridesFor(root, "packages/a/src/x.ts"), {
      framework: "jest",
      testFolder: undefined,
      testPath: "packages/a/spec/x.spec.ts",
    });
    assert.equal(decisions.overridesFor(root, "packages/a/src/y.ts").framework, "jest");
    assert.equal(decisions.overridesFor(root, "packages/a/src/y.ts").testPath, undefined);
    assert.equal(decisions.hasKept(root, "packages/b/z.ts"), false);
  });

  it("is overruled by settings, whose folder of tests stands above a kept path", async () => {
    const { decisions, root } = kept({ "packages/a": { framework: "mocha", testFolder: "spec" } });
    await decisions.keepFramework(root, "packages/a", "jest");
    await decisions.keepTestPath(root, "packages/a/x.ts", "packages/a/x.test.ts");
    assert.deepEqual(decisions.overridesFor(root, "packages/a/x.ts"), {
      framework: "mocha",
      testFolder: "spec",
      testPath: undefined,
    });
  });

  it("goes back to what is detected: for the file and every folder around it, and nothing else", async () => {
    const { decisions, root } = kept();
    await decisions.keepFramework(root, "", "jest");
    await decisions.keepFramework(root, "a", "mocha");
    await decisions.keepFramework(root, "b", "vitest");
    await decisions.keepTestPath(root, "a/x.ts", "t/x.ts");
    await decisions.keepTestPath(root, "a/y.ts", "t/y.ts");
    await decisions.forget(root, "a/x.ts");
    assert.equal(decisions.hasKept(root, "a/x.ts"), false);
    assert.equal(decisions.overridesFor(root, "b/x.ts").framework, "vitest");
    assert.equal(decisions.overridesFor(root, "a/y.ts").testPath, "t/y.ts");
  });

  it("forgets the oldest paths after 500, and takes no framework that it does not know", async () => {
    const { decisions, root, state } = kept();
    for (let at = 0; at <= 500; at += 1) {
      await decisions.keepTestPath(root, `x${at}.ts`, "t.ts");
    }
    assert.equal(decisions.hasKept(root, "x0.ts"), false);
    assert.equal(decisions.hasKept(root, "x500.ts"), true);
    state.set("flywheel.tests.frameworks", { "file:///w#": "constructor" });
    assert.equal(decisions.overridesFor(root, "y.ts").framework, undefined);
  });
});
