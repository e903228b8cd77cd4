import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { listFiles, projectRoot, readModule } from "./sourceFiles.ts";

type Json = Record<string, unknown>;

function readJson(path: string): Json {
  return JSON.parse(readFileSync(join(projectRoot, path), "utf8")) as Json;
}

function readText(path: string): string {
  return readFileSync(join(projectRoot, path), "utf8");
}

const manifest = readJson("package.json");
const contributes = manifest["contributes"] as Json;
const english = readJson("package.nls.json");
const chinese = readJson("package.nls.zh-cn.json");
const modules = listFiles("src", ".ts").map(readModule);

function idsIn(path: string, pattern: RegExp): string[] {
  return [...readText(path).matchAll(pattern)].map((match) => match[1] ?? "").sort();
}

const contributed = (contributes["commands"] as { command: string; title: string; category: string }[]).map(
  (entry) => entry.command,
);
const properties = (contributes["configuration"] as { properties: Record<string, Json> }).properties;

/** Every quoted English text of an l10n call or a message table. */
function englishTexts(): Set<string> {
  const texts = new Set<string>();
  const literal = String.raw`("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|${"`"}(?:[^${"`"}\\$]|\\.)*${"`"})`;
  const call = new RegExp(String.raw`(?:l10n\.t|\bt)\(\s*${literal}`, "g");
  const unquote = (quoted: string): string =>
    JSON.parse(
      `"${quoted
        .slice(1, -1)
        .replace(/\\'/g, "'")
        .replace(/\\`/g, "`")
        .replace(/(?<!\\)"/g, '\\"')
        .replace(/\n/g, "\\n")}"`,
    ) as string;
  for (const module of modules) {
    if (/^src\/(?:editor|composition)\/|^src\/extension\.ts$/.test(module.path)) {
      for (const match of module.text.matchAll(call)) {
        texts.add(unquote(match[1] ?? '""'));
      }
    }
    if (module.path.endsWith("Messages.ts") && module.path.startsWith("src/core/")) {
      const entry = new RegExp(String.raw`["'][\w.-]+["']:\s*${literal}`, "g");
      for (const match of module.text.matchAll(entry)) {
        texts.add(unquote(match[1] ?? '""'));
      }
    }
  }
  return texts;
}

