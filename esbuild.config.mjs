import { cp, mkdir, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import * as esbuild from "esbuild";
import { mergeL10n } from "./scripts/mergeL10n.mjs";

const isTest = process.argv.includes("--test");
const isDev = process.argv.includes("--dev");

/** @type {esbuild.BuildOptions} */
const node = {
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node22",
  minify: !isDev && !isTest,
  sourcemap: isDev || isTest ? "inline" : false,
  legalComments: "none",
  logLevel: "warning",
  external: ["vscode", "./features.js", "./models.js", "./afterStart.js"],
  // Its ES module asks for import.meta.url, which a CommonJS bundle does not have.
  alias: { "web-tree-sitter": resolve("node_modules/web-tree-sitter/web-tree-sitter.cjs") },
};

/** @type {esbuild.BuildOptions} */
const browser = { ...node, platform: "browser", format: "iife", target: "chrome128", external: [] };

/** Grammars that ship; each is loaded when its language is first parsed. */
const grammars = ["python", "java", "javascript", "typescript", "tsx", "cpp", "c-sharp", "go", "rust"];

async function copyWasm() {
  await mkdir("dist/wasm", { recursive: true });
  await cp("node_modules/web-tree-sitter/web-tree-sitter.wasm", "dist/wasm/web-tree-sitter.wasm");
  for (const name of grammars) {
    await cp(
      `node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter-${name}.wasm`,
      `dist/wasm/tree-sitter-${name}.wasm`,
    );
  }
}

async function buildProduct() {
  mergeL10n();
  await rm("dist", { recursive: true, force: true });
  const entries = [
    // Chinese characters take half of what their escapes do.
    [{ ...node, charset: "utf8" }, "src/extension.ts", "dist/extension.js"],
    [node, "src/features.ts", "dist/features.js"],
    [node, "src/adapters/models/modelsEntry.ts", "dist/models.js"],
    [node, "src/editor/afterStart.ts", "dist/afterStart.js"],
    [node, "src/worker/main.ts", "dist/worker.js"],
    [browser, "src/webview/chat/main.ts", "dist/webview/chat.js"],
    [browser, "src/webview/statistics/main.ts", "dist/webview/statistics.js"],
  ];
  await Promise.all(
    entries
      .filter(([, entry]) => existsSync(entry))
      .map(([options, entry, outfile]) => esbuild.build({ ...options, entryPoints: [entry], outfile })),
  );
  await copyWasm();
}

async function buildEditorTests() {
  await rm("dist-test", { recursive: true, force: true });
  await esbuild.build({
    ...node,
    entryPoints: ["test/editor/index.ts"],
    outfile: "dist-test/editor/index.js",
    external: ["vscode", "mocha"],
  });
}

await (isTest ? buildEditorTests() : buildProduct());
