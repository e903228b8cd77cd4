import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { lookup } from "node:dns/promises";
import { promisify } from "node:util";
import { createBackend } from "../../../../src/adapters/models/createBackend.ts";
import { FakeModelServer } from "../../../fakes/fakeModelServer.ts";
import {
  chatChunk,
  replyWithPieces,
  replyWithText,
  sseEvent,
} from "../../../fakes/fakeModelServerReplies.ts";
import { FakeProxy } from "../../../fakes/fakeProxy.ts";
import { chatRequest, hear, makeDeps, makeProfile } from "./modelFixture.ts";

const endless = new AbortController().signal;

describe("the network in between", () => {
  let server: FakeModelServer | undefined;
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });

  it("localhost that is IPv6 only is found by its name and by its address", async function test() {
    try {
      server = await FakeModelServer.start({ host: "::1" });
    } catch (error) {
      process.stdout.write(`    skipped: this machine has no ::1 (${String(error)})\n`);
      this.skip();
    }
    const addresses = await lookup("localhost", { all: true });
    const isNamed = addresses.some(({ address }) => address === "::1");
    if (!isNamed) {
      process.stdout.write("    only the address: this machine does not call ::1 localhost\n");
    }
    for (const host of isNamed ? ["localhost", "[::1]"] : ["[::1]"]) {
      server.enqueue(replyWithText("from six"));
      const profile = makeProfile({ baseUrl: `http://${host}:${server.port}/v1` });
      assert.equal(profile.isLoopback, true);
      const heard = await hear(createBackend(profile, makeDeps()).chat.streamChat(chatRequest, endless));
      assert.deepEqual([heard.error, heard.text], [undefined, "from six"]);
    }
  });

  describe("a connection that the server closed between two requests", () => {
    it("is replaced without a word", async () => {
      server = await FakeModelServer.start();
      const { chat } = createBackend(makeProfile({ baseUrl: server.baseUrl }), makeDeps());
      for (const text of ["one", "two", "three"]) {
        server.enqueue(replyWithText(text));
        assert.equal((await hear(chat.streamChat(chatRequest, endless))).text, text);
        await server.lastRequest?.closed;
        server.closeIdle();
      }
      assert.equal(server.requests.length, 3);
    });

    it("just as the next one was on its way: a chat is asked once more, a completion not", async () => {
      server = await FakeModelServer.start();
      const { chat } = createBackend(makeProfile({ baseUrl: server.baseUrl }), makeDeps());
      server.enqueue(replyWithText("one"));
      await hear(chat.streamChat(chatRequest, endless));
      server.enqueue(replyWithPieces([], { end: "reset" }), replyWithText("two"));
      assert.equal((await hear(chat.streamChat(chatRequest, endless))).text, "two");
      server.enqueue(replyWithPieces([], { end: "reset" }));
      const typed = await hear(chat.streamChat({ ...chatRequest, isBackground: true }, endless));
      assert.deepEqual([typed.error?.kind, typed.text], ["streamBroken", ""]);
      assert.equal(server.requests.length, 4);
    });

    it("in the middle of an answer is never asked again", async () => {
      server = await FakeModelServer.start();
      const { chat } = createBackend(makeProfile({ baseUrl: server.baseUrl }), makeDeps());
      server.enqueue(replyWithPieces([sseEvent(chatChunk({ content: "half" }))], { end: "reset" }));
      const heard = await hear(chat.streamChat(chatRequest, endless));
      assert.deepEqual([heard.error?.kind, heard.text], ["streamBroken", "half"]);
      assert.equal(server.requests.length, 1);
    });
  });

  describe("a proxy of the environment", () => {
    let proxy: FakeProxy;
    beforeEach(async () => {
      proxy = await FakeProxy.start();
    });
    afterEach(() => proxy.stop());

    /** Asks in a process that has the proxy in its environment, as a shell in a company has. */
    async function ask(target: FakeModelServer, noProxy: string) {
      const env = { ...process.env, NODE_USE_ENV_PROXY: "1", HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url };
      const clean = Object.fromEntries(
        Object.entries(env).filter(([name]) => !/^(https?|all|no)_proxy$/.test(name)),
      );
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ["test/fakes/askOnce.ts", target.baseUrl],
        {
          env: { ...clean, NO_PROXY: noProxy },
        },
      );
      return JSON.parse(stdout) as { text: string; kind?: string; detail?: string };
    }

    it("is gone through", async () => {
      server = await FakeModelServer.start();
      server.enqueue(replyWithText("through"));
      assert.deepEqual(await ask(server, "elsewhere.example"), { text: "through" });
      assert.deepEqual(proxy.targets, [`127.0.0.1:${server.port}`]);
    });

    it("is passed by for a host in NO_PROXY", async () => {
      server = await FakeModelServer.start();
      server.enqueue(replyWithText("direct"));
      assert.deepEqual(await ask(server, "127.0.0.1"), { text: "direct" });
      assert.deepEqual(proxy.targets, []);
    });

    it("that wants a password is named as the proxy, and the server hears nothing", async () => {
      server = await FakeModelServer.start();
      proxy.mustSignIn = true;
      const heard = await ask(server, "");
      assert.deepEqual([heard.text, heard.kind], ["", "proxy"], JSON.stringify(heard));
      assert.equal(server.requests.length, 0);
    });
  });
});
