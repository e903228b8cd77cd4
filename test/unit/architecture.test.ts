import assert from "node:assert/strict";
import { listFiles, readModule, type ImportLine, type ModuleFile } from "./sourceFiles.ts";

const hardLineLimit = 500;
const activateLineLimit = 80;

/** Pure packages that core may use. */
const corePackages = new Set(["diff", "ignore"]);
/** Packages that the webview may use. */
const webviewPackages = new Set(["markdown-it", "dompurify"]);
/** Parts of core that every room of core may use. */
const sharedCore = [
  "ports.ts",
  "errors.ts",
  "messages.ts",
  "timeSlices.ts",
  "convergence/",
  "text/",
  "egress/",
  "context/",
  "backends/",
  "code/",
];

/** Builds the models and hands them out behind the gate. */
const backendsPath = "src/composition/backends.ts";

const modules = listFiles("src", ".ts").map(readModule);

/** The text without comments and string literals, so that prose cannot trip a rule about code. */
function codeOf(module: ModuleFile): string {
  return module.text.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|\/\*[\s\S]*?\*\/|(?<![:\\])\/\/[^\n]*/g,
    (_all, quoted?: string) => (quoted === undefined ? " " : '""'),
  );
}

function roomOf(path: string): string {
  return path.split("/")[1] ?? "";
}

function coreRoomOf(path: string): string {
  return path.split("/")[2] ?? "";
}

function isSharedCore(target: string): boolean {
  const inner = target.replace(/^src\/core\//, "");
  return sharedCore.some((prefix) => inner === prefix || (prefix.endsWith("/") && inner.startsWith(prefix)));
}

function wrongCoreImport(module: ModuleFile, line: ImportLine): boolean {
  if (line.target === undefined) {
    return !corePackages.has(line.specifier);
  }
  if (!line.target.startsWith("src/core/")) {
    return true;
  }
  const isOwnRoom = coreRoomOf(module.path) === coreRoomOf(line.target);
  const isEventTypes = line.target === "src/core/efficiency/events.ts" && line.isTypeOnly;
  return !(isOwnRoom || isSharedCore(line.target) || isEventTypes);
}

const allowedRooms: Readonly<Record<string, readonly string[]>> = {
  "extension.ts": ["composition", "core", "adapters", "editor", "protocol", "features.ts"],
  composition: ["composition", "core", "adapters", "editor", "protocol", "features.ts"],
  "features.ts": ["core", "adapters", "editor", "protocol"],
  editor: ["editor", "core", "protocol"],
  adapters: ["adapters", "core"],
  worker: ["worker", "adapters", "core", "protocol"],
  protocol: ["protocol", "core"],
  webview: ["webview", "protocol"],
};

function wrongRoomImport(module: ModuleFile, line: ImportLine): boolean {
  const room = roomOf(module.path);
  if (line.target === undefined) {
    if (line.specifier === "vscode") {
      return !["editor", "extension.ts", "composition", "features.ts"].includes(room);
    }
    if (room === "webview") {
      return !webviewPackages.has(line.specifier);
    }
    return room === "protocol";
  }
  const targetRoom = roomOf(line.target);
  if (room === "protocol" && targetRoom === "core") {
    return !line.isTypeOnly;
  }
  return !(allowedRooms[room] ?? []).includes(targetRoom);
}

function isPartOfFirstRoot({ path }: ModuleFile): boolean {
  return path === "src/extension.ts" || roomOf(path) === "composition";
}

function findCycle(): string[] | undefined {
  const edges = new Map(
    modules.map((module) => [
      module.path,
      module.imports.filter((line) => !line.isTypeOnly).flatMap((line) => line.target ?? []),
    ]),
  );
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(path)) {
      return [...trail.slice(trail.indexOf(path)), path];
    }
    if (done.has(path)) {
      return undefined;
    }
    for (const next of edges.get(path) ?? []) {
      const cycle = visit(next, [...trail, path]);
      if (cycle !== undefined) {
        return cycle;
      }
    }
    done.add(path);
    return undefined;
  };
  for (const path of edges.keys()) {
    const cycle = visit(path, []);
    if (cycle !== undefined) {
      return cycle;
    }
  }
  return undefined;
}

