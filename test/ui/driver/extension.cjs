/**
 * Answers questions of the UI tests on a loopback port that it writes, with a secret, into the file named by
 * FLYWHEEL_TEST_DRIVER_FILE. Without that variable it does nothing.
 */
const { randomUUID } = require("node:crypto");
const { renameSync, writeFileSync } = require("node:fs");
const { createServer } = require("node:http");
const vscode = require("vscode");
const { log: debugLog, registerDebuggers } = require("./debuggers.cjs");

const actions = {
  command: (id, ...args) => vscode.commands.executeCommand(id, ...args.map(revive)),
  document: async (path) => describeDocument(await vscode.workspace.openTextDocument(vscode.Uri.file(path))),
  activeEditor: () => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return undefined;
    const { start, end, active } = editor.selection;
    return { ...describeDocument(editor.document), start, end, active };
  },
  diagnostics: () =>
    vscode.languages.getDiagnostics().flatMap(([uri, found]) =>
      found.map((item) => ({
        path: uri.fsPath,
        line: item.range.start.line + 1,
        endLine: item.range.end.line + 1,
        message: item.message,
        severity: vscode.DiagnosticSeverity[item.severity],
        source: item.source,
        code: typeof item.code === "object" ? item.code.value : item.code,
      })),
    ),
  settings: (names) => names.map((name) => vscode.workspace.getConfiguration().get(name)),
  extension: (id) => {
    const found = vscode.extensions.getExtension(id);
    return found && { id: found.id, isActive: found.isActive, path: found.extensionPath };
  },
  commands: () => vscode.commands.getCommands(true),
  debugLog: () => debugLog,
};

function describeDocument(document) {
  return {
    path: document.uri.fsPath,
    scheme: document.uri.scheme,
    text: document.getText(),
    languageId: document.languageId,
    version: document.version,
    isDirty: document.isDirty,
  };
}

/** `{ $uri: "/path" }` and `{ $range: [line, column, line, column] }` (from 0) become what commands expect. */
function revive(value) {
  if (Array.isArray(value)) return value.map(revive);
  if (value === null || typeof value !== "object") return value;
  if ("$uri" in value) return vscode.Uri.file(value.$uri);
  if ("$range" in value) return new vscode.Range(...value.$range);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, revive(part)]));
}

async function answer(request, secret) {
  let body = "";
  for await (const chunk of request) body += chunk;
  const { action, args } = JSON.parse(body);
  if (request.headers.authorization !== secret) throw new Error("Not the test that owns this editor.");
  return actions[action](...args);
}

exports.activate = (context) => {
  const file = process.env.FLYWHEEL_TEST_DRIVER_FILE;
  if (!file) return;
  registerDebuggers(context);
  const secret = randomUUID();
  const server = createServer((request, response) => {
    answer(request, secret).then(
      (result) => response.end(JSON.stringify({ result: toPlain(result) })),
      (error) => response.end(JSON.stringify({ error: String(error?.stack ?? error) })),
    );
  });
  context.subscriptions.push({ dispose: () => server.close() });
  server.listen(0, "127.0.0.1", () => {
    // Moved into place whole: the test polls for it.
    writeFileSync(`${file}.part`, JSON.stringify({ port: server.address().port, secret }));
    renameSync(`${file}.part`, file);
  });
};

function toPlain(value) {
  try {
    return JSON.parse(JSON.stringify(value ?? null));
  } catch {
    return String(value);
  }
}
