import * as vscode from "vscode";
import { FilePolicy, type PolicyFacts } from "../../core/egress/filePolicy.ts";
import { readExcludesFile } from "../../core/egress/gitExcludesFile.ts";
import {
  findRepository,
  readIgnoreTree,
  type IgnoreTree,
  type IgnoreTreeFiles,
  type Repository,
} from "../../core/egress/ignoreTree.ts";
import { isAbsolutePath, normalisePath } from "../../core/egress/normalisePath.ts";

type RuleFileName = ".flywheelignore" | ".gitignore";

/** What lies outside of the workspace: the user's own Git settings, and where links lead. */
export interface PolicyHome {
  /** The user's folder. */
  readonly homePath: string;
  /** `XDG_CONFIG_HOME`, where it is set. */
  readonly configPath?: string | undefined;
  /** The file system's own name of a file, all links followed; undefined where there is no file. */
  realPath?(fsPath: string): Promise<string | undefined>;
}

interface Place {
  /** A folder of the workspace, or the folder of a file that lies outside. */
  readonly folder: vscode.Uri;
  readonly isOutside: boolean;
  /** Relative to `folder`, `/` as separator. */
  readonly path: string;
}

type WorkspaceFolders = () => readonly vscode.WorkspaceFolder[];

const maxKnownSizes = 500;
/** Folders outside the workspace that are watched at most; a rule file saved in the editor counts anyway. */
const maxOuterWatchers = 100;
const ruleFileNames = "{.flywheelignore,.gitignore}";

/**
 * What the file policy has to know, read from the workspace: ignore files of every folder above a file, up
 * to the top of its repository, even where only a folder inside is open or none at all (read when first needed, read
 * again when one changes; for Git the repository's `info/exclude` and the user's own file as well), sizes,
 * and trust. An ignore file that exists but cannot be read makes its questions reject, and then the policy
 * withholds.
 */
export class WorkspacePolicy implements PolicyFacts, vscode.Disposable {
  readonly policy: FilePolicy = new FilePolicy(this);
  readonly #textsByUri = new Map<string, Promise<string | undefined>>();
  readonly #kindsByUri = new Map<string, Promise<"file" | "folder" | undefined>>();
  readonly #repositoriesByFolder = new Map<string, Promise<Repository | undefined>>();
  readonly #treesByFolder = new Map<string, Promise<IgnoreTree>>();
  readonly #sizesByPath = new Map<string, number>();
  readonly #changed = new vscode.EventEmitter<void>();
  /** The rules may now decide otherwise. */
  readonly onDidChange = this.#changed.event;
  readonly #disposables: vscode.Disposable[] = [this.#changed];

  /** Watchers of the folders of a repository above the open one, by folder. */
  readonly #outerWatchers = new Map<string, vscode.Disposable>();
  readonly #home: PolicyHome | undefined;
  readonly #folders: WorkspaceFolders;
  /** The one text under its own name, so that a read that failed is tried again like the others. */
  readonly #userRules = new Map<string, Promise<string>>();

