import assert from "node:assert/strict";
import type * as vscode from "vscode";
import { VerdictStore } from "../../../../src/editor/backends/verdictStore.ts";

/** As the editor's: the echo of an earlier write puts the state of that time in the place of the newest. */
class EchoingMemento {
  values: Record<string, unknown> = {};

  get(key: string): unknown {
    return this.values[key];
  }

  update(key: string, value: unknown): Promise<void> {
    this.values = { ...this.values, [key]: structuredClone(value) };
    return Promise.resolve();
  }
}

const endpoint = { baseUrl: "http://h.example/v1", model: "m" };

describe("VerdictStore", () => {
  it("keeps what was found though the echo of an earlier write takes it out of the state", async () => {
    const memento = new EchoingMemento();
    const store = new VerdictStore(memento as unknown as vscode.Memento, () => 1_000);
    const earlier = memento.values;
    await store.keepProbed(endpoint, { fillInRoute: "none" });
    memento.values = earlier;
    assert.equal(store.factsOf(endpoint).values.fillInRoute, "none");
    await store.keepProbed({ ...endpoint, model: "other" }, { contextTokens: 8_000 });
    const next = new VerdictStore(memento as unknown as vscode.Memento, () => 2_000);
    assert.equal(next.factsOf(endpoint).values.fillInRoute, "none", "the next write brings it back");
  });

  it("takes what is no state for none", () => {
    const memento = new EchoingMemento();
    memento.values = { "flywheel.endpointFacts": "broken" };
    const store = new VerdictStore(memento as unknown as vscode.Memento, () => 1_000);
    assert.deepEqual(store.factsOf(endpoint).values, {});
  });
});
