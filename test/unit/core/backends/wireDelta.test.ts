import assert from "node:assert/strict";
import { readWireDelta, type WireDelta } from "../../../../src/core/backends/wireDelta.ts";

function read(value: unknown, isErrorEvent = false): WireDelta {
  return readWireDelta(value, isErrorEvent);
}

const choice = (fields: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) => ({
  choices: [{ index: 0, ...fields }],
  ...more,
});

describe("readWireDelta: text", () => {
  const cases: readonly (readonly [string, unknown, string, string])[] = [
    ["a chat chunk", choice({ delta: { content: "a" } }), "a", ""],
    ["a whole chat reply", choice({ message: { content: "a" } }), "a", ""],
    [
      "the chunk rather than the message",
      choice({ delta: { content: "a" }, message: { content: "b" } }),
      "a",
      "",
    ],
    [
      "parts of content",
      choice({ delta: { content: [{ text: "a" }, { text: 1 }, "x", { text: "b" }] } }),
      "ab",
      "",
    ],
    ["a completion", choice({ text: "a" }), "a", ""],
    ["no content", choice({ delta: { content: null } }), "", ""],
    ["content that is no text", choice({ delta: { content: 5 } }), "", ""],
    ["a delta that is no record", choice({ delta: "a" }), "", ""],
    ["reasoning", choice({ delta: { reasoning_content: "r" } }), "", "r"],
    ["reasoning by its other name", choice({ delta: { reasoning: "r" } }), "", "r"],
    ["both", choice({ delta: { content: "a", reasoning_content: "r" } }), "a", "r"],
    [
      "the first of several choices",
      {
        choices: [
          { index: 1, text: "b" },
          { index: 0, text: "a" },
        ],
      },
      "a",
      "",
    ],
    ["a choice without a number", { choices: [null, { text: "a" }] }, "a", ""],
    ["only other choices", { choices: [{ index: 1, text: "b" }] }, "", ""],
    ["no choices", { choices: [] }, "", ""],
    ["an infill server", { content: "a", stop: false }, "a", ""],
    ["a generate server", { response: "a", done: false }, "a", ""],
    ["thoughts of a generate server", { response: "", thinking: "r", done: false }, "", "r"],
    ["an empty list", [], "", ""],
    ["a number", 5, "", ""],
    ["null", null, "", ""],
    ["a list of texts", ["error"], "", ""],
    ["a list without errors", [{ a: 1 }], "", ""],
  ];
  for (const [name, value, text, reasoning] of cases) {
    it(`reads ${name}`, () => {
      const delta = read(value);
      assert.deepEqual([delta.text, delta.reasoning, delta.problem], [text, reasoning, undefined]);
    });
  }
});

describe("readWireDelta: the end", () => {
  const chatReasons: readonly (readonly [unknown, string | undefined])[] = [
    [null, undefined],
    ["", undefined],
    [7, undefined],
    ["stop", "stop"],
    ["eos", "stop"],
    ["tool_calls", "stop"],
    ["length", "length"],
    ["LENGTH", "length"],
    ["max_tokens", "length"],
    ["model_length", "length"],
    ["limit", "length"],
    ["content_filter", "filtered"],
    ["sensitive", "filtered"],
    ["SAFETY", "filtered"],
    ["abort", "incomplete"],
    ["insufficient_system_resource", "incomplete"],
    ["error", "error"],
  ];
  for (const [reason, expected] of chatReasons) {
    it(`of a choice: ${String(reason)}`, () => {
      assert.equal(read(choice({ delta: {}, finish_reason: reason })).finish, expected);
    });
  }
  const native: readonly (readonly [string, unknown, string | undefined])[] = [
    ["goes on", { content: "a", stop: false, stop_type: "limit" }, undefined],
    ["stops", { content: "a", stop: true, stop_type: "eos" }, "stop"],
    ["stops at the limit", { content: "a", stop: true, stop_type: "limit" }, "length"],
    ["stopped at the limit, an older server", { content: "a", stop: true, stopped_limit: true }, "length"],
    ["did not", { content: "a", stop: true, stopped_limit: false }, "stop"],
    ["is done", { response: "", done: true }, "stop"],
    ["is done for its length", { response: "", done: true, done_reason: "length" }, "length"],
    ["is not done, whatever the reason", { response: "", done: false, done_reason: "length" }, undefined],
    ["says so in words", { response: "", done: "true" }, undefined],
  ];
  for (const [name, value, expected] of native) {
    it(`of a native server that ${name}`, () => assert.equal(read(value).finish, expected));
  }
});

