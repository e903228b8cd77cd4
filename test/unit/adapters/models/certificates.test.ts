import assert from "node:assert/strict";
import { createBackend } from "../../../../src/adapters/models/createBackend.ts";
import { FakeModelServer } from "../../../fakes/fakeModelServer.ts";
import { makeCertificate } from "../../../fakes/fakeModelServerCertificates.ts";
import {
  chatChunk,
  replyWithPieces,
  replyWithText,
  sseEvent,
} from "../../../fakes/fakeModelServerReplies.ts";
import { chatRequest, hear, makeDeps, makeProfile } from "./modelFixture.ts";

const authority = makeCertificate("Test authority");
const serverPair = makeCertificate("localhost", { issuer: authority });
const clientPair = makeCertificate("client", { issuer: authority });
const files: Readonly<Record<string, string>> = {
  "ca.pem": authority.cert,
  "client.pem": clientPair.cert,
  "client-key.pem": clientPair.key,
};

describe("own certificates", () => {
  let server: FakeModelServer;

  async function start(requestCert: boolean): Promise<void> {
    const tls = {
      key: serverPair.key,
      cert: serverPair.cert,
      ca: authority.cert,
      requestCert,
      rejectUnauthorized: requestCert,
    };
    server = await FakeModelServer.start({ tls });
  }
  afterEach(() => server.stop());

  function ask(raw: Record<string, unknown>, signal = new AbortController().signal) {
    const readFile = (path: string): Promise<string> => {
      const text = files[path];
      return text === undefined ? Promise.reject(new Error(`ENOENT ${path}`)) : Promise.resolve(text);
    };
    const backend = createBackend(makeProfile({ baseUrl: server.baseUrl, ...raw }), makeDeps({ readFile }));
    return backend.chat.streamChat(chatRequest, signal);
  }

  it("an unknown authority is named, and nothing was sent", async () => {
    await start(false);
    const heard = await hear(ask({}));
    assert.equal(heard.error?.text.id, "backends.error.tls");
    assert.equal(server.requests.length, 0);
  });

  it("caFile makes it known, and the answer streams", async () => {
    await start(false);
    server.enqueue(replyWithText("hello over TLS"));
    assert.equal((await hear(ask({ caFile: "ca.pem" }))).text, "hello over TLS");
  });

  it("a demanded client certificate is named, and given where there is one", async () => {
    await start(true);
    const without = await hear(ask({ caFile: "ca.pem" }));
    assert.equal(without.error?.text.id, "backends.error.clientCertificate");
    server.enqueue(replyWithText("welcome"));
    const withPair = { caFile: "ca.pem", clientCertFile: "client.pem", clientKeyFile: "client-key.pem" };
    assert.equal((await hear(ask(withPair))).text, "welcome");
  });

  it("a file that cannot be read is named", async () => {
    await start(false);
    const heard = await hear(ask({ caFile: "gone.pem" }));
    assert.equal(heard.error?.text.id, "backends.error.certificateFile");
    assert.ok(heard.error?.detail.includes("gone.pem"));
  });

  it("aborting closes the socket here too", async () => {
    await start(false);
    const first = sseEvent(chatChunk({ content: "Hel" }));
    server.enqueue(replyWithPieces([first], { end: "stall" }));
    const controller = new AbortController();
    for await (const chunk of ask({ caFile: "ca.pem" }, controller.signal)) {
      assert.deepEqual(chunk, { kind: "text", text: "Hel" });
      controller.abort();
    }
    await server.requests[0]?.closed;
    assert.equal(server.requests[0]?.wasCutOff, true);
  });

  it("a reset in the middle is a broken stream", async () => {
    await start(false);
    server.enqueue(replyWithPieces([sseEvent(chatChunk({ content: "Hel" }))], { end: "reset" }));
    assert.equal((await hear(ask({ caFile: "ca.pem" }))).error?.kind, "streamBroken");
  });
});
