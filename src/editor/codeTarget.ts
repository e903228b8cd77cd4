import * as vscode from "vscode";
import type { FunctionSpan } from "../protocol/codeCalls.ts";
import type { WorkerClient } from "./workerClient.ts";

/** The code a command was asked to work on. */
export interface CodeTarget {
  readonly document: vscode.TextDocument;
  readonly uri: vscode.Uri;
  /** Relative to its workspace folder, `/` as separator; absolute when outside. */
  readonly path: string;
  readonly languageId: string;
  readonly range: vscode.Range;
  readonly text: string;
  /** Where the range came from. */
  readonly kind: "selection" | "function" | "file" | "given";
  readonly symbolName?: string | undefined;
}

export interface CodeTargetOptions {
  /** What stands in when there is neither a range nor a selection nor a function. */
  readonly whole: "file" | "none";
}

/** Files above this are not taken (characters, or bytes on disk). */
export const maxFileSize = 1_048_576;

/**
 * Finds the code that a command means: `(uri, range)` arguments, else the selection, else the innermost
 * function at the cursor, else the file where `whole` says so. Says what is wrong, once, and returns
 * undefined when there is no editor or the file is binary, too large or read-only. Returns undefined
 * without a word when there is simply no function and `whole` is `none`, or when `signal` aborts.
 */
export async function resolveCodeTarget(
  args: readonly unknown[],
  options: CodeTargetOptions,
  worker: WorkerClient,
  signal: AbortSignal,
): Promise<CodeTarget | undefined> {
  const place = await findCodePlace(args);
  if (place === undefined || signal.aborted) {
    return undefined;
  }
  const { document, range } = place;
  if (range !== undefined && !range.isEmpty) {
    return targetOf(document, range, place.isGiven ? "given" : "selection");
  }
  if (range !== undefined) {
    const span = await functionAt(document, range.start, worker, signal);
    if (signal.aborted) {
      return undefined;
    }
    if (span !== undefined) {
      const whole = new vscode.Range(
        document.positionAt(span.startOffset),
        document.positionAt(span.endOffset),
      );
      return targetOf(document, whole, "function", span.name);
    }
  }
  return options.whole === "file" ? targetOf(document, wholeOf(document), "file") : undefined;
}

/** Path relative to the workspace folder, `/` as separator; absolute when outside. */
export function workspacePathOf(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri, false).replaceAll("\\", "/");
}

/** A uri from a command argument: a `Uri`, a uri string, or a file path. */
export function uriFromArgument(value: unknown): vscode.Uri | undefined {
  if (value instanceof vscode.Uri) {
    return value;
  }
  if (typeof value === "string" && value !== "") {
    const isFilePath = value.startsWith("/") || value.startsWith("\\\\") || /^[a-zA-Z]:[\\/]/.test(value);
    return isFilePath ? vscode.Uri.file(value) : vscode.Uri.parse(value);
  }
  if (isRecord(value) && typeof value["scheme"] === "string" && typeof value["path"] === "string") {
    return vscode.Uri.from(value as { scheme: string; path: string });
  }
  return undefined;
}

/** A range from a command argument: a `Range`, `{start, end}`, or the `[start, end]` of its JSON. */
export function rangeFromArgument(value: unknown): vscode.Range | undefined {
  if (value instanceof vscode.Range) {
    return value;
  }
  const [start, end] = Array.isArray(value) ? [value[0] as unknown, value[1] as unknown] : endsOf(value);
  if (!isPosition(start) || !isPosition(end)) {
    return undefined;
  }
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** A document a command may work on, and where in it. */
export interface CodePlace {
  readonly document: vscode.TextDocument;
  /** Undefined when only a file was named that no editor shows. */
  readonly range: vscode.Range | undefined;
  readonly isGiven: boolean;
}

/**
 * The document and range that a command's arguments or the active editor name. Says what is wrong, once,
 * and returns undefined when there is none or it is binary, too large or read-only.
 */
export async function findCodePlace(args: readonly unknown[]): Promise<CodePlace | undefined> {
  const place = await findPlace(args);
  const complaint = place === undefined ? undefined : await complaintAbout(place.document);
  if (complaint !== undefined) {
    void vscode.window.showWarningMessage(complaint);
    return undefined;
  }
  return place;
}

async function findPlace(args: readonly unknown[]): Promise<CodePlace | undefined> {
  const uri = uriFromArgument(args[0]);
  const given = rangeFromArgument(args[1]);
  const active = vscode.window.activeTextEditor;
  if (uri === undefined) {
    if (active === undefined) {
      void vscode.window.showWarningMessage(await complaintWithoutEditor());
      return undefined;
    }
    return { document: active.document, range: given ?? active.selection, isGiven: given !== undefined };
  }
  const document = await openDocument(uri);
  if (document === undefined) {
    return undefined;
  }
  if (given !== undefined) {
    return { document, range: document.validateRange(given), isGiven: true };
  }
  // The context menu passes the uri of the editor it was opened in, and means its selection.
  const shown = [active, ...vscode.window.visibleTextEditors].find((editor) => editor?.document === document);
  return { document, range: shown?.selection, isGiven: false };
}

async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  const sizeBytes = await sizeOf(uri);
  if (sizeBytes !== undefined && sizeBytes > maxFileSize) {
    void vscode.window.showWarningMessage(tooLargeText(uri));
    return undefined;
  }
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    void vscode.window.showWarningMessage(
      vscode.l10n.t("{0} cannot be opened as text. Choose a file with source code.", nameOf(uri)),
    );
    return undefined;
  }
}

