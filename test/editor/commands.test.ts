import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { replyWithText } from "../fakes/fakeModelServerReplies.ts";
import { isMachineSetting } from "../../src/editor/settings.ts";
import { ShownMessages } from "./shownMessages.ts";

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
  };
}

const folder = "commandsTest";
const source = [
  "export function first(a) {",
  "  if (a = 1) {",
  "    return 2;",
  "  }",
  "  return 3;",
  "}",
  "",
  "export function second(b) {",
  "  if (b === b) {",
  '    throw new RangeError("none");',
  "  }",
  "  return 4;",
  "}",
  "",
].join("\n");
const lineOf = { first: 2, second: 8 } as const;
const secondRange = new vscode.Range(7, 0, 12, 1);
const betweenFunctions = new vscode.Position(6, 0);
const insideFirst = new vscode.Position(2, 4);
const codeCommands = ["explainSelection", "generateTests", "findBugs", "fixProblem"] as const;

function uriOf(path: string): vscode.Uri {
  const root = vscode.workspace.workspaceFolders?.[0];
  assert.ok(root, "the tests run in a workspace");
  return vscode.Uri.joinPath(root.uri, folder, path);
}

async function write(path: string, text: string | Uint8Array): Promise<vscode.Uri> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  await vscode.workspace.fs.writeFile(uriOf(path), bytes);
  return uriOf(path);
}

function run<T = unknown>(name: string, ...args: unknown[]): Thenable<T> {
  return vscode.commands.executeCommand<T>(`flywheel.${name}`, ...args);
}

async function showAt(uri: vscode.Uri, at: vscode.Position): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at) });
}

/** The lines that findings stand on, from 1. */
function foundLines(uri: vscode.Uri): number[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source: by }) => by?.startsWith("Flywheel") === true)
    .map(({ range }) => range.start.line + 1)
    .sort((a, b) => a - b);
}

function previewUri(): vscode.Uri | undefined {
  for (const { input } of vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs)) {
    if (input instanceof vscode.TabInputTextDiff && input.modified.scheme === "flywheel-preview") {
      return input.modified;
    }
  }
  return undefined;
}

/** Runs a command and throws its preview away as soon as it is open; resolves to what it showed. */
async function previewOf(work: () => Thenable<unknown>): Promise<{ shown: string; result: unknown }> {
  let reading: Promise<string> | undefined;
  const watching = vscode.window.tabGroups.onDidChangeTabs(() => {
    const uri = previewUri();
    if (uri !== undefined && reading === undefined) {
      reading = readAndDiscard(uri);
    }
  });
  try {
    const result = await work();
    return { result, shown: (await reading) ?? "" };
  } finally {
    watching.dispose();
  }
}

async function readAndDiscard(uri: vscode.Uri): Promise<string> {
  const text = (await vscode.workspace.openTextDocument(uri)).getText();
  await run("internal.discardPreview");
  return text;
}

