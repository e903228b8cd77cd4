import assert from "node:assert/strict";
import {
  chatInfill,
  continuationSystemText,
  fillInRequest,
  fimTokensSystemText,
  infillChat,
  infillSystemText,
  sendInfill,
} from "../../../../src/core/completion/infillRequest.ts";
import { AssistantError } from "../../../../src/core/errors.ts";
import { FakeGatedBackend, failsWith, streamsText } from "../../../fakes/gatedBackends.ts";
import { documentAt } from "./makeHole.ts";

const backend = new FakeGatedBackend("a", streamsText(""));
const { signal } = new AbortController();
const emptyChat = chatInfill({ backend, ...documentAt("‸"), snippets: [], isMultiline: false }, 8000);

function input(
  marked: string,
  more: { snippets?: { path: string; text: string }[]; isMultiline?: boolean } = {},
) {
  const { snippets = [], isMultiline = false } = more;
  return { backend, ...documentAt(marked), snippets, isMultiline };
}

describe("infillRequest", () => {
  it("puts what is stable first and the growing line last", () => {
    const request = chatInfill(
      input("a\nb‸\nc", { snippets: [{ path: "other.ts", text: "export const o = 1;" }] }),
      8000,
    );
    const [system, user] = request.messages;
    assert.equal(system?.parts[0]?.text, infillSystemText);
    const text = user?.parts.map((part) => part.text).join("");
    assert.equal(
      text,
      '<other_file path="other.ts">\nexport const o = 1;\n</other_file>\n<after_cursor>\nc</after_cursor>\n<before_cursor path="a.ts" language="typescript">\na\nb<cursor/>',
    );
    assert.equal(request.thinking, "off");
    assert.equal(request.temperature, 0);
  });

  it("shares its beginning between two keys of a line", () => {
    const text = (marked: string): string =>
      chatInfill(input(marked), 8000)
        .messages.flatMap(({ parts }) => parts.map((part) => part.text))
        .join("");
    const before = text("a\nconst total‸\nc").slice(0, -"<cursor/>".length);
    assert.ok(text("a\nconst total =‸\nc").startsWith(before));
  });

  it("names the file of every piece for the gate", () => {
    const request = chatInfill(input("a\nb‸\nc\nd", { snippets: [{ path: "o.ts", text: "x\ny" }] }), 8000);
    const sources = request.messages.flatMap(({ parts }) => parts.flatMap(({ source }) => source ?? []));
    assert.deepEqual(sources, [
      { path: "o.ts", startLine: 1, endLine: 2 },
      { path: "a.ts", startLine: 2, endLine: 4 },
      { path: "a.ts", startLine: 1, endLine: 2 },
    ]);
  });

  it("fills a small context and no more", () => {
    const long = `${"const value = compute(1, 2, 3);\n".repeat(2000)}x‸\n${"after();\n".repeat(2000)}`;
    const request = fillInRequest(
      input(long, { snippets: [{ path: "o.ts", text: "y\n".repeat(9000) }], isMultiline: true }),
      1024,
    );
    const chars =
      request.prefix.text.length +
      request.suffix.text.length +
      request.snippets.reduce((sum, part) => sum + part.text.length, 0);
    assert.ok(chars / 3.3 + request.maxOutputTokens <= 1024, `${chars}`);
    assert.ok(request.prefix.text.endsWith("x"));
  });

  it("keeps the text after the cursor short where a server puts it behind the growing prefix", () => {
    const long = `${"const value = compute(1, 2, 3);\n".repeat(100)}x‸\n${"const after = compute(1, 2, 3);\n".repeat(100)}`;
    const suffixOn = (route: string): number => {
      const { identity, chat } = backend;
      const fillIn = { identity, limits: chat.limits, route, send: () => streamsText("")(emptyChat, signal) };
      const filled = { identity, chat, fillIn };
      return fillInRequest({ ...input(long), backend: filled }, 8000).suffix.text.length;
    };
    const usual = suffixOn("infill");
    assert.equal(suffixOn("mistral"), usual, "the suffix stands first there");
    assert.equal(suffixOn("tokens"), usual, "we put the new lines behind it");
    assert.ok(suffixOn("suffix") < usual * 0.75);
    assert.equal(suffixOn("ollama"), suffixOn("suffix"));
  });

  it("asks for less where one line is wanted", () => {
    assert.ok(
      fillInRequest(input("a‸"), 8000).maxOutputTokens <
        fillInRequest(input("a‸", { isMultiline: true }), 8000).maxOutputTokens,
    );
  });
});

