import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { chatChunk, replyWithPieces, replyWithText, sseEvent } from "../fakes/fakeModelServerReplies.ts";
import { CompletionWindow } from "./completionWindow.ts";
import { waitFor } from "./waitFor.ts";
import type { Workbench } from "./workbench.ts";

describe("ghost text of a slow or broken backend", () => {
  let window: CompletionWindow;
  let workbench: Workbench;

  before(async () => {
    window = await CompletionWindow.open();
    workbench = window.workbench;
  });

  after(() => window?.close());

  it("first byte after three seconds: typing goes on, and joins what was asked", async () => {
    const first = Promise.withResolvers<void>();
    const pieces = [
      { until: first.promise },
      sseEvent(chatChunk({ content: "slowAnswer(value);" })),
      sseEvent(chatChunk({}, "stop")),
      sseEvent("[DONE]"),
    ];
    window.server.respondWith(() => replyWithPieces(pieces));
    await window.openWith("slow.js", "const late =");
    const before = await window.settle();
    await workbench.type(" ");
    await waitFor(() => window.asksAfter(before, "const late = ").length > 0, { what: "the request" });
    const threeSeconds = delay(3000);
    await workbench.type("slowAn", { delayMs: 60 });
    await workbench.waitForEditorText(/= slowAn$/);
    const [request] = window.asksAfter(before, "const late = ");
    assert.equal(request?.isClosed, false, "typed while the model still thought");
    await threeSeconds;
    first.resolve();
    await workbench.waitForGhostText((text) => text === "swer(value);");
    const asked = window.server.requests.slice(before).map(({ body }) => body);
    assert.equal(asked.filter((body) => /const late = \w*<cursor\/>/.test(body)).length, 1, "one request");
    await workbench.press("Tab");
    await workbench.waitForEditorText(/^const late = slowAnswer\(value\);$/);
  });

  it("goes another way while a slow model thinks: its request is closed, a new one leaves", async () => {
    window.server.respondWith(({ body }) =>
      body.includes("const way = <cursor/>")
        ? replyWithText("notThis();", { ttftMs: 3000, chunkChars: 3, chunkDelayMs: 500 })
        : replyWithText("is(other);"),
    );
    await window.openWith("way.js", "const way =");
    const before = await window.settle();
    await workbench.type(" ");
    const first = await waitFor(() => window.asksAfter(before, "const way = ")[0], { what: "the request" });
    await workbench.type("th", { delayMs: 60 });
    await first.closed;
    assert.equal(first.wasCutOff, true);
    await workbench.waitForGhostText((text) => text === "is(other);");
  });

  const broken = [
    ["is reset in the middle", () => replyWithText("cut(short, in, the, middle);", { resetAfterChunks: 1 })],
    ["is empty", () => replyWithText("")],
    ["is garbage", () => replyWithPieces(["<<<\u0000 not an event stream >>>\n\n{]"])],
    [
      "is garbage within the stream",
      () => replyWithPieces(['data: {"choices": 7}\n\n', "data: [1,2\n\n", "data: [DONE]\n\n"]),
    ],
  ] as const;
  for (const [index, [what, reply]] of broken.entries()) {
    it(`a reply ${what}: no message, no wrong text, and by hand it works again`, async () => {
      // What the text before it still asks for must not be the first to meet the fault: the backend would rest.
      await window.settle();
      window.server.respondWith(reply);
      await window.openWith(`broken${index}.js`, `const broken${index} =`);
      const before = await window.settle();
      await workbench.type(" ");
      await waitFor(() => window.server.requests.length > before, { what: "the request" });
      await window.settle();
      assert.doesNotMatch(await workbench.ghostText(), /<<<|event stream|\[DONE\]/);
      assert.deepEqual(await workbench.notifications.texts(), []);
      await workbench.type("a", { delayMs: 50 });
      window.say("mended();");
      assert.equal(await workbench.executeCommandId("flywheel.triggerCompletion"), true);
      await workbench.waitForGhostText((text) => text === "mended();");
      await workbench.press("Tab");
      await workbench.waitForEditorText(new RegExp(`= amended\\(\\);$`));
    });
  }

  it("asks again by itself after it rested", async () => {
    await window.settle();
    window.server.respondWith(() => ({ status: 500, body: "{}", headers: {} }));
    await window.openWith("rested.js", "const rested =");
    const before = await window.settle();
    await workbench.type(" ");
    await waitFor(() => window.server.requests.length > before, { what: "the request" });
    window.say("again();");
    await waitFor(
      async () => {
        await workbench.type("\nconst next = ", { delayMs: 20 });
        return workbench.waitForGhostText((text) => text.trim() === "again();", 500);
      },
      { what: "ghost text without asking by hand", timeoutMs: 15_000, intervalMs: 1000 },
    );
  });
});
