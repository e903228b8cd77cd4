import assert from "node:assert/strict";
import { KeyStore } from "../../../../src/editor/backends/keyStore.ts";

class MemorySecrets {
  readonly entries = new Map<string, string>();
  readonly onDidChange = () => ({ dispose: () => undefined });
  get = async (key: string): Promise<string | undefined> => this.entries.get(key);
  store = async (key: string, value: string): Promise<void> => void this.entries.set(key, value);
  delete = async (key: string): Promise<void> => void this.entries.delete(key);
  keys = async (): Promise<string[]> => [...this.entries.keys()];
}

function makeStore(env: Record<string, string> = {}) {
  const secrets = new MemorySecrets();
  const ran: string[][] = [];
  const store = new KeyStore(
    secrets,
    (name) => env[name],
    async (argv) => {
      ran.push([...argv]);
      return `printed-${ran.length}`;
    },
  );
  return { store, secrets, ran };
}

const source = { name: "team", origin: "https://models.example" };

describe("KeyStore", () => {
  it("gives a stored key to its own origin only", async () => {
    const { store, secrets } = makeStore();
    await store.store("team", "k-1", "https://models.example");
    assert.deepEqual([...secrets.entries.keys()], ["flywheel.apiKey.team"]);
    assert.equal(await store.read(source), "k-1");
    assert.equal(await store.read({ ...source, origin: "https://evil.example" }), undefined);
  });

  it("lets the environment win when it is set", async () => {
    const { store } = makeStore({ TEAM_KEY: " from-env " });
    await store.store("team", "stored", source.origin);
    assert.equal(await store.read({ ...source, apiKeyEnv: "TEAM_KEY" }), "from-env");
    assert.equal(await store.read({ ...source, apiKeyEnv: "UNSET" }), "stored");
  });

  it("runs the key command once, and again when asked to renew", async () => {
    const { store, ran } = makeStore();
    const withCommand = { ...source, apiKeyCommand: ["vault", "read", "key"] };
    assert.equal(await store.read(withCommand), "printed-1");
    assert.equal(await store.read(withCommand), "printed-1");
    assert.equal(await store.renew(withCommand), "printed-2");
    assert.equal(await store.read(withCommand), "printed-2");
    assert.deepEqual(ran[0], ["vault", "read", "key"]);
    assert.equal(await store.renew(source), undefined);
  });

  it("runs the key command again for another command or origin, and after it printed nothing", async () => {
    const { store, ran } = makeStore();
    const first = { ...source, apiKeyCommand: ["vault", "old"] };
    assert.equal(await store.read(first), "printed-1");
    assert.equal(await store.read({ ...first, apiKeyCommand: ["vault", "new"] }), "printed-2");
    assert.deepEqual(ran[1], ["vault", "new"]);
    const elsewhere = { ...first, origin: "https://other.example" };
    assert.equal(await store.read(elsewhere), "printed-3");
    const answers = ["", "unlocked"];
    const locked = new KeyStore(
      new MemorySecrets(),
      () => undefined,
      async () => answers.shift() ?? "",
    );
    assert.equal(await locked.read(first), "");
    assert.equal(await locked.read(first), "unlocked");
    assert.equal(await locked.read(first), "unlocked");
  });

  it("moves and removes keys with their profile", async () => {
    const { store, secrets } = makeStore();
    await store.store("team", "k-1", source.origin);
    await store.rename("team", "crew");
    assert.deepEqual([...secrets.entries.keys()], ["flywheel.apiKey.crew"]);
    await store.remove("crew");
    assert.equal(secrets.entries.size, 0);
  });

  it("reads a damaged entry as no key", async () => {
    const { store, secrets } = makeStore();
    secrets.entries.set("flywheel.apiKey.team", "{not json");
    assert.equal(await store.read(source), undefined);
  });
});
