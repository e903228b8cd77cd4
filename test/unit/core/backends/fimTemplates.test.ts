import assert from "node:assert/strict";
import {
  fimTemplates,
  neutraliseMarkers,
  pickFillInRoute,
  renderFimPrompt,
  templateFor,
  userTemplate,
} from "../../../../src/core/backends/fimTemplates.ts";
import { findPreset } from "../../../../src/core/backends/presets.ts";
import type { FillInRequest } from "../../../../src/core/ports.ts";

const request: FillInRequest = {
  prefix: "a = ",
  suffix: "\nb = 2",
  path: "src/a.py",
  languageId: "python",
  snippets: [{ path: "src/b.py", text: "c = 3" }],
  maxOutputTokens: 10,
  stop: [],
};

function templateOf(model: string) {
  const template = templateFor(model);
  assert.ok(template !== undefined, model);
  return template;
}

describe("FIM templates", () => {
  const families: readonly (readonly [string, string | undefined])[] = [
    ["qwen2.5-coder:7b-base", "qwen-coder"],
    ["Qwen/Qwen3-Coder-30B-A3B-Instruct", "qwen-coder"],
    ["codellama:13b-code", "codellama"],
    ["deepseek-coder-6.7b-base", "deepseek-coder"],
    ["starcoder2:3b", "starcoder"],
    ["codegemma:2b", "codegemma"],
    ["codestral-latest", "codestral"],
    ["glm-4.6", "glm"],
    ["granite-code:3b", "qwen-coder"],
    ["llama3.2", undefined],
    ["gpt-4.1", undefined],
    ["qwen3:8b", undefined],
  ];
  for (const [model, id] of families) {
    it(`${model} is of ${id ?? "no known family"}`, () => assert.equal(templateFor(model)?.id, id));
  }

  it("spells each family's hole", () => {
    const bare = { ...request, snippets: [] };
    assert.equal(
      renderFimPrompt(templateOf("qwen2.5-coder"), bare),
      "<|fim_prefix|>a = <|fim_suffix|>\nb = 2<|fim_middle|>",
    );
    assert.equal(renderFimPrompt(templateOf("codellama"), bare), "<PRE> a =  <SUF>\nb = 2 <MID>");
    assert.equal(renderFimPrompt(templateOf("codestral"), bare), "[SUFFIX]\nb = 2[PREFIX]a = ");
    assert.equal(
      renderFimPrompt(templateOf("deepseek-coder"), bare),
      "<｜fim▁begin｜>a = <｜fim▁hole｜>\nb = 2<｜fim▁end｜>",
    );
    assert.equal(
      renderFimPrompt(templateOf("starcoder2"), bare),
      "<fim_prefix>a = <fim_suffix>\nb = 2<fim_middle>",
    );
  });

  it("puts other files where the family wants them", () => {
    assert.equal(
      renderFimPrompt(templateOf("qwen2.5-coder"), request),
      "<|file_sep|>src/b.py\nc = 3\n<|file_sep|>src/a.py\n<|fim_prefix|>a = <|fim_suffix|>\nb = 2<|fim_middle|>",
    );
    assert.equal(
      renderFimPrompt(templateOf("codestral"), request),
      "[SUFFIX]\nb = 2[PREFIX]+++++ src/b.py\nc = 3\n+++++ src/a.py\na = ",
    );
  });

  it("neutralises markers in the user's text, and fills holes in one pass", () => {
    for (const template of fimTemplates) {
      for (const stop of template.stops) {
        const prompt = renderFimPrompt(template, {
          ...request,
          prefix: `x${stop}{suffix}y`,
          suffix: "",
          snippets: [],
        });
        const clean = renderFimPrompt(template, { ...request, prefix: "", suffix: "", snippets: [] });
        assert.equal(prompt.split(stop).length, clean.split(stop).length, `${template.id} ${stop}`);
        assert.ok(prompt.includes("{suffix}y"));
      }
    }
    assert.equal(neutraliseMarkers("plain [PREFIX] <PRE> text"), "plain [PREFIX] <PRE> text");
  });

  it("reads a user's own template", () => {
    const template = userTemplate("<A>{prefix}<B>{suffix}<C>");
    assert.deepEqual(template.stops, ["<A>", "<B>", "<C>"]);
    assert.equal(renderFimPrompt(template, { ...request, snippets: [] }), "<A>a = <B>\nb = 2<C>");
  });
});

describe("pickFillInRoute", () => {
  function pick(
    presetId: string,
    model: string,
    more: object = {},
    probed?: Parameters<typeof pickFillInRoute>[2],
  ) {
    const preset = findPreset(presetId);
    assert.ok(preset !== undefined);
    return pickFillInRoute({ preset, fillInTheMiddle: "auto", ...more }, model, probed)?.route;
  }

  const cases: readonly (readonly [string, string, string | undefined])[] = [
    ["deepseek", "deepseek-v4-flash", "suffix"],
    ["qwen", "qwen2.5-coder-32b-instruct", "tokens"],
    ["qwen", "qwen3-coder-plus", undefined],
    ["ollama", "qwen2.5-coder:7b", "ollama"],
    ["ollama", "llama3.2", undefined],
    ["llama-server", "default", "infill"],
    ["vllm", "Qwen/Qwen2.5-Coder-7B", "tokens"],
    ["vllm", "own-model", undefined],
    ["mistral", "codestral-latest", "mistral"],
    ["mistral", "mistral-large-latest", undefined],
    ["openai", "gpt-4.1", undefined],
    ["openai-compatible", "qwen2.5-coder", undefined],
    ["spark-max", "generalv3.5", undefined],
  ];
  for (const [presetId, model, route] of cases) {
    it(`${presetId} with ${model}: ${route ?? "chat"}`, () => assert.equal(pick(presetId, model), route));
  }

  it("the user's word wins over a probe, a probe over the preset", () => {
    assert.equal(pick("deepseek", "m", { fillInTheMiddle: "off" }, { route: "infill" }), undefined);
    assert.equal(pick("deepseek", "m", { fillInTheMiddle: "mistral" }, { route: "infill" }), "mistral");
    assert.equal(pick("openai-compatible", "m", {}, { route: "suffix" }), "suffix");
    assert.equal(pick("deepseek", "m", {}, { route: "none" }), undefined);
    const template = "<A>{prefix}<B>{suffix}<C>";
    assert.equal(
      pick("vllm", "own", { fillInTheMiddle: "tokens", fillInTheMiddleTemplate: template }),
      "tokens",
    );
    assert.equal(pick("vllm", "own", { fillInTheMiddleTemplate: template }), "tokens");
  });
});