  constructor(home?: PolicyHome, folders: WorkspaceFolders = () => vscode.workspace.workspaceFolders ?? []) {
    this.#home = home;
    this.#folders = folders;
    const forget = (): void => this.#forgetRules();
    this.#disposables.push(
      this.#watch(`**/${ruleFileNames}`),
      vscode.workspace.onDidChangeWorkspaceFolders(forget),
      vscode.workspace.onDidGrantWorkspaceTrust(forget),
      // The watcher may be late, or switched off for the folder; a save in the editor counts at once.
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        this.#sizesByPath.clear();
        if (/(?:^|\/)\.(?:flywheel|git)ignore$/.test(uri.path)) {
          this.#forgetRules();
        }
      }),
    );
  }

  isTrusted(): boolean {
    return vscode.workspace.isTrusted;
  }

  isFlywheelIgnored(path: string): Promise<boolean> {
    return this.#isIgnored(path, ".flywheelignore");
  }

  isGitIgnored(path: string): Promise<boolean> {
    return this.#isIgnored(path, ".gitignore");
  }

  /** Rejects, and so withholds, when a link cannot be followed. */
  async realPath(path: string): Promise<string | undefined> {
    for (const { folder, path: inner } of placesOf(path, this.#folders())) {
      const uri = vscode.Uri.joinPath(folder, inner);
      const real = await this.#realUri(folder, uri);
      if (real !== undefined && real.path !== uri.path) {
        return real.fsPath;
      }
    }
    return undefined;
  }

  async #realUri(folder: vscode.Uri, uri: vscode.Uri): Promise<vscode.Uri | undefined> {
    const home = this.#home;
    if (home?.realPath === undefined || folder.scheme !== "file") {
      return undefined;
    }
    const [realFolder, real] = await Promise.all([home.realPath(folder.fsPath), home.realPath(uri.fsPath)]);
    if (realFolder === undefined || real === undefined) {
      return undefined;
    }
    // The folder itself may have been opened by a link: what lies in it keeps its name in it.
    const start = `${vscode.Uri.file(realFolder).path.replace(/\/+$/, "")}/`;
    const realUri = vscode.Uri.file(real);
    return realUri.path.startsWith(start)
      ? vscode.Uri.joinPath(folder, realUri.path.slice(start.length))
      : realUri;
  }

  async sizeBytes(path: string): Promise<number | undefined> {
    const known = this.#sizesByPath.get(path);
    if (known !== undefined) {
      return known;
    }
    const places = placesOf(path, this.#folders());
    let size: number | undefined;
    for (const { folder, path: inner } of places) {
      try {
        const { size: found } = await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, inner));
        size = Math.max(size ?? 0, found);
      } catch {
        // Not saved yet, or in another folder of the workspace: the text itself is measured then.
      }
    }
    if (size !== undefined) {
      if (this.#sizesByPath.size >= maxKnownSizes) {
        this.#sizesByPath.clear();
      }
      this.#sizesByPath.set(path, size);
    }
    return size;
  }

  dispose(): void {
    for (const disposable of [...this.#disposables, ...this.#outerWatchers.values()]) {
      disposable.dispose();
    }
  }

  /** With several folders a path may be meant in any of them: one that ignores it is enough. */
  async #isIgnored(path: string, name: RuleFileName): Promise<boolean> {
    for (const place of placesOf(path, this.#folders())) {
      const { rules, prefix } = await this.#treeFor(place, name);
      if (rules.ignores(prefix + place.path)) {
        return true;
      }
    }
    return false;
  }

  #treeFor(place: Place, name: RuleFileName): Promise<IgnoreTree> {
    const { folder } = place;
    const inner = place.path.split("/").slice(0, -1);
    const key = [name, folder.toString(), ...inner].join("/");
    return remember(this.#treesByFolder, key, async () => {
      const files = this.#filesOf(folder);
      const repository = await this.#repositoryOf(place, files);
      const userRules = name === ".gitignore" ? await this.#gitUserRules() : "";
      return readIgnoreTree({ folder: folder.path, repository, inner }, name, userRules, files);
    });
  }

  #repositoryOf({ folder, isOutside }: Place, files: IgnoreTreeFiles): Promise<Repository | undefined> {
    // What lies above a folder of a virtual file system is no folder of anybody.
    if (folder.scheme !== "file") {
      return Promise.resolve(undefined);
    }
    return remember(this.#repositoriesByFolder, folder.toString(), async () => {
      const repository = await findRepository(folder.path, files);
      const { top, segments } = repository ?? { top: folder.path, segments: [] };
      for (let depth = 0; depth < segments.length + (isOutside ? 1 : 0); depth += 1) {
        this.#watchOuter(folder.with({ path: [top, ...segments.slice(0, depth)].join("/") }));
      }
      return repository;
    });
  }

  #watchOuter(folder: vscode.Uri): void {
    const key = folder.toString();
    if (!this.#outerWatchers.has(key) && this.#outerWatchers.size < maxOuterWatchers) {
      this.#outerWatchers.set(key, this.#watch(new vscode.RelativePattern(folder, ruleFileNames)));
    }
  }

  #watch(pattern: vscode.GlobPattern): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const forget = (): void => this.#forgetRules();
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(forget),
      watcher.onDidChange(forget),
      watcher.onDidDelete(forget),
    );
  }

  #filesOf(folder: vscode.Uri): IgnoreTreeFiles {
    return {
      readText: (path) => {
        const uri = folder.with({ path });
        return remember(this.#textsByUri, uri.toString(), () => readIfExists(uri));
      },
      kindOf: (path) => {
        const uri = folder.with({ path });
        return remember(this.#kindsByUri, uri.toString(), () => kindOf(uri));
      },
    };
  }

  #gitUserRules(): Promise<string> {
    return remember(this.#userRules, "", () => this.#readUserRules());
  }

  /** The ignore file of `core.excludesFile`, or where Git looks without that setting. */
  async #readUserRules(): Promise<string> {
    if (this.#home === undefined) {
      return "";
    }
    const home = vscode.Uri.file(this.#home.homePath);
    const { configPath } = this.#home;
    const gitFolder =
      configPath === undefined || configPath === ""
        ? vscode.Uri.joinPath(home, ".config", "git")
        : vscode.Uri.joinPath(vscode.Uri.file(configPath), "git");
    const configs = [vscode.Uri.joinPath(home, ".gitconfig"), vscode.Uri.joinPath(gitFolder, "config")];
    for (const config of configs) {
      const named = readExcludesFile((await readIfExists(config)) ?? "");
      if (named !== undefined) {
        const isBelowHome = /^~[\\/]/.test(named);
        const uri = isBelowHome ? vscode.Uri.joinPath(home, named.slice(2)) : vscode.Uri.file(named);
        return (await readIfExists(uri)) ?? "";
      }
    }
    return (await readIfExists(vscode.Uri.joinPath(gitFolder, "ignore"))) ?? "";
  }

  #forgetRules(): void {
    this.#textsByUri.clear();
    this.#kindsByUri.clear();
    this.#repositoriesByFolder.clear();
    this.#treesByFolder.clear();
    this.#userRules.clear();
    this.#changed.fire();
  }
}

