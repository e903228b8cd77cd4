import assert from "node:assert/strict";
import { executableIn, hasEnvironments } from "../../../../../src/core/testing/run/pythonEnvironments.ts";

describe("the Python extension's environments", () => {
  it("are used where the extension has them", () => {
    const call = (): undefined => undefined;
    assert.equal(
      hasEnvironments({ environments: { getActiveEnvironmentPath: call, resolveEnvironment: call } }),
      true,
    );
    assert.equal(hasEnvironments({ environments: { getActiveEnvironmentPath: call } }), false);
    assert.equal(hasEnvironments({ settings: {} }), false);
    assert.equal(hasEnvironments(undefined), false);
  });

  it("name their interpreter, unless there is none", () => {
    assert.equal(
      executableIn({ executable: { uri: { fsPath: "/envs/a/bin/python" } } }),
      "/envs/a/bin/python",
    );
    assert.equal(executableIn({ executable: { uri: undefined } }), undefined);
    assert.equal(executableIn({ executable: { uri: { fsPath: "" } } }), undefined);
    assert.equal(executableIn(undefined), undefined);
  });
});
