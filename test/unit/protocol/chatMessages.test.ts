import assert from "node:assert/strict";
import * as fc from "fast-check";
import { chatStringNames, decodeFromChat, decodeToChat } from "../../../src/protocol/chatMessages.ts";

const turn = {
  id: "t",
  question: "?",
  references: [{ label: "a", title: "a" }],
  withheld: [".env"],
  answer: "",
  state: "running",
  backendLabel: "",
  isOffline: false,
  note: "",
  nextSteps: [{ id: "0", label: "x" }],
};
const state = {
  conversationId: "c",
  turns: [turn],
  chips: [{ id: "1", kind: "file", label: "a", title: "a", isWithheld: false }],
  backend: { label: "m", detail: "d", isOffline: false },
  recent: [{ id: "1", title: "t", when: "w" }],
  isBusy: false,
};
const strings = Object.fromEntries(chatStringNames.map((name) => [name, name]));

describe("decodeFromChat", () => {
  const good = [
    { kind: "ready" },
    { kind: "send", text: "hi" },
    { kind: "stop" },
    { kind: "typing" },
    { kind: "retry", turnId: "t" },
    { kind: "openConversation", id: "c" },
    { kind: "addContext" },
    { kind: "showChats" },
    { kind: "removeChip", id: "1" },
    { kind: "openChip", id: "1" },
    { kind: "openReference", turnId: "t", index: 0 },
    { kind: "openLink", href: "https://example.com" },
    { kind: "copyAnswer", turnId: "t" },
    { kind: "copy", turnId: "t", code: "x", info: "ts" },
    { kind: "insert", turnId: "t", code: "x", info: "" },
    { kind: "apply", turnId: "t", code: "x", info: "ts a.ts" },
    { kind: "nextStep", turnId: "t", id: "0" },
    { kind: "setUpBackend" },
  ];
  for (const message of good) {
    it(`reads ${message.kind} and drops what it does not know`, () => {
      assert.deepEqual(decodeFromChat({ ...message, extra: () => 1 }), message);
    });
  }

  const bad: readonly unknown[] = [
    undefined,
    null,
    "send",
    [],
    {},
    { kind: 1 },
    { kind: "send" },
    { kind: "send", text: 5 },
    { kind: "send", text: "x".repeat(200_001) },
    { kind: "retry" },
    { kind: "openReference", turnId: "t", index: -1 },
    { kind: "openReference", turnId: "t", index: 0.5 },
    { kind: "openReference", turnId: "t", index: "0" },
    { kind: "openLink", href: "x".repeat(2001) },
    { kind: "copy", turnId: "t", code: "x" },
    { kind: "removeChip", id: "x".repeat(201) },
    { kind: "nextStep", id: "0" },
    { kind: "executeCommand", id: "workbench.action.quit" },
    { kind: "__proto__", id: "1" },
  ];
  for (const [index, message] of bad.entries()) {
    it(`refuses bad message ${index}`, () => {
      assert.equal(decodeFromChat(message), undefined);
    });
  }

  it("never throws", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        decodeFromChat(value);
        decodeToChat(value);
      }),
    );
  });
});

describe("decodeToChat", () => {
  it("reads every message of the extension", () => {
    assert.deepEqual(decodeToChat({ kind: "init", strings, state }), { kind: "init", strings, state });
    assert.deepEqual(decodeToChat({ kind: "state", state }), { kind: "state", state });
    assert.deepEqual(decodeToChat({ kind: "delta", turnId: "t", text: "a" }), {
      kind: "delta",
      turnId: "t",
      text: "a",
    });
    assert.deepEqual(decodeToChat({ kind: "thinking", turnId: "t" }), { kind: "thinking", turnId: "t" });
    assert.deepEqual(decodeToChat({ kind: "focusInput", draft: null }), { kind: "focusInput", draft: null });
  });

  it("refuses states and strings with something missing", () => {
    assert.equal(
      decodeToChat({ kind: "state", state: { ...state, turns: [{ ...turn, withheld: [1] }] } }),
      undefined,
    );
    assert.equal(decodeToChat({ kind: "state", state: { ...state, backend: undefined } }), undefined);
    assert.equal(decodeToChat({ kind: "state", state: { ...state, chips: [{}] } }), undefined);
    assert.equal(decodeToChat({ kind: "init", strings: { ...strings, send: 1 }, state }), undefined);
    assert.equal(decodeToChat({ kind: "focusInput" }), undefined);
    assert.equal(decodeToChat({ kind: "delta", turnId: "t" }), undefined);
  });
});