describe("readWireDelta: usage", () => {
  const usage = (promptTokens: number, completionTokens: number, cachedTokens?: number) => ({
    promptTokens,
    completionTokens,
    cachedTokens,
    isEstimated: false,
  });
  const counted = { prompt_tokens: 5, completion_tokens: 2 };
  const cases: readonly (readonly [string, unknown, unknown])[] = [
    ["none", choice({ delta: {} }), undefined],
    ["none, of a native server", { content: "" }, undefined],
    ["an empty one", choice({}, { usage: {} }), undefined],
    ["one that is no record", choice({}, { usage: "5" }), undefined],
    ["null", choice({}, { usage: null }), undefined],
    ["both numbers", choice({}, { usage: counted }), usage(5, 2)],
    ["without choices", { choices: [], usage: counted }, usage(5, 2)],
    ["one number", choice({}, { usage: { prompt_tokens: 5 } }), usage(5, 0)],
    ["the other", choice({}, { usage: { completion_tokens: 2 } }), usage(0, 2)],
    [
      "numbers that are none",
      choice({}, { usage: { prompt_tokens: -1, completion_tokens: NaN } }),
      undefined,
    ],
    [
      "an endless number",
      choice({}, { usage: { prompt_tokens: Infinity, completion_tokens: "2" } }),
      undefined,
    ],
    ["nought", choice({}, { usage: { prompt_tokens: 0 } }), usage(0, 0)],
    [
      "cached tokens in the details",
      choice({}, { usage: { ...counted, prompt_tokens_details: { cached_tokens: 3 } } }),
      usage(5, 2, 3),
    ],
    [
      "details that are no record",
      choice({}, { usage: { ...counted, prompt_tokens_details: 3 } }),
      usage(5, 2),
    ],
    ["cache hits", choice({}, { usage: { ...counted, prompt_cache_hit_tokens: 4 } }), usage(5, 2, 4)],
    ["cached tokens beside", choice({}, { usage: { ...counted, cached_tokens: 1 } }), usage(5, 2, 1)],
    ["an infill server's", { content: "", tokens_evaluated: 7, tokens_predicted: 3 }, usage(7, 3)],
    [
      "an infill server's cache",
      { content: "", tokens_evaluated: 7, tokens_predicted: 3, timings: { cache_n: 6 } },
      usage(7, 3, 6),
    ],
    ["timings that are none", { content: "", tokens_evaluated: 7, timings: null }, usage(7, 0)],
    ["a generate server's", { response: "", prompt_eval_count: 8, eval_count: 4 }, usage(8, 4)],
  ];
  for (const [name, value, expected] of cases) {
    it(`reads ${name}`, () => assert.deepEqual(read(value).usage, expected));
  }
});

describe("readWireDelta: problems", () => {
  const problems: readonly (readonly [string, unknown, boolean, string])[] = [
    ["a nested error", { error: { message: "no way" } }, false, "no way"],
    ["an error in words", { error: "no way" }, false, "no way"],
    ["an error beside choices", { choices: [], error: { message: "no way" } }, false, "no way"],
    ["true for an error", { error: true, message: "no way" }, false, "no way"],
    ["a detail", { detail: "no way" }, false, "no way"],
    ["an error object", { object: "error", message: "no way" }, false, "no way"],
    ["a code without an answer", { code: 10_110, message: "no way" }, false, "no way"],
    ["a code that nobody knows, without an answer", { code: 4711, message: "no way" }, false, "no way"],
    ["a known code beside an answer", { code: 10_014, message: "no way", choices: [] }, false, "no way"],
    ["an error event", { message: "no way" }, true, "no way"],
    ["an error event beside text", { message: "no way", content: "a" }, true, "no way"],
    ["an error event in words", "no way", true, "no way"],
    ["a list with an error", [{ error: { message: "no way" } }], false, "no way"],
  ];
  for (const [name, value, isErrorEvent, text] of problems) {
    it(`reads ${name}`, () => {
      const delta = read(value, isErrorEvent);
      assert.equal(delta.problem?.serverText, text);
      assert.deepEqual(
        [delta.text, delta.reasoning, delta.finish, delta.usage],
        ["", "", undefined, undefined],
      );
    });
  }

  const answers: readonly (readonly [string, unknown])[] = [
    ["an empty error", choice({ text: "a" }, { error: null })],
    ["an error of no text", choice({ text: "a" }, { error: "" })],
    ["no error, said so", choice({ text: "a" }, { error: false })],
    ["a good code", choice({ text: "a" }, { code: 0, message: "Success" })],
    ["a code that nobody knows", choice({ text: "a" }, { code: 4711 })],
    ["a warning", choice({ text: "a" }, { code: 10_019 })],
    ["a warning as text", choice({ text: "a" }, { code: "10019" })],
    ["a detail beside text", choice({ text: "a" }, { detail: "x", object: "error" })],
    ["a detail beside a native text", { content: "a", detail: "x" }],
    ["a detail beside a response", { response: "a", detail: "x" }],
  ];
  for (const [name, value] of answers) {
    it(`takes ${name} for no problem`, () => {
      assert.deepEqual([read(value).text, read(value).problem], ["a", undefined]);
    });
  }

  for (const code of [0, "0", 200, "200", null, undefined, "", "ok", "success"]) {
    it(`takes the code ${JSON.stringify(code)} alone for none`, () => {
      assert.equal(read({ code }).problem, undefined);
    });
  }
});
