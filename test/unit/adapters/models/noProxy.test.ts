import assert from "node:assert/strict";
import { createBackend } from "../../../../src/adapters/models/createBackend.ts";
import { FakeModelServer } from "../../../fakes/fakeModelServer.ts";
import { makeCertificate } from "../../../fakes/fakeModelServerCertificates.ts";
import { replyWithText } from "../../../fakes/fakeModelServerReplies.ts";
import { FakeProxy } from "../../../fakes/fakeProxy.ts";
import { FakeSocketServer } from "../../../fakes/fakeModelServerSocket.ts";
import { chatRequest, hear, makeDeps, makeProfile } from "./modelFixture.ts";
import { proxyFromEnvironment } from "./proxyEnvironment.ts";

const authority = makeCertificate("Test authority");
const pair = makeCertificate("localhost", { issuer: authority });
const readFile = (): Promise<string> => Promise.resolve(authority.cert);

/** The forms of an entry; `PORT` stands for the server's. */
const forms: readonly (readonly [entry: string, host: string, isDirect: boolean])[] = [
  ["", "127.0.0.1", false],
  ["elsewhere.example", "127.0.0.1", false],
  ["127.0.0.1", "127.0.0.1", true],
  ["localhost", "localhost", true],
  ["LOCALHOST", "localhost", true],
  ["elsewhere.example, localhost", "localhost", true],
  ["*", "127.0.0.1", true],
  ["localhost:PORT", "localhost", true],
  ["localhost:1", "localhost", false],
  ["127.0.0.1:PORT", "127.0.0.1", true],
  [".localhost", "api.localhost", true],
  ["*.localhost", "api.localhost", true],
  [".ocalhost", "localhost", false],
];

/** A name below localhost is known to some machines only, and no certificate has it: its way is what counts. */
function assertHeard(heard: unknown, host: string): void {
  if (host !== "api.localhost") {
    assert.deepEqual(heard, [undefined, "heard"]);
  }
}

describe("NO_PROXY", () => {
  let proxy: FakeProxy;
  let plain: FakeModelServer;
  let secure: FakeModelServer;
  before(async () => {
    proxy = await FakeProxy.start();
    plain = await FakeModelServer.start();
    secure = await FakeModelServer.start({ tls: { key: pair.key, cert: pair.cert } });
  });
  after(() => Promise.all([proxy.stop(), plain.stop(), secure.stop()]));
  beforeEach(() => {
    proxy.targets.length = 0;
  });

  async function ask(entry: string, profile: Record<string, unknown>, server: FakeModelServer) {
    const restore = proxyFromEnvironment({
      HTTP_PROXY: proxy.url,
      HTTPS_PROXY: proxy.url,
      NO_PROXY: entry.replace("PORT", String(server.port)),
    });
    try {
      server.enqueue(replyWithText("heard"));
      const backend = createBackend(makeProfile(profile), makeDeps({ readFile }));
      const heard = await hear(backend.chat.streamChat(chatRequest, new AbortController().signal));
      return [heard.error?.text.id, heard.text];
    } finally {
      restore();
    }
  }

  for (const [entry, host, isDirect] of forms) {
    const way = isDirect ? "passes it by" : "goes through it";
    it(`“${entry}” ${way} to ${host}, over the editor's own transport`, async () => {
      const heard = await ask(entry, { baseUrl: `http://${host}:${plain.port}/v1` }, plain);
      assert.deepEqual(proxy.targets, isDirect ? [] : [`${host}:${plain.port}`]);
      assertHeard(heard, host);
    });

    it(`“${entry}” ${way} to ${host}, over the one for own certificates`, async () => {
      const profile = { baseUrl: `https://${host}:${secure.port}/v1`, caFile: "ca.pem" };
      const heard = await ask(entry, profile, secure);
      assert.deepEqual(proxy.targets, isDirect ? [] : [`${host}:${secure.port}`]);
      assertHeard(heard, host);
    });
  }

  it("names an IPv6 address in its brackets", async function test() {
    let six: FakeModelServer;
    try {
      six = await FakeModelServer.start({ host: "::1" });
    } catch (error) {
      process.stdout.write(`    skipped: this machine has no ::1 (${String(error)})\n`);
      this.skip();
    }
    try {
      const seen: Record<string, boolean> = {};
      for (const entry of ["[::1]", "[::2]"]) {
        proxy.targets.length = 0;
        const heard = await ask(entry, { baseUrl: `http://[::1]:${six.port}/v1` }, six);
        assert.deepEqual(heard, [undefined, "heard"], entry);
        seen[entry] = proxy.targets.length === 0;
      }
      assert.deepEqual(seen, { "[::1]": true, "[::2]": false });
    } finally {
      await six.stop();
    }
  });

  it("is heeded by the WebSocket as well", async () => {
    for (const entry of ["", "127.0.0.1"]) {
      const server = await FakeSocketServer.start();
      proxy.targets.length = 0;
      const restore = proxyFromEnvironment({
        HTTP_PROXY: proxy.url,
        HTTPS_PROXY: proxy.url,
        NO_PROXY: entry,
      });
      try {
        server.refusal = { status: 401, body: "{}" };
        const profile = makeProfile({ preset: "spark-websocket", baseUrl: `${server.url}/v3.5/chat` });
        const deps = makeDeps({ readKey: () => Promise.resolve("app:key-of-app:secret-of-app") });
        const request = { ...chatRequest, isBackground: true };
        await hear(createBackend(profile, deps).chat.streamChat(request, new AbortController().signal));
        const { host } = new URL(server.url);
        assert.deepEqual(proxy.targets, entry === "" ? [host] : [], entry);
      } finally {
        restore();
        await server.stop();
      }
    }
  });
});