/** The answer known under `key`, or the one that `read` gives; one that fails is asked for again. */
function remember<T>(known: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  const before = known.get(key);
  if (before !== undefined) {
    return before;
  }
  const answer = read();
  known.set(key, answer);
  answer.catch(() => known.delete(key));
  return answer;
}

async function kindOf(uri: vscode.Uri): Promise<"file" | "folder" | undefined> {
  try {
    const { type } = await vscode.workspace.fs.stat(uri);
    return (type & vscode.FileType.Directory) === 0 ? "file" : "folder";
  } catch (error) {
    if (error instanceof vscode.FileSystemError && isAbsence(error.code)) {
      return undefined;
    }
    throw error;
  }
}

/** Undefined when there is no such file; rejects when there is one that cannot be read. */
async function readIfExists(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && isAbsence(error.code)) {
      return undefined;
    }
    throw error;
  }
}

function isAbsence(code: string): boolean {
  return code === "FileNotFound" || code === "FileNotADirectory" || code === "EntryNotFound";
}

/** Where `path` may lie: relative paths may begin with the folder's name when there are several. */
function placesOf(path: string, folders: readonly vscode.WorkspaceFolder[]): Place[] {
  if (isAbsolutePath(path)) {
    return [placeOfAbsolute(vscode.Uri.file(path), folders)];
  }
  const normal = normalisePath(path);
  const within = (folder: vscode.WorkspaceFolder, inner: string): Place => ({
    folder: folder.uri,
    isOutside: false,
    path: inner,
  });
  const named = folders
    .filter(({ name }) => folders.length > 1 && normal.startsWith(`${name}/`))
    .map((folder) => within(folder, normal.slice(folder.name.length + 1)));
  return named.length > 0 ? named : folders.map((folder) => within(folder, normal));
}

/** In the innermost folder that holds it, whatever the case of its letters; else in its own folder. */
function placeOfAbsolute(uri: vscode.Uri, folders: readonly vscode.WorkspaceFolder[]): Place {
  const path = `/${normalisePath(uri.path)}`;
  const holding = folders
    .filter((folder) => folder.uri.authority.toLowerCase() === uri.authority.toLowerCase())
    .map((folder) => ({ folder: folder.uri, start: `${folder.uri.path.replace(/\/+$/, "")}/` }))
    .filter(({ start }) => path.toLowerCase().startsWith(start.toLowerCase()))
    .sort((a, b) => b.start.length - a.start.length)[0];
  if (holding !== undefined) {
    return { folder: holding.folder, isOutside: false, path: path.slice(holding.start.length) };
  }
  const end = path.lastIndexOf("/");
  return { folder: uri.with({ path: path.slice(0, end + 1) }), isOutside: true, path: path.slice(end + 1) };
}
