import assert from "node:assert/strict";
import { buildChatPrompt, type ChatPromptInput } from "../../../../src/core/chat/chatPrompt.ts";
import type { Attachment, ChatTurn } from "../../../../src/core/chat/conversation.ts";
import { estimateTokens } from "../../../../src/core/text/tokens.ts";

function attachment(path: string, text: string, kind: Attachment["kind"] = "file"): Attachment {
  const endLine = text.split("\n").length;
  return {
    reference: { uri: `file:///${path}`, path, startLine: 1, endLine, languageId: "python" },
    kind,
    text,
  };
}

function answered(question: string, answer: string, attachments: readonly Attachment[] = []): ChatTurn {
  return {
    id: question,
    feature: "ask",
    question,
    attachments,
    withheldPaths: [],
    answer,
    state: "complete",
    backend: { kind: "model", profile: "p", model: "m", host: "h" },
    askedAtMs: 0,
  };
}

function input(more: Partial<ChatPromptInput> = {}): ChatPromptInput {
  return {
    history: [],
    turn: { question: "Why?", attachments: [], withheldPaths: [] },
    instructions: [],
    language: { tag: "en", isFixed: false },
    limits: { contextTokens: 8192, outputTokens: 2048 },
    ...more,
  };
}

function textOf(message: { readonly parts: readonly { readonly text: string }[] } | undefined): string {
  return (message?.parts ?? []).map(({ text }) => text).join("");
}

function tokensOf(messages: readonly { readonly parts: readonly { readonly text: string }[] }[]): number {
  return messages.reduce((sum, message) => sum + estimateTokens(textOf(message)), 0);
}

