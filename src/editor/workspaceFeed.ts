import * as vscode from "vscode";
import { DenyList } from "../core/egress/denyList.ts";
import type { FileVerdict, JudgedFile } from "../core/egress/filePolicy.ts";
import { isCancellation } from "../core/errors.ts";
import type { Clock, Log, SourceFile } from "../core/ports.ts";
import { isCompletable, pathOf } from "./completion/documentSnapshot.ts";
import type { WorkerClient } from "./workerClient.ts";

/** One file's size cap, in bytes, and characters for open documents. */
const maxFileBytes = 300_000;
const maxFiles = 4000;
/** All files together, in bytes. */
const maxTotalBytes = 24_000_000;
const filesPerSlice = 20;
/** Pause between slices: the editor's own work comes first, in ms. */
const betweenSlicesMs = 15;
const settleMs = 1000;
/** Files that another program changed are read again after this pause, since it changes many at once, in ms. */
const outsideMs = 2000;
/** The window's own start comes first, in ms. */
const firstPauseMs = 400;

const sourceFiles =
  "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte,py,pyi,java,kt,kts,scala,groovy,go,rs,c,h,cc,cpp,cxx,hpp,hh,cs,fs,vb,php,rb,swift,m,mm,dart,lua,r,jl,pl,sh,bash,ps1,sql,html,css,scss,less,xml,yaml,yml,toml,json,md,proto,gradle,cmake,ets}";
/** Folders of other people's or generated code, besides what `files.exclude` and `.gitignore` name. */
const excludedFolders = [
  "node_modules",
  "bower_components",
  "vendor",
  "third_party",
  "dist",
  "out",
  "build",
  "target",
  "bin",
  "obj",
  ".git",
  ".hg",
  ".svn",
  ".venv",
  "venv",
  "__pycache__",
  ".gradle",
  ".idea",
  ".vs",
  "coverage",
  ".next",
  ".cache",
];
const machineMade = /(?:\.min\.\w+|-lock\.json|\.lock|package-lock\.json|\.map|\.snap)$/;

const languageByExtension: Readonly<Record<string, string>> = {
  ts: "typescript",
  mts: "typescript",
  cts: "typescript",
  tsx: "typescriptreact",
  ets: "typescript",
  js: "javascript",
  mjs: "javascript",
  cjs: "javascript",
  jsx: "javascriptreact",
  py: "python",
  pyi: "python",
  java: "java",
  kt: "kotlin",
  go: "go",
  rs: "rust",
  c: "c",
  h: "cpp",
  cc: "cpp",
  cpp: "cpp",
  cxx: "cpp",
  hpp: "cpp",
  hh: "cpp",
  cs: "csharp",
  php: "php",
  rb: "ruby",
  swift: "swift",
  md: "markdown",
  yaml: "yaml",
  yml: "yaml",
  json: "json",
  html: "html",
  css: "css",
  sh: "shellscript",
  sql: "sql",
};

const excludedPath = new RegExp(`(?:^|/)(?:${excludedFolders.join("|").replaceAll(".", "\\.")})/`);

function isOpen(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
}

export type JudgeFile = (file: JudgedFile) => Promise<FileVerdict>;

/**
 * Hands the workspace's own text to the worker: once at the start in small slices, then each file as it is
 * opened, changed, saved, or deleted, by another program too. Secrets, ignored, excluded, large and generated files stay out.
 */
export class WorkspaceFeed implements vscode.Disposable {
  readonly #worker: WorkerClient;
  readonly #judge: JudgeFile;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #denyList = new DenyList();
  readonly #end = new AbortController();
  readonly #settling = new Map<string, AbortController>();
  /** What another program has changed on disk and was not read again yet, by address. */
  readonly #changedOutside = new Map<string, vscode.Uri>();
  readonly #subscriptions: vscode.Disposable[];