describe("architecture", () => {
  it("reads a house that has rooms", () => {
    assert.ok(modules.length > 50, `only ${modules.length} modules found`);
    assert.ok(modules.some((module) => module.imports.length > 0));
  });

  it("core imports only itself, its shared parts and the listed pure packages", () => {
    const wrong = modules
      .filter((module) => roomOf(module.path) === "core")
      .flatMap((module) =>
        module.imports
          .filter((line) => wrongCoreImport(module, line))
          .map((line) => `${module.path} -> ${line.specifier}`),
      );
    assert.deepEqual(wrong, []);
  });

  it("the other rooms import only what they may", () => {
    const wrong = modules
      .filter((module) => roomOf(module.path) !== "core")
      .flatMap((module) =>
        module.imports
          .filter((line) => wrongRoomImport(module, line))
          .map((line) => `${module.path} -> ${line.specifier}`),
      );
    assert.deepEqual(wrong, []);
  });

  it("nothing imports the composition roots, but for types between them", () => {
    const wrong = modules.filter((module) =>
      module.imports.some(
        (line) =>
          line.target === "src/extension.ts" ||
          (line.target === "src/features.ts" && !(isPartOfFirstRoot(module) && line.isTypeOnly)),
      ),
    );
    assert.deepEqual(
      wrong.map((module) => module.path),
      [],
    );
  });

  it("only the egress gate can reach a model port", () => {
    const mayName = (path: string): boolean =>
      path === "src/core/ports.ts" ||
      /^src\/(core\/egress|adapters\/models)\//.test(path) ||
      path === backendsPath;
    const wrong = modules
      .filter((module) => !mayName(module.path))
      .filter((module) => /\b(ChatModel|FillInModel|streamChat|streamFillIn)\b/.test(codeOf(module)));
    assert.deepEqual(
      wrong.map((module) => module.path),
      [],
    );
  });

  it("only one part of the first composition root builds models", () => {
    const wrong = modules
      .filter(({ path }) => !path.startsWith("src/adapters/models/") && path !== backendsPath)
      .filter(({ imports }) =>
        imports.some(({ target }) => target?.startsWith("src/adapters/models/") === true),
      );
    assert.deepEqual(
      wrong.map(({ path }) => path),
      [],
    );
  });

  it("only the models room speaks to the network", () => {
    const wrong = modules
      .filter((module) => !module.path.startsWith("src/adapters/models/") && module.path !== backendsPath)
      .filter(
        (module) =>
          /\b(?:fetch|WebSocket|XMLHttpRequest|EventSource)\(/.test(codeOf(module)) ||
          module.imports.some((line) =>
            /^(?:node:)?(?:https?|http2|net|tls|dgram|undici|openai)$/.test(line.specifier),
          ),
      );
    assert.deepEqual(
      wrong.map((module) => module.path),
      [],
    );
  });

  it("core asks no clock, no chance and no global for anything", () => {
    const pattern =
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(|\bsetTimeout\(|\bsetInterval\(|\bprocess\.|\bconsole\./;
    const wrong = modules.filter((module) => roomOf(module.path) === "core" && pattern.test(codeOf(module)));
    assert.deepEqual(
      wrong.map((module) => module.path),
      [],
    );
  });

  it("has no import cycle", () => {
    assert.equal(findCycle()?.join(" -> "), undefined);
  });

  it("has no top-level let, no any, no default export and no proposed API", () => {
    const pattern =
      /^let |^var |^export let |: any\b|\bas any\b|<any>|^export default |enabledApiProposals|handleDidShowCompletionItem|handleEndOfLifetime|detailedReason|debounceDelayMs/m;
    const wrong = modules.filter((module) => pattern.test(codeOf(module)));
    assert.deepEqual(
      wrong.map((module) => module.path),
      [],
    );
  });

  it(`keeps every file within ${hardLineLimit} lines and activate within ${activateLineLimit}`, () => {
    const wrong = modules.filter((module) => module.text.split("\n").length > hardLineLimit);
    assert.deepEqual(
      wrong.map((module) => module.path),
      [],
    );
    const root = modules.find((module) => module.path === "src/extension.ts");
    const activate = /export (?:async )?function activate[\s\S]*?\n\}/.exec(root?.text ?? "")?.[0];
    assert.ok(activate !== undefined, "extension.ts exports activate");
    assert.ok(activate.split("\n").length <= activateLineLimit);
  });
});
