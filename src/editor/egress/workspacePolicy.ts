import * as vscode from "vscode";
import { FilePolicy, type PolicyFacts } from "../../core/egress/filePolicy.ts";
import { readExcludesFile } from "../../core/egress/gitExcludesFile.ts";
import { IgnoreRules } from "../../core/egress/ignoreRules.ts";
import { isAbsolutePath, normalisePath } from "../../core/egress/normalisePath.ts";

type RuleFileName = ".flywheelignore" | ".gitignore";

/** Where the user's own Git settings lie. */
export interface GitHome {
  /** The user's folder. */
  readonly homePath: string;
  /** `XDG_CONFIG_HOME`, where it is set. */
  readonly configPath?: string | undefined;
}

interface Place {
  readonly folder: vscode.WorkspaceFolder;
  /** Relative to `folder`, `/` as separator. */
  readonly path: string;
}

const maxKnownSizes = 500;

/**
 * What the file policy has to know, read from the workspace: ignore files of every folder above a file
 * (read when first needed, read again when one changes; for Git the repository's `info/exclude` and the
 * user's own file as well), sizes, and trust. An ignore file that exists but
 * cannot be read makes its questions reject, and then the policy withholds.
 */
export class WorkspacePolicy implements PolicyFacts, vscode.Disposable {
  readonly policy: FilePolicy = new FilePolicy(this);
  readonly #textsByUri = new Map<string, Promise<string | undefined>>();
  readonly #rulesByFolder = new Map<string, Promise<IgnoreRules>>();
  readonly #sizesByPath = new Map<string, number>();
  readonly #changed = new vscode.EventEmitter<void>();
  /** The rules may now decide otherwise. */
  readonly onDidChange = this.#changed.event;
  readonly #disposables: vscode.Disposable[] = [this.#changed];

  readonly #gitHome: GitHome | undefined;
  #userRules: Promise<string> | undefined;

  constructor(gitHome?: GitHome) {
    this.#gitHome = gitHome;
    const watcher = vscode.workspace.createFileSystemWatcher("**/{.flywheelignore,.gitignore}");
    const forget = (): void => this.#forgetRules();
    this.#disposables.push(
      watcher,
      watcher.onDidCreate(forget),
      watcher.onDidChange(forget),
      watcher.onDidDelete(forget),
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

  async sizeBytes(path: string): Promise<number | undefined> {
    const known = this.#sizesByPath.get(path);
    if (known !== undefined) {
      return known;
    }
    const places = placesOf(path);
    const uris = places.length > 0 ? places.map(uriOf) : isAbsolutePath(path) ? [vscode.Uri.file(path)] : [];
    let size: number | undefined;
    for (const uri of uris) {
      try {
        size = Math.max(size ?? 0, (await vscode.workspace.fs.stat(uri)).size);
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
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
  }

  /** With several folders a path may be meant in any of them: one that ignores it is enough. */
  async #isIgnored(path: string, name: RuleFileName): Promise<boolean> {
    for (const place of placesOf(path)) {
      const rules = await this.#rulesFor(place, name);
      if (rules.ignores(place.path)) {
        return true;
      }
    }
    return false;
  }

  #rulesFor({ folder, path }: Place, name: RuleFileName): Promise<IgnoreRules> {
    const parent = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
    const key = `${name} ${folder.uri.toString()} ${parent}`;
    const known = this.#rulesByFolder.get(key);
    if (known !== undefined) {
      return known;
    }
    const rules = this.#readRules(folder, parent, name);
    this.#rulesByFolder.set(key, rules);
    rules.catch(() => this.#rulesByFolder.delete(key));
    return rules;
  }

  async #readRules(folder: vscode.WorkspaceFolder, parent: string, name: RuleFileName): Promise<IgnoreRules> {
    const segments = parent === "" ? [] : parent.split("/");
    const textsByFolder = new Map<string, string>();
    for (let depth = 0; depth <= segments.length; depth += 1) {
      const above = segments.slice(0, depth);
      const text = await this.#readText(vscode.Uri.joinPath(folder.uri, ...above, name));
      if (text !== undefined) {
        textsByFolder.set(above.join("/"), text);
      }
    }
    if (name === ".gitignore") {
      this.#userRules ??= this.#readUserRules();
      const exclude = await this.#readText(vscode.Uri.joinPath(folder.uri, ".git", "info", "exclude"));
      // Later lines win, as the nearer file does for Git.
      const texts = [await this.#userRules, exclude, textsByFolder.get("")];
      textsByFolder.set("", texts.filter((text) => text !== undefined).join("\n"));
    }
    return new IgnoreRules(textsByFolder);
  }

  /** The ignore file of `core.excludesFile`, or where Git looks without that setting. */
  async #readUserRules(): Promise<string> {
    if (this.#gitHome === undefined) {
      return "";
    }
    const home = vscode.Uri.file(this.#gitHome.homePath);
    const { configPath } = this.#gitHome;
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

  #readText(uri: vscode.Uri): Promise<string | undefined> {
    const key = uri.toString();
    const known = this.#textsByUri.get(key);
    if (known !== undefined) {
      return known;
    }
    const text = readIfExists(uri);
    this.#textsByUri.set(key, text);
    text.catch(() => this.#textsByUri.delete(key));
    return text;
  }

  #forgetRules(): void {
    this.#textsByUri.clear();
    this.#rulesByFolder.clear();
    this.#userRules = undefined;
    this.#changed.fire();
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

function uriOf({ folder, path }: Place): vscode.Uri {
  return vscode.Uri.joinPath(folder.uri, path);
}

/** Where `path` may lie: relative paths may begin with the folder's name when there are several. */
function placesOf(path: string): Place[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (isAbsolutePath(path)) {
    const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path));
    const inside = folder === undefined ? "" : vscode.workspace.asRelativePath(vscode.Uri.file(path), false);
    return folder === undefined ? [] : [{ folder, path: normalisePath(inside) }];
  }
  const normal = normalisePath(path);
  const named = folders
    .filter(({ name }) => folders.length > 1 && normal.startsWith(`${name}/`))
    .map((folder) => ({ folder, path: normal.slice(folder.name.length + 1) }));
  return named.length > 0 ? named : folders.map((folder) => ({ folder, path: normal }));
}
