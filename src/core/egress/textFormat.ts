import type { TextFormat } from "./secretValues.ts";

const configEndings = new Set(
  (
    "yml yaml properties ini conf cfg cnf config toml env sh bash zsh fish ps1 bat cmd xml json json5 jsonc " +
    "tf hcl plist service dockerfile netrc reg gradle editorconfig"
  ).split(" "),
);
const codeEndings = new Set(
  (
    "py pyi js jsx mjs cjs ts tsx mts cts java kt kts scala groovy c h cc cpp cxx hpp hh cs go rs rb php swift m " +
    "mm dart lua pl pm r jl ex exs erl hs clj vue svelte sql html css scss less"
  ).split(" "),
);

/** Whether bare words in a file are values or names, by the ending of its path. */
export function formatOfPath(path: string | undefined): TextFormat {
  if (path === undefined) {
    return "unknown";
  }
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  const ending = name.slice(name.lastIndexOf(".") + 1);
  if (configEndings.has(ending) || name.startsWith("dockerfile") || name.startsWith(".")) {
    return "config";
  }
  return codeEndings.has(ending) ? "code" : "unknown";
}