async function complaintWithoutEditor(): Promise<string> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText && ((await sizeOf(input.uri)) ?? 0) > maxFileSize) {
    return tooLargeText(input.uri);
  }
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) {
    return vscode.l10n.t("{0} cannot be opened as text. Choose a file with source code.", nameOf(input.uri));
  }
  return vscode.l10n.t("No file is open. Open a source file and run the command again.");
}

async function complaintAbout(document: vscode.TextDocument): Promise<string | undefined> {
  const text = document.getText();
  if (text.length > maxFileSize) {
    return tooLargeText(document.uri);
  }
  if (text.includes("\u0000")) {
    return vscode.l10n.t(
      "{0} cannot be opened as text. Choose a file with source code.",
      nameOf(document.uri),
    );
  }
  return (await isReadOnly(document.uri))
    ? vscode.l10n.t(
        "{0} is read-only. Copy the code into a file of your own and run the command there.",
        nameOf(document.uri),
      )
    : undefined;
}

async function isReadOnly(uri: vscode.Uri): Promise<boolean> {
  if (uri.scheme === "untitled") {
    return false;
  }
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false) {
    return true;
  }
  try {
    const { permissions } = await vscode.workspace.fs.stat(uri);
    return ((permissions ?? 0) & vscode.FilePermission.Readonly) !== 0;
  } catch {
    // No file system behind it: a virtual document, which cannot be written.
    return uri.scheme !== "file" && uri.scheme !== "vscode-notebook-cell";
  }
}

async function sizeOf(uri: vscode.Uri): Promise<number | undefined> {
  try {
    return (await vscode.workspace.fs.stat(uri)).size;
  } catch {
    return undefined;
  }
}

/** The innermost function around a place; undefined where there is none, or nobody can say. */
export async function functionAt(
  document: vscode.TextDocument,
  position: vscode.Position,
  worker: WorkerClient,
  signal: AbortSignal,
): Promise<FunctionSpan | undefined> {
  try {
    const text = document.getText();
    const spans = await worker.call("code.functions", { languageId: document.languageId, text }, signal);
    return innermostFunction(spans, document.offsetAt(position), position.line);
  } catch {
    // Cancelled, or the file stands in: a dead background thread reports itself.
    return undefined;
  }
}

/** The smallest function around the offset, else the smallest whose lines hold the cursor's line. */
export function innermostFunction(
  spans: readonly FunctionSpan[],
  offset: number,
  line: number,
): FunctionSpan | undefined {
  const functions = spans
    .filter((span) => span.kind !== "class")
    .sort((a, b) => a.endOffset - a.startOffset - (b.endOffset - b.startOffset));
  return (
    functions.find((span) => span.startOffset <= offset && offset <= span.endOffset) ??
    functions.find((span) => span.startLine <= line && line <= span.endLine)
  );
}

function targetOf(
  document: vscode.TextDocument,
  range: vscode.Range,
  kind: CodeTarget["kind"],
  symbolName?: string,
): CodeTarget {
  const plainRange = new vscode.Range(range.start, range.end);
  return {
    document,
    uri: document.uri,
    path: workspacePathOf(document.uri),
    languageId: document.languageId,
    range: plainRange,
    text: document.getText(plainRange),
    kind,
    symbolName,
  };
}

function wholeOf(document: vscode.TextDocument): vscode.Range {
  return new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
}

function tooLargeText(uri: vscode.Uri): string {
  return vscode.l10n.t(
    "{0} is larger than 1 MB. Copy the part you mean into a file of its own.",
    nameOf(uri),
  );
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf("/") + 1);
}

function endsOf(value: unknown): readonly [unknown, unknown] {
  return isRecord(value) ? [value["start"], value["end"]] : [undefined, undefined];
}

function isPosition(value: unknown): value is { line: number; character: number } {
  return isRecord(value) && isCount(value["line"]) && isCount(value["character"]);
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