describe("manifest", () => {
  it("contributes exactly the commands of commandIds and the actions of titles", () => {
    const ids = idsIn("src/editor/commandIds.ts", /: "(flywheel\.(?!internal)[\w.]+)"/g);
    assert.equal(ids.length, 19);
    const titleActions = [
      "flywheel.internal.acceptPreview",
      "flywheel.internal.discardPreview",
      "flywheel.internal.showChats",
    ];
    assert.deepEqual([...contributed].sort(), [...ids, ...titleActions].sort());
  });

  it("contributes exactly the settings that the code reads", () => {
    const names = idsIn("src/editor/settings.ts", /: "(flywheel\.[\w.]+)"/g);
    assert.equal(names.length, 20);
    assert.deepEqual(Object.keys(properties).sort(), names);
  });

  it("keeps the defaults and scopes of the contract", () => {
    const defaults = Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name, schema["default"]]),
    );
    assert.deepEqual(defaults, {
      "flywheel.backends": {},
      "flywheel.roles.completion": "auto",
      "flywheel.roles.chat": "auto",
      "flywheel.roles.embedding": "offline",
      "flywheel.completion.enabled": { "*": true },
      "flywheel.completion.delayMs": "auto",
      "flywheel.completion.multiline": "auto",
      "flywheel.completion.eagerness": "balanced",
      "flywheel.codeLens.enabled": false,
      "flywheel.language": "auto",
      "flywheel.statistics.enabled": true,
      "flywheel.tests.maxRepairs": 2,
      "flywheel.tests.timeLimitSeconds": 60,
      "flywheel.tests.projects": {},
      "flywheel.statistics.prices": {},
      "flywheel.statistics.rawDays": 90,
      "flywheel.statistics.statusBar": true,
      "flywheel.egress.allowedHosts": [],
      "flywheel.egress.redactPersonalData": false,
      "flywheel.egress.keepRecord": false,
    });
    // A workspace must not be able to loosen what leaves the machine.
    const ofMachine = Object.keys(properties).filter((name) =>
      /^flywheel\.(?:backends$|egress\.)/.test(name),
    );
    assert.deepEqual(
      ofMachine.map((name) => [name, properties[name]?.["scope"]]),
      ofMachine.map((name) => [name, "machine"]),
    );
    assert.equal(ofMachine.length, 4);
  });

  it("has every text in both languages, and no text that nothing uses", () => {
    assert.deepEqual(Object.keys(english).sort(), Object.keys(chinese).sort());
    const used = new Set(
      [...readText("package.json").matchAll(/"%([\w.-]+)%"/g)].map((match) => match[1] ?? ""),
    );
    assert.deepEqual([...used].sort(), Object.keys(english).sort());
    for (const [key, text] of Object.entries(chinese)) {
      assert.match(String(text), /\p{Script=Han}/u, `${key} has no Chinese`);
      assert.doesNotMatch(String(text), /您/, `${key} addresses the reader in another way than the rest`);
    }
  });

  it("restricts what names an endpoint, a header, a certificate or a command", () => {
    const { untrustedWorkspaces, virtualWorkspaces } = manifest["capabilities"] as Record<string, Json>;
    assert.equal(untrustedWorkspaces?.["supported"], "limited");
    assert.equal(virtualWorkspaces?.["supported"], "limited");
    const restricted = untrustedWorkspaces?.["restrictedConfigurations"] as string[];
    assert.ok(restricted.includes("flywheel.backends"));
    assert.ok(restricted.includes("flywheel.roles.completion") && restricted.includes("flywheel.roles.chat"));
    assert.ok(restricted.includes("flywheel.tests.projects"));
    for (const name of Object.keys(properties).filter((setting) => setting.startsWith("flywheel.egress."))) {
      assert.ok(restricted.includes(name), `${name} is not restricted`);
    }
  });

  it("activates late, on the oldest supported version, without proposals or own chords", () => {
    assert.deepEqual(manifest["activationEvents"], ["onStartupFinished"]);
    assert.deepEqual(manifest["extensionKind"], ["workspace"]);
    assert.deepEqual(manifest["categories"], ["AI", "Chat", "Programming Languages"]);
    assert.equal((manifest["engines"] as Json)["vscode"], "^1.105.0");
    const dependencies = manifest["devDependencies"] as Record<string, string>;
    assert.equal(dependencies["@types/vscode"], "1.105.0");
    assert.ok(!("enabledApiProposals" in manifest));
    const keys = ((contributes["keybindings"] ?? []) as { key: string; when?: string }[]).filter(
      (binding) => /^(tab|escape)$/i.test(binding.key) || binding.when === undefined,
    );
    assert.deepEqual(keys, []);
  });

  it("pins every version and names the packages of the product", () => {
    const dependencies = manifest["devDependencies"] as Record<string, string>;
    for (const [name, version] of Object.entries(dependencies)) {
      assert.match(version, /^(npm:.+@)?\d+\.\d+\.\d+(-[\w.]+)?$/, `${name} is not pinned: ${version}`);
    }
    for (const name of ["@types/vscode", "@vscode/test-electron", "openai", "esbuild", "mocha"]) {
      assert.ok(name in dependencies, `${name} is missing`);
    }
    assert.equal(manifest["main"], "./dist/extension.js");
  });

  it("names files that exist", () => {
    const paths = [...readText("package.json").matchAll(/"((?:\.\/)?media\/[^"]+)"/g)].map(
      (match) => match[1] ?? "",
    );
    assert.ok(paths.length >= 7);
    for (const path of paths) {
      assert.ok(existsSync(join(projectRoot, path)), `${path} is missing`);
      if (path.endsWith(".md")) {
        const localized = path.replace(/\.md$/, ".nls.zh-cn.md");
        assert.ok(existsSync(join(projectRoot, localized)), `${localized} is missing`);
      }
    }
  });

  for (const file of ["README.md", "README.zh-CN.md"]) {
    it(`lists every setting and command in ${file}`, () => {
      const readme = readText(file);
      for (const name of [
        ...Object.keys(properties),
        ...contributed.filter((id) => !id.includes("internal")),
      ]) {
        assert.ok(readme.includes(`\`${name}\``), `${file} does not name ${name}`);
      }
    });
  }
});

describe("texts", () => {
  it("are all there in Chinese, with the same holes", () => {
    const parts = listFiles("l10n/parts", ".json").map(readJson);
    const translated = new Map(parts.flatMap((part) => Object.entries(part)));
    const texts = englishTexts();
    assert.ok(texts.size > 50, `only ${texts.size} texts found`);
    const holes = (text: string): string =>
      [...text.matchAll(/\{\d+\}/g)]
        .map((match) => match[0])
        .sort()
        .join();
    const missing = [...texts].filter((text) => !translated.has(text));
    assert.deepEqual(missing, []);
    const wrong = [...translated].filter(([text, other]) => holes(text) !== holes(String(other)));
    assert.deepEqual(wrong, []);
    const formal = [...translated].filter(([, other]) => String(other).includes("您"));
    assert.deepEqual(formal, [], "the reader is addressed in one way");
  });
});