describe("infillRequest by form", () => {
  const snippets = [{ path: "o.ts", text: "x <|im_end|>" }];
  const qwen = { model: "Qwen3-Coder-30B-A3B-Instruct" };

  function formed(form: "hole" | "continuation" | "fimTokens", marked: string, model = qwen.model) {
    const chosen = new FakeGatedBackend("a", streamsText(""), { model });
    chosen.chatInfill = form;
    return infillChat({ backend: chosen, ...documentAt(marked), snippets, isMultiline: false }, 8000);
  }
  function spelled(request: ReturnType<typeof formed>): [string, string][] {
    return request.messages.map(({ role, parts }) => [role, parts.map(({ text }) => text).join("")]);
  }
  const hole: [string, string][] = [
    ["system", infillSystemText],
    [
      "user",
      '<other_file path="o.ts">\nx <|im_end|>\n</other_file>\n<after_cursor>\nc</after_cursor>\n<before_cursor path="a.ts" language="typescript">\na\n  b<cursor/>',
    ],
  ];

  it("has the assistant go on with the text before the cursor", () => {
    const request = formed("continuation", "a\n  b‸\nc");
    assert.deepEqual(spelled(request), [
      ["system", continuationSystemText],
      [
        "user",
        '<other_file path="o.ts">\nx <|im_end|>\n</other_file>\n<after_cursor path="a.ts" language="typescript">\nc</after_cursor>\n',
      ],
      ["assistant", "a\n  b"],
    ]);
    assert.equal(request.continuesLast, true);
    assert.deepEqual([request.thinking, request.restoreInto, request.stop], ["off", "a.ts", []]);
    assert.deepEqual(request.messages[2]?.parts[0]?.source, { path: "a.ts", startLine: 1, endLine: 2 });
  });

  it("uses the hole where there is nothing yet to go on with", () => {
    const request = formed("continuation", "\n  ‸\nc");
    assert.equal(request.continuesLast, undefined);
    assert.equal(spelled(request)[0]?.[1], infillSystemText);
  });

  it("spells the tokens in a user message, and breaks markers of the user's own", () => {
    const request = formed("fimTokens", "a <|fim_suffix|>\n  b‸\nc <|fim_middle|> {prefix}");
    assert.deepEqual(spelled(request), [
      ["system", fimTokensSystemText],
      [
        "user",
        "<|file_sep|>o.ts\nx < |im_end|>\n<|file_sep|>a.ts\n<|fim_prefix|>a < |fim_suffix|>\n  b<|fim_suffix|>\nc < |fim_middle|> {prefix}<|fim_middle|>",
      ],
    ]);
    assert.equal(request.continuesLast, undefined);
    assert.ok(request.stop.includes("<|fim_middle|>"));
    const sources = request.messages.flatMap(({ parts }) =>
      parts.flatMap(({ source, isGathered }) =>
        source === undefined ? [] : [[source.path, isGathered === true]],
      ),
    );
    assert.deepEqual(sources, [
      ["o.ts", true],
      ["a.ts", false],
      ["a.ts", false],
    ]);
  });

  it("uses the hole by default, and for a family whose tokens are not known", () => {
    assert.deepEqual(spelled(formed("hole", "a\n  b‸\nc")), hole);
    assert.deepEqual(spelled(formed("fimTokens", "a\n  b‸\nc", "gpt-x")), hole);
  });

  async function sentBy(backendOf: FakeGatedBackend): Promise<{ text: string; form: string }> {
    let text = "";
    const chosen = { backend: backendOf, ...documentAt("a\n  b‸\nc"), snippets, isMultiline: false };
    const sent = sendInfill(chosen, new AbortController().signal);
    for await (const chunk of sent.chunks) {
      text += chunk.kind === "text" ? chunk.text : "";
    }
    return { text, form: sent.form };
  }

  async function heardOf(backendOf: FakeGatedBackend): Promise<string> {
    return (await sentBy(backendOf)).text;
  }

  it("tells what kind of text came back", async () => {
    const plain = new FakeGatedBackend("a", streamsText("x"));
    assert.equal((await sentBy(plain)).form, "message");
    const goesOn = new FakeGatedBackend("a", streamsText("x"));
    goesOn.chatInfill = "continuation";
    assert.equal((await sentBy(goesOn)).form, "continuation");
    const refused: FakeGatedBackend = new FakeGatedBackend("a", (request, signal) => {
      refused.chatInfill = "hole";
      return request.continuesLast === true
        ? failsWith(new AssistantError("badRequest", "no"))(request, signal)
        : streamsText("x")(request, signal);
    });
    refused.chatInfill = "continuation";
    assert.equal((await sentBy(refused)).form, "message");
  });

  it("falls back to the hole in the same request once the server refuses to continue", async () => {
    const chosen: FakeGatedBackend = new FakeGatedBackend("a", (request, signal) => {
      if (request.continuesLast !== true) {
        return streamsText("filled")(request, signal);
      }
      chosen.chatInfill = "hole";
      return failsWith(new AssistantError("badRequest", "no prefill"))(request, signal);
    });
    chosen.chatInfill = "continuation";
    assert.equal(await heardOf(chosen), "filled");
    assert.deepEqual(
      chosen.requests.map(({ continuesLast }) => continuesLast),
      [true, undefined],
    );
    assert.equal(await heardOf(chosen), "filled");
    assert.equal(chosen.requests.length, 3);
  });

  it("hides no other failure, and none after the first text", async () => {
    const down = new FakeGatedBackend("a", failsWith(new AssistantError("unreachable", "down")));
    down.chatInfill = "continuation";
    await assert.rejects(heardOf(down), { kind: "unreachable" });
    assert.equal(down.requests.length, 1);
    const broken: FakeGatedBackend = new FakeGatedBackend("a", (request, signal) => {
      broken.chatInfill = "hole";
      return failsWith(new AssistantError("streamBroken", "broken"), "half")(request, signal);
    });
    broken.chatInfill = "continuation";
    await assert.rejects(heardOf(broken), { kind: "streamBroken" });
    assert.equal(broken.requests.length, 1);
  });
});
