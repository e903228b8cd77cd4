import type { FillInRequest } from "../ports.ts";
import { splitBegunMiddle } from "./begunMiddle.ts";
import type { FillInRoute, Preset } from "./preset.ts";

/** How a model family spells a hole with special tokens. */
export interface FimTemplate {
  readonly id: string;
  /** Regular expression over the model's name, case ignored. */
  readonly models: string;
  /** Holds `{prefix}` and `{suffix}`. */
  readonly order: string;
  /** Written once per snippet before the hole: `{path}`, `{text}`. Undefined: snippets go as comments do, in front. */
  readonly snippet?: string;
  /** Written before the file itself where snippets are given: `{path}`. */
  readonly fileHead?: string;
  /** The middle's first lines may stand behind the order, as if the model had written them. */
  readonly takesBegunMiddle?: boolean;
  /** Texts that end the answer. */
  readonly stops: readonly string[];
}

const bar = "\uff5c";
const low = "\u2581";

/** Sources: the published prompt formats of each family. Order matters: the first match wins. */
export const fimTemplates: readonly FimTemplate[] = [
  {
    id: "deepseek-coder",
    models: "deepseek-?coder",
    order: `<${bar}fim${low}begin${bar}>{prefix}<${bar}fim${low}hole${bar}>{suffix}<${bar}fim${low}end${bar}>`,
    takesBegunMiddle: true,
    stops: [
      `<${bar}fim${low}begin${bar}>`,
      `<${bar}fim${low}hole${bar}>`,
      `<${bar}fim${low}end${bar}>`,
      `<${bar}end${low}of${low}sentence${bar}>`,
      "<|EOT|>",
    ],
  },
  {
    id: "codellama",
    models: "code-?llama",
    order: "<PRE> {prefix} <SUF>{suffix} <MID>",
    stops: ["<EOT>", "<PRE>", "<SUF>", "<MID>"],
  },
  {
    id: "codestral",
    models: "codestral",
    order: "[SUFFIX]{suffix}[PREFIX]{prefix}",
    snippet: "+++++ {path}\n{text}\n",
    fileHead: "+++++ {path}\n",
    stops: ["[SUFFIX]", "[PREFIX]", "[MIDDLE]", "</s>"],
  },
  {
    id: "glm",
    models: "glm-?4|codegeex",
    order: "<|code_prefix|>{prefix}<|code_suffix|>{suffix}<|code_middle|>",
    takesBegunMiddle: true,
    stops: ["<|code_prefix|>", "<|code_suffix|>", "<|code_middle|>", "<|endoftext|>", "<|user|>"],
  },
  {
    id: "starcoder",
    models: "starcoder|stable-?code|santacoder",
    order: "<fim_prefix>{prefix}<fim_suffix>{suffix}<fim_middle>",
    snippet: "<file_sep>{path}\n{text}\n",
    fileHead: "<file_sep>{path}\n",
    takesBegunMiddle: true,
    stops: ["<fim_prefix>", "<fim_suffix>", "<fim_middle>", "<file_sep>", "<repo_name>", "<|endoftext|>"],
  },
  {
    id: "codegemma",
    models: "codegemma",
    order: "<|fim_prefix|>{prefix}<|fim_suffix|>{suffix}<|fim_middle|>",
    takesBegunMiddle: true,
    stops: [
      "<|fim_prefix|>",
      "<|fim_suffix|>",
      "<|fim_middle|>",
      "<|file_separator|>",
      "<end_of_turn>",
      "<eos>",
    ],
  },
  {
    id: "qwen-coder",
    models: "qwen-?(2\\.5|3)?-?coder|qwencoder|qwencodernext|granite-?(code|[34])",
    order: "<|fim_prefix|>{prefix}<|fim_suffix|>{suffix}<|fim_middle|>",
    snippet: "<|file_sep|>{path}\n{text}\n",
    fileHead: "<|file_sep|>{path}\n",
    takesBegunMiddle: true,
    stops: [
      "<|fim_prefix|>",
      "<|fim_suffix|>",
      "<|fim_middle|>",
      "<|fim_pad|>",
      "<|file_sep|>",
      "<|repo_name|>",
      "<|endoftext|>",
      "<|im_end|>",
    ],
  },
];

/**
 * Markers that no program text holds by chance: none may pass from any model into a file, or from a
 * file to any model. Plainer ones, such as `[PREFIX]`, count only where their family is used.
 */