describe("buildChatPrompt", () => {
  it("names the source of every piece of a file, and of nothing else", () => {
    const { messages } = buildChatPrompt(
      input({
        turn: {
          question: "Why?",
          attachments: [attachment("a.py", "x = 1\ny = 2"), attachment("found.py", "z = 3", "passage")],
          withheldPaths: [],
        },
        instructions: [{ path: "AGENTS.md", text: "Use cents." }],
        history: [answered("Earlier?", "Because.", [attachment("old.py", "old = 1", "selection")])],
      }),
    );
    const parts = messages.flatMap((message) => message.parts);
    const sources = parts.flatMap(({ source, isGathered }) =>
      source ? [[source.path, isGathered === true]] : [],
    );
    assert.deepEqual(sources, [
      ["AGENTS.md", true],
      ["old.py", false],
      ["a.py", false],
      ["found.py", true],
    ]);
    for (const part of parts.filter(({ source }) => source === undefined)) {
      assert.doesNotMatch(part.text, /x = 1|z = 3|old = 1|Use cents/);
    }
  });

  it("puts the fixed system text first and the question last", () => {
    const { messages } = buildChatPrompt(input({ history: [answered("Earlier?", "Because.")] }));
    assert.deepEqual(
      messages.map(({ role }) => role),
      ["system", "user", "assistant", "user"],
    );
    assert.equal(textOf(messages.at(-1)), "Why?");
    const other = buildChatPrompt(input({ instructions: [{ path: "AGENTS.md", text: "Rules." }] }));
    assert.equal(other.messages[0]?.parts[0]?.text, messages[0]?.parts[0]?.text);
  });

  it("says which language to answer in", () => {
    const system = (language: ChatPromptInput["language"]): string =>
      textOf(buildChatPrompt(input({ language })).messages[0]);
    assert.match(system({ tag: "zh-cn", isFixed: true }), /Answer in Simplified Chinese, whatever/);
    assert.match(
      system({ tag: "en", isFixed: false }),
      /language of the question; where it has none, in English/,
    );
  });

  it("stays within the context of a small model and says what was cut", () => {
    const long = Array.from({ length: 4000 }, (_, i) => `line_${i} = ${i}`).join("\n");
    for (const contextTokens of [2048, 4096, 32_768]) {
      const prompt = buildChatPrompt(
        input({
          limits: { contextTokens, outputTokens: 8192 },
          turn: {
            question: "Why?",
            attachments: [attachment("a.py", long), attachment("b.py", long)],
            withheldPaths: [],
          },
          instructions: [{ path: "AGENTS.md", text: long }],
          history: Array.from({ length: 30 }, (_, i) => answered(`Question ${i}`, "word ".repeat(200))),
        }),
      );
      assert.ok(tokensOf(prompt.messages) + prompt.maxOutputTokens <= contextTokens, String(contextTokens));
      assert.match(textOf(prompt.messages.at(-1)), /The file goes on after line \d+/);
      assert.ok(prompt.droppedTurns > 0);
    }
  });

  it("gives the cut attachment the lines that are really sent", () => {
    const long = Array.from({ length: 4000 }, (_, i) => `line_${i + 1}`).join("\n");
    const { messages } = buildChatPrompt(
      input({ turn: { question: "Why?", attachments: [attachment("a.py", long)], withheldPaths: [] } }),
    );
    const part = messages.at(-1)?.parts[0];
    assert.ok(part?.source !== undefined && part.source.endLine < 4000);
    assert.match(part.text, new RegExp(`line_${part.source.endLine - 1}\\b`));
    assert.doesNotMatch(part.text, new RegExp(`line_${part.source.endLine + 1}\\b`));
  });

  it("keeps the newest turns, and a selection before a file", () => {
    const { messages } = buildChatPrompt(
      input({
        limits: { contextTokens: 3000, outputTokens: 500 },
        history: [answered("old", "o ".repeat(3000)), answered("new", "n")],
        turn: {
          question: "Why?",
          attachments: [
            attachment("big.py", "b ".repeat(30_000)),
            attachment("sel.py", "selected = 1", "selection"),
          ],
          withheldPaths: [],
        },
      }),
    );
    assert.match(textOf(messages.at(-1)), /selected = 1/);
    const all = messages.map(textOf).join("\n");
    assert.doesNotMatch(all, /o o o o/);
  });

  it("asks the instruction in place of the question, and names withheld files without their text", () => {
    const { messages } = buildChatPrompt(
      input({
        turn: {
          question: "Explain f",
          instruction: "Explain `f` in steps.",
          attachments: [],
          withheldPaths: [".env"],
        },
      }),
    );
    assert.match(textOf(messages.at(-1)), /Withheld .*\.env[\s\S]*Explain `f` in steps\.$/);
  });

  it("does not repeat a file that an earlier question holds word for word", () => {
    const same = attachment("a.py", "x = 1");
    const { messages } = buildChatPrompt(
      input({
        history: [answered("Earlier?", "Because.", [same])],
        turn: { question: "And now?", attachments: [same, attachment("b.py", "y = 2")], withheldPaths: [] },
      }),
    );
    assert.match(textOf(messages[1]), /x = 1/);
    assert.match(
      textOf(messages.at(-1)),
      /\(a\.py, lines 1 to 1: as attached above, unchanged\.\)[\s\S]*y = 2/,
    );
    const changed = buildChatPrompt(
      input({
        history: [answered("Earlier?", "Because.", [same])],
        turn: { question: "And now?", attachments: [attachment("a.py", "x = 2")], withheldPaths: [] },
      }),
    );
    assert.match(textOf(changed.messages.at(-1)), /x = 2/);
  });

  it("leaves turns without an answer and offline answers out", () => {
    const offline: ChatTurn = { ...answered("search", "passages"), backend: { kind: "offline" } };
    const { messages } = buildChatPrompt(input({ history: [answered("failed", ""), offline] }));
    assert.equal(messages.length, 2);
  });

  it("tells no model again of a file that was allowed once, nor of the answer about it", () => {
    const once = {
      ...answered("secret?", "it says xyz", [attachment("conf.yml", "a: xyz")]),
      sentOncePaths: ["conf.yml"],
    };
    const { messages } = buildChatPrompt(
      input({ history: [answered("one", "1"), once, answered("two", "2")] }),
    );
    const all = messages.map(textOf).join();
    assert.ok(all.includes("one") && all.includes("two"));
    assert.ok(!all.includes("xyz") && !all.includes("secret?"));
  });

  it("fences code that holds fences", () => {
    const { messages } = buildChatPrompt(
      input({ turn: { question: "?", attachments: [attachment("a.md", "```\nx\n```")], withheldPaths: [] } }),
    );
    assert.match(textOf(messages.at(-1)), /````python\n```\nx\n```\n````/);
  });
});