describe("every command", () => {
  let messages: ShownMessages;
  let sample: vscode.Uri;
  const files = { count: 0 };

  before(async () => {
    await vscode.extensions.getExtension("flywheel.flywheel")?.activate();
    await write(
      "package.json",
      '{ "name": "sample", "type": "module", "devDependencies": { "mocha": "11" } }',
    );
  });

  beforeEach(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await run("clearFindings");
    files.count += 1;
    sample = await write(`src/sample${files.count}.js`, source);
    messages = new ShownMessages();
  });

  afterEach(() => messages.restore());

  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await run("clearFindings");
    await vscode.workspace.fs.delete(uriOf(""), { recursive: true });
  });

  it("of the manifest has a case here", () => {
    const extension = vscode.extensions.getExtension("flywheel.flywheel");
    assert.ok(extension);
    const { contributes } = extension.packageJSON as Manifest;
    const contributed = contributes.commands
      .map(({ command }) => command.replace("flywheel.", ""))
      .filter((name) => !name.startsWith("internal."));
    assert.deepEqual(
      contributed.sort(),
      [...codeCommands, ...Object.keys(plainCommands), "ask", "exportStatistics", "leaveOutWorkspace"].sort(),
    );
  });

  /** Commands that take no code: with a file and a range, and without, they do the same and lose nothing. */
  const plainCommands: Readonly<Record<string, (result: unknown) => void>> = {
    setUpBackend: () => assert.match(messages.picks.at(-1)?.labels.join("\n") ?? "", /Paste a curl line/),
    diagnose: () => assert.match(messages.take().join("\n"), /^The offline backend is active/),
    triggerCompletion: (result) => assert.equal(typeof result, "boolean"),
    toggleCompletion: () =>
      assert.match(messages.picks.at(-1)?.labels.join("\n") ?? "", /completion off for/),
    clearFindings: () => undefined,
    newChat: () => undefined,
    showStatistics: () => undefined,
    showSentData: () => undefined,
    pauseLog: () => assert.equal(messages.picks.at(-1)?.title, "Efficiency log"),
    deleteLog: () => assert.deepEqual(messages.take(), ["Delete the whole efficiency log of this machine?"]),
    showRawEvents: () =>
      assert.match(vscode.window.activeTextEditor?.document.getText() ?? "", /^\/\/ The newest \d+ events/),
    relabelTime: () =>
      assert.ok(
        messages.picks.at(-1)?.title === "Change the phase of logged time" ||
          messages.take()[0]?.startsWith("There is no logged time") === true,
      ),
  };
  for (const [name, check] of Object.entries(plainCommands)) {
    it(`${name} runs with a file and a range, with an editor, and with neither`, async () => {
      check(await run(name, sample, secondRange));
      const { document } = await showAt(sample, insideFirst);
      check(await run(name));
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      const result = await run(name);
      if (name === "triggerCompletion") {
        assert.deepEqual(messages.take(), ["Open a file to complete in.", "Open a file to complete in."]);
      } else {
        check(result);
        assert.deepEqual(messages.take(), []);
      }
      assert.equal(document.getText(), source);
    });
  }

  it("leaveOutWorkspace leaves the workspace out and takes it in again, without a message", async () => {
    await run("leaveOutWorkspace", sample, secondRange);
    await run("leaveOutWorkspace");
    assert.deepEqual(messages.take(), []);
  });

  it("exportStatistics writes into the folder it is given, and refuses anything else in one message", async () => {
    const target = mkdtempSync(join(tmpdir(), "flywheel-export-"));
    try {
      await run("findBugs", sample);
      messages.take();
      const paths = await run<string[]>("exportStatistics", { folder: target, format: "csv" });
      assert.ok(
        paths.some((path) => path.endsWith(".csv") && path.startsWith(target)),
        String(paths),
      );
      assert.deepEqual(messages.take(), []);
      assert.deepEqual(await run("exportStatistics", sample, secondRange), []);
      assert.equal(messages.take().length, 1);
    } finally {
      rmSync(target, { recursive: true });
    }
  });

  describe("on code, offline", () => {
    it("explains what it is given, the innermost function, or the file", async () => {
      const given = await run<string>("explainSelection", sample, secondRange);
      assert.match(given, /second/);
      assert.match(given, /RangeError/);
      assert.doesNotMatch(given, /`first`/);

      await showAt(sample, insideFirst);
      const inner = await run<string>("explainSelection");
      assert.match(inner, /first/);
      assert.doesNotMatch(inner, /RangeError/);

      await showAt(sample, betweenFunctions);
      const whole = await run<string>("explainSelection");
      assert.match(whole, /first/);
      assert.match(whole, /second/);
      assert.deepEqual(messages.take(), []);
    });

    it("finds bugs in what it is given, the innermost function, or the file", async () => {
      await run("findBugs", sample, secondRange);
      assert.deepEqual(foundLines(sample), [lineOf.second + 1]);
      await run("clearFindings");
      await showAt(sample, insideFirst);
      await run("findBugs");
      assert.deepEqual(foundLines(sample), [lineOf.first]);
      await run("clearFindings");
      await showAt(sample, betweenFunctions);
      await run("findBugs");
      assert.deepEqual(foundLines(sample), [lineOf.first, lineOf.second + 1]);
      assert.deepEqual(messages.take(), [
        `1 possible bug in lines ${secondRange.start.line + 1}–${secondRange.end.line + 1} of ${nameOf(sample)}.`,
        "1 possible bug in first.",
        "2 possible bugs in " + nameOf(sample) + ".",
      ]);
    });

    it("generates tests for what it is given or the innermost function, else asks which symbol", async () => {
      const given = await previewOf(() => run("generateTests", sample, secondRange, {}));
      assert.match(given.shown, /second/);
      assert.doesNotMatch(given.shown, /first/);
      assert.equal(messages.picks.length, 0);

      await showAt(sample, insideFirst);
      messages.choose = ["→"];
      const inner = await previewOf(() => run("generateTests"));
      assert.match(inner.shown, /first/);
      assert.deepEqual(
        messages.picks.map(({ title }) => title),
        ["Generate tests for first"],
      );

      messages.picks.length = 0;
      messages.choose = ["second", "→"];
      await showAt(sample, betweenFunctions);
      const asked = await previewOf(() => run("generateTests"));
      assert.match(asked.shown, /second/);
      assert.deepEqual(messages.picks[0]?.labels, [
        "$(symbol-function) first",
        "$(symbol-function) second",
        "$(file-code) The whole file",
      ]);
      assert.deepEqual(
        await vscode.workspace.findFiles(`${folder}/**/*.test.js`),
        [],
        "nothing is written by a preview",
      );
    });

    it("fixes the nearest problem of the line, else offers the file's, else says there is none", async () => {
      assert.equal(await run("fixProblem", sample, secondRange), undefined);
      assert.match(messages.take().join("\n"), /^No problems are reported in/);

      await run("findBugs", sample);
      messages.take();
      const given = await previewOf(() => run("fixProblem", sample, new vscode.Range(1, 0, 1, 0)));
      assert.match(given.shown, /a === 1/);

      await showAt(sample, betweenFunctions);
      assert.equal(await run("fixProblem"), undefined);
      assert.equal(messages.picks.at(-1)?.title, "Fix which problem?");
      assert.equal(messages.picks.at(-1)?.labels.length, 2);

      await showAt(sample, insideFirst.translate(-1));
      const near = await previewOf(() => run("fixProblem"));
      assert.match(near.shown, /a === 1/);
      assert.equal((await vscode.workspace.openTextDocument(sample)).getText(), source);
    });

    it("says that a fix without a rule needs a chat backend", async () => {
      const linter = vscode.languages.createDiagnosticCollection("linter");
      linter.set(sample, [new vscode.Diagnostic(new vscode.Range(4, 2, 4, 10), "Magic number.")]);
      assert.equal(await run("fixProblem", sample, new vscode.Range(4, 2, 4, 2)), undefined);
      assert.deepEqual(messages.texts, ["The offline backend cannot do this: it needs a chat backend."]);
      assert.deepEqual(messages.buttons, [["Set Up Backend"]]);
      linter.dispose();
    });

    it("asks with words alone, and opens the box without them", async () => {
      assert.equal(await run("ask", sample, secondRange), undefined);
      assert.match(await run<string>("ask", { text: "RangeError" }), /offline backend/i);
      assert.deepEqual(messages.take(), []);
    });
  });

  describe("on what is no code of the user's", () => {
    for (const name of codeCommands) {
      it(`${name} says in one message that no file is open`, async () => {
        assert.equal(await run(name), undefined);
        assert.deepEqual(messages.take(), ["No file is open. Open a source file and run the command again."]);
      });

      it(`${name} says in one message that a file is binary, over 1 MB, gone, or read-only`, async () => {
        const binary = await write("blob.bin", new Uint8Array([0, 1, 2, 0, 255, 254, 0, 7]));
        const big = await write("big.js", "const x = 1;\n".repeat(90_000));
        const readOnly = vscode.Uri.parse("flywheel-commands:/own.js");
        const provider = vscode.workspace.registerTextDocumentContentProvider("flywheel-commands", {
          provideTextDocumentContent: () => source,
        });
        for (const [uri, expected] of [
          [binary, /^blob\.bin cannot be opened as text\. Choose/],
          [big, /^big\.js is larger than 1 MB\. Copy/],
          [uriOf("none.js"), /^none\.js cannot be opened as text\. Choose/],
          [readOnly, /^own\.js is read-only\. Copy/],
        ] as const) {
          assert.equal(await run(name, uri, new vscode.Range(0, 0, 1, 0)), undefined);
          const shown = messages.take();
          assert.equal(shown.length, 1, `${uri.path}: ${shown.join(" | ")}`);
          assert.match(shown[0] ?? "", expected);
        }
        await vscode.window.showTextDocument(readOnly);
        assert.equal(await run(name), undefined);
        assert.equal(messages.take().length, 1);
        provider.dispose();
        assert.equal((await vscode.workspace.fs.readFile(big)).length, 13 * 90_000);
      });
    }
  });

  describe("with a chat backend", () => {
    let server: FakeModelServer;

    const useBackends = (value: unknown): Thenable<void> =>
      vscode.workspace
        .getConfiguration()
        .update("flywheel.backends", value, vscode.ConfigurationTarget.Global);
    const lastBody = (): string => JSON.stringify(server.lastRequest?.json);

    before(async () => {
      server = await FakeModelServer.start();
      await useBackends({
        fake: { preset: "openai-compatible", baseUrl: server.baseUrl, model: "fake-model" },
      });
    });

    after(async () => {
      await useBackends(undefined);
      await server.stop();
    });

    it("explains the given range, the innermost function, or the file", async () => {
      await run("newChat");
      server.enqueue(replyWithText("Second."), replyWithText("First."), replyWithText("All."));
      assert.equal(await run("explainSelection", sample, secondRange), "Second.");
      assert.match(lastBody(), /lines 8 to 13/);
      assert.doesNotMatch(lastBody(), /function first/);

      await run("newChat");
      await showAt(sample, insideFirst);
      assert.equal(await run("explainSelection"), "First.");
      assert.match(lastBody(), /Explain `first`/);
      assert.doesNotMatch(lastBody(), /function second/);

      await run("newChat");
      await showAt(sample, betweenFunctions);
      assert.equal(await run("explainSelection"), "All.");
      assert.match(lastBody(), /function first[\s\S]*function second/);
      assert.deepEqual(messages.take(), []);
    });

    it("finds bugs in the given range, the innermost function, or the file", async () => {
      const searched = (): number[] =>
        [...lastBody().matchAll(/(?:\\n|")\s*(\d+)\|/g)].map(([, line]) => Number(line));
      server.enqueue(replyWithText("[]"), replyWithText("[]"), replyWithText("[]"));
      await run("findBugs", sample, secondRange);
      assert.deepEqual([searched()[0], searched().at(-1)], [8, 13]);
      await showAt(sample, insideFirst);
      await run("findBugs");
      assert.deepEqual([searched()[0], searched().at(-1)], [1, 6]);
      await showAt(sample, betweenFunctions);
      await run("findBugs");
      assert.equal(searched()[0], 1);
      assert.ok((searched().at(-1) ?? 0) >= 13);
      assert.deepEqual(messages.take(), [
        `The model reports no bugs in lines ${secondRange.start.line + 1}–${secondRange.end.line + 1} of ${nameOf(sample)}.`,
        "The model reports no bugs in first.",
        `The model reports no bugs in ${nameOf(sample)}.`,
      ]);
    });

    it("generates tests for the given range and for the innermost function", async () => {
      const tests = (name: string): string =>
        `\`\`\`js\nimport assert from "node:assert/strict";\nimport { ${name} } from "./x.js";\n\ndescribe("${name}", () => {\n  it("works", () => {\n    assert.equal(${name}(1), 1);\n  });\n});\n\`\`\``;
      server.enqueue(replyWithText(tests("second")), replyWithText(tests("first")));
      const given = await previewOf(() => run("generateTests", sample, secondRange, {}));
      assert.match(given.shown, /second\(1\)/);
      assert.match(lastBody(), /function second/);
      await showAt(sample, insideFirst);
      messages.choose = ["→", "Write without running"];
      const inner = await previewOf(() => run("generateTests"));
      assert.match(inner.shown, /first\(1\)/);
    });

    it("fixes the problem at the given range and at the cursor", async () => {
      const linter = vscode.languages.createDiagnosticCollection("linter");
      linter.set(sample, [new vscode.Diagnostic(new vscode.Range(4, 2, 4, 10), "Magic number.")]);
      const fix = "<<<<<<< ORIGINAL\n  return 3;\n=======\n  return three;\n>>>>>>> REPLACEMENT\n";
      server.enqueue(replyWithText(fix), replyWithText(fix));
      const given = await previewOf(() => run("fixProblem", sample, new vscode.Range(4, 2, 4, 2)));
      assert.match(given.shown, /return three/);
      await showAt(sample, new vscode.Position(4, 3));
      const near = await previewOf(() => run("fixProblem"));
      assert.match(near.shown, /return three/);
      assert.equal((await vscode.workspace.openTextDocument(sample)).getText(), source);
      linter.dispose();
    });

    it("asks with the code it was given, or the open file", async () => {
      await run("newChat");
      server.enqueue(replyWithText("Because."), replyWithText("So."));
      await run("ask", sample, secondRange);
      assert.equal(await run("ask", { text: "Why?" }), "Because.");
      assert.match(lastBody(), /function second/);
      assert.doesNotMatch(lastBody(), /function first/);
      await run("newChat");
      await showAt(sample, betweenFunctions);
      assert.equal(await run("ask", { text: "And now?" }), "So.");
      assert.match(lastBody(), /function first/);
    });
  });
});

function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

describe("the way to a setting", () => {
  it("knows which settings belong to a machine, as the manifest says it", () => {
    const manifest = vscode.extensions.getExtension("flywheel.flywheel")?.packageJSON as {
      contributes: { configuration: { properties: Record<string, { scope?: string }> } };
    };
    const properties = Object.entries(manifest.contributes.configuration.properties);
    assert.ok(properties.length > 15);
    assert.deepEqual(
      properties.filter(([name]) => isMachineSetting(name)).map(([name]) => name),
      properties.filter(([, { scope }]) => scope?.startsWith("machine")).map(([name]) => name),
    );
  });
});