export const fimMarkers: readonly string[] = [
  ...new Set([
    ...fimTemplates
      .flatMap((template) => template.stops)
      .filter((stop) => /^<(\||\uff5c|fim_|file_sep|repo_name)/.test(stop)),
    "<fim-prefix>",
    "<fim-suffix>",
    "<fim-middle>",
    "<|im_start|>",
  ]),
];

export function templateFor(model: string): FimTemplate | undefined {
  return fimTemplates.find((template) => new RegExp(template.models, "i").test(model));
}

/** Breaks template markers in the user's own text by a space after the first character. */
export function neutraliseMarkers(text: string, template?: FimTemplate): string {
  // Most text has no marker at all, and a prefix is long: look before you replace.
  const markers = [...fimMarkers, ...(template?.stops ?? [])].filter((marker) => text.includes(marker));
  return markers.reduce(
    (clean, marker) => clean.replaceAll(marker, `${marker.slice(0, 1)} ${marker.slice(1)}`),
    text,
  );
}

/** Fills `{name}` holes in one pass, so that what is filled in is never read as a hole. */
function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(prefix|suffix|path|text)\}/g, (hole, name: string) => values[name] ?? hole);
}

/**
 * The prompt of the `tokens` route. Snippets come first and unchanged from request to request, and the
 * lines being typed last, so that a server's prefix cache keeps all between.
 */
export function renderFimPrompt(template: FimTemplate, request: FillInRequest): string {
  const { snippet, fileHead } = template;
  const clean = (text: string): string => neutraliseMarkers(text, template);
  const path = clean(request.path);
  const whole = { prefix: request.prefix, begun: "" };
  const parts = template.takesBegunMiddle === true ? splitBegunMiddle(request.prefix) : whole;
  const split = parts.prefix === "" ? whole : parts;
  const prefix = clean(split.prefix);
  const begun = clean(split.begun);
  const suffix = clean(request.suffix);
  if (request.snippets.length === 0 || snippet === undefined) {
    return fill(template.order, { prefix, suffix, path }) + begun;
  }
  const context = request.snippets
    .map((entry) => fill(snippet, { path: clean(entry.path), text: clean(entry.text) }))
    .join("");
  const head = fill(fileHead ?? "", { path });
  if (template.order.startsWith("[SUFFIX]")) {
    return fill(template.order, { prefix: context + head + prefix, suffix, path });
  }
  return context + head + fill(template.order, { prefix, suffix, path }) + begun;
}

/** A user's own template, with the markers it uses as stops. */
export function userTemplate(order: string): FimTemplate {
  const stops = order.split(/\{(?:prefix|suffix|path)\}/).map((part) => part.trim());
  return { id: "user", models: ".", order, stops: [...new Set(stops.filter((part) => part.length >= 3))] };
}

/** What a probe found out about filling in the middle. */
export interface ProbedFillIn {
  /** `none`: tried, and no route fills a hole. */
  readonly route: FillInRoute | "none";
}

export interface FillInChoice {
  readonly route: FillInRoute;
  readonly template?: FimTemplate | undefined;
}

interface FillInSource {
  readonly preset: Preset;
  readonly fillInTheMiddle: "auto" | "off" | FillInRoute;
  readonly fillInTheMiddleTemplate?: string | undefined;
}

/**
 * The wire route for a hole, or undefined where only chat is left. A user's setting wins, then what
 * a probe found, then the preset's known route where the model is of a family that can.
 */
export function pickFillInRoute(
  source: FillInSource,
  model: string,
  probed?: ProbedFillIn,
): FillInChoice | undefined {
  const template =
    source.fillInTheMiddleTemplate === undefined
      ? templateFor(model)
      : userTemplate(source.fillInTheMiddleTemplate);
  const withTemplate = (route: FillInRoute): FillInChoice | undefined => {
    if (route === "tokens") {
      return template === undefined ? undefined : { route, template };
    }
    // Ollama may turn out to need the tokens spelled; the other routes spell them on the server.
    return route === "ollama" && template !== undefined ? { route, template } : { route };
  };
  if (source.fillInTheMiddle === "off") {
    return undefined;
  }
  if (source.fillInTheMiddle !== "auto") {
    return withTemplate(source.fillInTheMiddle);
  }
  if (probed !== undefined) {
    return probed.route === "none" ? undefined : withTemplate(probed.route);
  }
  const known = source.preset.fillIn;
  if (
    known === undefined ||
    (known.models !== undefined && !new RegExp(`^(?:${known.models})$`, "i").test(model))
  ) {
    return undefined;
  }
  // Ollama fills holes only for models whose template has a place for the suffix.
  return known.route === "ollama" && template === undefined ? undefined : withTemplate(known.route);
}
