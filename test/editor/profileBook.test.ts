import assert from "node:assert/strict";
import type { Settings } from "../../src/editor/settings.ts";
import type { KeyStore } from "../../src/editor/backends/keyStore.ts";
import { ProfileBook } from "../../src/editor/backends/profileBook.ts";
import { VanishedKeys } from "../../src/editor/backends/vanishedKeys.ts";
import { FakeClock } from "../fakes/fakeClock.ts";

type Listener = (event: { affectsConfiguration(name: string): boolean }) => void;

/** Settings in memory, with what was written and which keys were touched in order. */
class World {
  values: Record<string, unknown> = {
    "flywheel.backends": { "a.example": { preset: "vllm" }, home: { preset: "ollama" } },
    "flywheel.roles.completion": ["a.example"],
    "flywheel.roles.chat": ["a.example", "home"],
  };
  readonly done: string[] = [];
  readonly clock = new FakeClock();
  #listener: Listener = () => undefined;

  readonly settings = {
    backends: () => structuredClone(this.values["flywheel.backends"]),
    role: (role: string) => [this.values[`flywheel.roles.${role}`] ?? "auto"].flat(),
    update: async (name: string, value: unknown) => {
      this.values[name] = value;
      this.done.push(name);
      this.#listener({ affectsConfiguration: (asked) => asked === name });
    },
    onDidChange: (listener: Listener) => {
      this.#listener = listener;
      return { dispose: () => undefined };
    },
  } as unknown as Settings;

  readonly keys = {
    remove: async (name: string) => void this.done.push(`remove key of ${name}`),
    rename: async (from: string, to: string) => void this.done.push(`rename key of ${from} to ${to}`),
    store: async (name: string) => void this.done.push(`store key of ${name}`),
  } as unknown as KeyStore;

  /** Every role names a profile that exists. */
  get isWhole(): boolean {
    const names = ["auto", "offline", ...Object.keys(this.settings.backends())];
    const named = [...this.settings.role("completion"), ...this.settings.role("chat")];
    return named.every((name) => names.includes(name));
  }
}

describe("ProfileBook", () => {
  it("renames a profile with key and roles, and at no moment names one that does not exist", async () => {
    const world = new World();
    const whole: boolean[] = [];
    const watched = {
      backends: () => world.settings.backends(),
      role: (role: "completion" | "chat") => world.settings.role(role),
      update: async (name: never, value: unknown) => {
        await world.settings.update(name, value);
        whole.push(world.isWhole);
      },
    } as unknown as Settings;
    await new ProfileBook(watched, world.keys).rename("a.example", "team");
    assert.deepEqual(whole, [true, true, true, true]);
    assert.equal(world.done[0], "rename key of a.example to team");
    assert.deepEqual(world.values, {
      "flywheel.backends": { team: { preset: "vllm" }, home: { preset: "ollama" } },
      "flywheel.roles.completion": "team",
      "flywheel.roles.chat": ["team", "home"],
    });
  });

  it("removes a profile with its key, and lets go of it in the roles first", async () => {
    const world = new World();
    await new ProfileBook(world.settings, world.keys).remove("a.example");
    assert.equal(world.done.at(-1), "remove key of a.example");
    assert.ok(world.isWhole);
    assert.deepEqual(world.values["flywheel.backends"], { home: { preset: "ollama" } });
    assert.equal(world.values["flywheel.roles.completion"], undefined);
    assert.equal(world.values["flywheel.roles.chat"], "home");
  });
});

describe("VanishedKeys", () => {
  it("deletes the key of a profile that was taken out of the settings by hand", async () => {
    const world = new World();
    const vanished = new VanishedKeys(world.settings, world.keys, world.clock);
    await world.settings.update("flywheel.backends", { home: { preset: "ollama" } });
    await world.clock.advance(9_999);
    assert.deepEqual(world.done, ["flywheel.backends"]);
    await world.clock.advance(1);
    assert.deepEqual(world.done, ["flywheel.backends", "remove key of a.example"]);
    vanished.dispose();
  });

  it("keeps the key of one that comes back, as settings are written in several steps", async () => {
    const world = new World();
    const before = world.settings.backends();
    const vanished = new VanishedKeys(world.settings, world.keys, world.clock);
    await world.settings.update("flywheel.backends", {});
    await world.settings.update("flywheel.backends", before);
    await world.clock.advance(60_000);
    assert.ok(world.done.every((step) => step === "flywheel.backends"));
    vanished.dispose();
  });

  it("deletes nothing once it is disposed", async () => {
    const world = new World();
    const vanished = new VanishedKeys(world.settings, world.keys, world.clock);
    await world.settings.update("flywheel.backends", {});
    vanished.dispose();
    await world.clock.advance(60_000);
    assert.deepEqual(world.done, ["flywheel.backends"]);
  });
});