  constructor(worker: WorkerClient, judge: JudgeFile, clock: Clock, log: Log) {
    this.#worker = worker;
    this.#judge = judge;
    this.#clock = clock;
    this.#log = log;
    this.#subscriptions = [
      vscode.workspace.onDidOpenTextDocument((document) => void this.#putDocument(document)),
      vscode.workspace.onDidSaveTextDocument((document) => void this.#putDocument(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => void this.#putWhenSettled(document)),
      vscode.workspace.onDidDeleteFiles(({ files }) => this.#remove(files)),
      vscode.workspace.onDidRenameFiles(({ files }) => this.#remove(files.map(({ oldUri }) => oldUri))),
      ...this.#watchDisk(),
    ];
    void clock.delay(firstPauseMs, this.#end.signal).then(() => this.start());
  }

  /** Sends open documents, then the workspace. Begins by itself; call it when a new worker thread has begun. */
  async start(): Promise<void> {
    if (this.#end.signal.aborted) {
      return;
    }
    try {
      for (const document of vscode.workspace.textDocuments) {
        await this.#putDocument(document);
      }
      await this.#putWorkspace();
    } catch (error) {
      if (!isCancellation(error, this.#end.signal)) {
        this.#log.warn(`The workspace could not be read for prediction: ${String(error)}`);
      }
    }
    // Questions wait for this.
    await this.#put([], true);
  }

  dispose(): void {
    this.#end.abort();
    for (const settling of this.#settling.values()) {
      settling.abort();
    }
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  async #putWorkspace(): Promise<void> {
    // `undefined` would mean the user's files.exclude; our own folders come on top of it.
    const hidden = vscode.workspace.getConfiguration("files").get<Record<string, unknown>>("exclude") ?? {};
    const patterns = Object.entries(hidden).flatMap(([pattern, value]) => (value === true ? [pattern] : []));
    const folders = excludedFolders.map((name) => `**/${name}/**`);
    // Braces do not nest everywhere; a pattern with its own is left to the ignore rules.
    const exclude = `{${[...folders, ...patterns.filter((pattern) => !/[{}]/.test(pattern))].join(",")}}`;
    const uris = await vscode.workspace.findFiles(sourceFiles, exclude, maxFiles);
    const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
    let totalBytes = 0;
    for (let start = 0; start < uris.length && totalBytes < maxTotalBytes; start += filesPerSlice) {
      const slice = uris.slice(start, start + filesPerSlice).filter((uri) => !open.has(uri.toString()));
      const files = (await Promise.all(slice.map((uri) => this.#read(uri)))).flatMap((file) => file ?? []);
      if (this.#end.signal.aborted) {
        return;
      }
      totalBytes += files.reduce((sum, file) => sum + file.text.length, 0);
      await this.#put(files);
      await this.#clock.delay(betweenSlicesMs, this.#end.signal);
    }
  }

  /** A checkout changes files that no editor shows: their old text must not go with a question any more. */
  #watchDisk(): vscode.Disposable[] {
    const watcher = vscode.workspace.createFileSystemWatcher(sourceFiles, true);
    return [
      watcher,
      watcher.onDidChange((uri) => void this.#renewLater(uri)),
      watcher.onDidDelete((uri) => this.#remove([uri])),
    ];
  }

  async #renewLater(uri: vscode.Uri): Promise<void> {
    if (this.#changedOutside.size >= maxFiles || excludedPath.test(pathOf(uri))) {
      return;
    }
    this.#changedOutside.set(uri.toString(), uri);
    if (this.#changedOutside.size === 1) {
      await this.#clock.delay(outsideMs, this.#end.signal);
      const uris = [...this.#changedOutside.values()];
      this.#changedOutside.clear();
      await this.#renew(uris);
    }
  }

  /** What may not be read any more, or is too large by now, is forgotten. */
  async #renew(uris: readonly vscode.Uri[]): Promise<void> {
    for (let start = 0; start < uris.length && !this.#end.signal.aborted; start += filesPerSlice) {
      const slice = uris.slice(start, start + filesPerSlice).filter((uri) => !isOpen(uri));
      const read = await Promise.all(slice.map((uri) => this.#read(uri)));
      this.#remove(slice.filter((_, index) => read[index] === undefined));
      const files = read.flatMap((file) => file ?? []);
      if (files.length > 0) {
        await this.#call(() => this.#worker.call("context.renewFiles", { files }, this.#end.signal));
      }
      await this.#clock.delay(betweenSlicesMs, this.#end.signal);
    }
  }

  async #read(uri: vscode.Uri): Promise<SourceFile | undefined> {
    const path = pathOf(uri);
    try {
      const { size } = await vscode.workspace.fs.stat(uri);
      if (size > maxFileBytes || !(await this.#mayRead(path))) {
        return undefined;
      }
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      const extension = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
      const isText = !text.includes("\0") && !text.includes("\ufffd");
      return isText ? { path, languageId: languageByExtension[extension] ?? extension, text } : undefined;
    } catch {
      // Gone meanwhile, or not readable: prediction does without it.
      return undefined;
    }
  }

  async #putDocument(document: vscode.TextDocument): Promise<void> {
    const { uri, languageId } = document;
    const isOwn = isCompletable(document) && uri.scheme !== "untitled" && !document.isClosed;
    if (!isOwn || languageId === "log" || vscode.workspace.getWorkspaceFolder(uri) === undefined) {
      return;
    }
    const path = pathOf(uri);
    const text = document.getText();
    if (text.length > maxFileBytes) {
      // Before it grew so large it may have been known.
      this.#remove([uri]);
    } else if (!text.includes("\0") && (await this.#mayRead(path))) {
      await this.#put([{ path, languageId, text }]);
    }
  }

  /** Unsaved text counts too, once the typing has paused. */
  async #putWhenSettled(document: vscode.TextDocument): Promise<void> {
    const key = document.uri.toString();
    if (!isCompletable(document)) {
      return;
    }
    this.#settling.get(key)?.abort();
    const settling = new AbortController();
    this.#settling.set(key, settling);
    await this.#clock.delay(settleMs, settling.signal);
    if (!settling.signal.aborted) {
      this.#settling.delete(key);
      await this.#putDocument(document);
    }
  }

  /** Nothing leaves the machine here, so an untrusted workspace counts; secrets never do. */
  async #mayRead(path: string): Promise<boolean> {
    if (machineMade.test(path) || this.#denyList.ruleFor(path) !== undefined) {
      return false;
    }
    const verdict = await this.#judge({ path, isGathered: true });
    return verdict.isAllowed || verdict.reason === "untrusted";
  }

  async #put(files: readonly SourceFile[], isWhole = false): Promise<void> {
    if ((files.length > 0 || isWhole) && !this.#end.signal.aborted) {
      await this.#call(() => this.#worker.call("context.putFiles", { files, isWhole }, this.#end.signal));
    }
  }

  #remove(uris: readonly vscode.Uri[]): void {
    const paths = uris.map((uri) => pathOf(uri));
    if (paths.length === 0) {
      return;
    }
    void this.#call(() => this.#worker.call("context.removeFiles", { paths }, this.#end.signal));
  }

  async #call(run: () => Promise<unknown>): Promise<void> {
    try {
      await run();
    } catch (error) {
      if (!isCancellation(error, this.#end.signal)) {
        this.#log.warn(`The background thread did not take files: ${String(error)}`);
      }
    }
  }
}
