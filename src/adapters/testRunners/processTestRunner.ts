import { existsSync } from "node:fs";
import { mkdtemp, mkdir, readdir, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import type {
  CommandResult,
  Containment,
  ScratchCommand,
  ScratchRequest,
  TestRunner,
  TestScratch,
} from "../../core/ports.ts";
import { AssistantError } from "../../core/errors.ts";
import { isLess } from "../../core/testing/run/containment.ts";
import { cleanEnvironment } from "./cleanEnvironment.ts";
import { copyProject } from "./copyProject.ts";
import { isWithin, ownFolders } from "./ownFolders.ts";
import { runLimited } from "./runLimited.ts";
import { contain, toolCaches, type Sandbox, type SandboxFolders } from "./sandbox.ts";

const maxReadBytes = 4 * 1024 * 1024;
const maxReports = 400;

export interface RunnerPlace {
  /** Folder in which copies are made, such as the system's temporary folder. */
  readonly temporaryDir: string;
  readonly homeDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** Runs commands on this machine, in a copy of the project and inside the limits that the platform has. */
export class ProcessTestRunner implements TestRunner {
  readonly #place: RunnerPlace;
  readonly #sandbox: Sandbox;

  constructor(place: RunnerPlace, sandbox: Sandbox) {
    this.#place = place;
    this.#sandbox = sandbox;
  }

  async containment(): Promise<Containment> {
    const probeDir = await mkdtemp(join(this.#place.temporaryDir, "flywheel-probe-"));
    try {
      return await this.#sandbox.containment(this.#foldersFor(probeDir, probeDir));
    } finally {
      await rm(probeDir, { recursive: true, force: true });
    }
  }

  async open({ rootPath, dir, atLeast }: ScratchRequest, signal: AbortSignal): Promise<TestScratch> {
    // The real path, so that what a tool reports about its folder is a part of it.
    const base = await realpath(await mkdtemp(join(this.#place.temporaryDir, "flywheel-run-")));
    const root = join(base, "project");
    const folders = this.#foldersFor(base, await realpath(rootPath));
    try {
      await Promise.all(["project", "tmp", "reports"].map((name) => mkdir(join(base, name))));
      const containment = await this.#sandbox.containment(folders);
      if (atLeast !== undefined && isLess(containment, atLeast)) {
        throw new AssistantError(
          "notContained",
          "Less is kept away from the tests than when they were allowed.",
        );
      }
      const linked = await copyProject({
        rootPath,
        dir,
        toPath: root,
        linksPackages: containment.isReadOnlyOutside,
        signal,
      });
      const isShut = (path: string): boolean =>
        folders.readOnly.some((folder) => path === folder || path.startsWith(folder + sep));
      const readOnly = [...folders.readOnly, ...linked.filter((path) => !isShut(path))];
      return new ProcessScratch(base, containment, { ...folders, readOnly }, this.#place);
    } catch (error) {
      await rm(base, { recursive: true, force: true });
      throw error;
    }
  }

  #foldersFor(scratch: string, rootPath: string): SandboxFolders {
    const { homeDir } = this.#place;
    return { scratch, readOnly: [homeDir, rootPath], writable: toolCaches(homeDir) };
  }
}

class ProcessScratch implements TestScratch {
  readonly containment: Containment;
  readonly #base: string;
  readonly #folders: SandboxFolders;
  readonly #place: RunnerPlace;
  readonly #stopped = new AbortController();

  constructor(base: string, containment: Containment, folders: SandboxFolders, place: RunnerPlace) {
    this.#base = base;
    this.containment = containment;
    this.#folders = folders;
    this.#place = place;
  }

  async write(files: readonly { readonly path: string; readonly text: string }[]): Promise<void> {
    for (const { path, text } of files) {
      const target = await this.#ownPlace(path);
      await mkdir(dirname(target), { recursive: true });
      // A link that was copied must not lead the write out of the copy.
      await rm(target, { force: true, recursive: true });
      await writeFile(target, text, "utf8");
    }
  }

  async remove(path: string): Promise<void> {
    await rm(await this.#ownPlace(path), { force: true, recursive: true });
  }

  async read(path: string): Promise<string | undefined> {
    return readText(this.#inside(path));
  }

  async run(command: ScratchCommand, signal: AbortSignal): Promise<CommandResult> {
    const reports = join(this.#base, "reports");
    await rm(reports, { recursive: true, force: true });
    for (const path of command.clears) {
      await this.remove(path);
    }
    await mkdir(reports, { recursive: true });
    const temporary = join(this.#base, "tmp");
    await mkdir(temporary, { recursive: true });
    const fill = (text: string): string => text.replaceAll("{reports}", reports);
    const [program = "", ...args] = command.argv.map(fill);
    const dir = this.#inside(command.dir);
    const own = Object.entries(command.env).map(([name, value]) => [name, fill(value)]);
    const wrapped = contain({ program, args }, dir, command.allowsNetwork, {
      folders: this.#folders,
      containment: this.containment,
    });
    const result = await runLimited(
      {
        ...wrapped,
        dir,
        env: {
          ...cleanEnvironment(this.#place.env, temporary),
          ...this.#gradleHome(temporary),
          ...(Object.fromEntries(own) as Record<string, string>),
        },
        limits: command.limits,
      },
      AbortSignal.any([signal, this.#stopped.signal]),
      this.#place.platform,
    );
    return { ...result, output: this.#withoutPlace(result.output) };
  }

  async reports(folders: readonly string[]): Promise<readonly { path: string; text: string }[]> {
    const found: { path: string; text: string }[] = [];
    for (const folder of [join(this.#base, "reports"), ...folders.map((path) => this.#inside(path))]) {
      const names = await readdir(folder, { recursive: true }).catch(() => []);
      for (const name of names.filter((each) => /\.(?:xml|json|tap)$/.test(each)).slice(0, maxReports)) {
        const text = await readText(join(folder, name));
        if (text !== undefined) {
          found.push({ path: name.split(sep).join("/"), text: this.#withoutPlace(text) });
        }
      }
    }
    return found;
  }

  async dispose(): Promise<void> {
    this.#stopped.abort();
    await rm(this.#base, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  /** Gradle makes its home at its first start; in a home folder that is read-only it cannot. */
  #gradleHome(temporary: string): Record<string, string> {
    const { env, homeDir } = this.#place;
    const isThere = env["GRADLE_USER_HOME"] !== undefined || existsSync(join(homeDir, ".gradle"));
    return isThere || !this.containment.isReadOnlyOutside
      ? {}
      : { GRADLE_USER_HOME: join(temporary, "gradle-home") };
  }

  /** Paths in the copy as paths in the workspace folder: nobody has to know where the copy was. */
  #withoutPlace(text: string): string {
    const root = join(this.#base, "project");
    return text
      .replaceAll(`file://${root}/`, "")
      .replaceAll(root + sep, "")
      .replaceAll(root, ".");
  }

  /** The same for a file that is about to be written or deleted: no link leads it out of the copy. */
  async #ownPlace(path: string): Promise<string> {
    const target = this.#inside(path);
    await ownFolders(join(this.#base, "project"), dirname(target));
    return target;
  }

  /** Throws for a path that would leave the copy. */
  #inside(path: string): string {
    const root = join(this.#base, "project");
    const target = join(root, path);
    if (!isWithin(root, target)) {
      throw new Error(`${path} is outside the project.`);
    }
    return target;
  }
}

async function readText(path: string): Promise<string | undefined> {
  const size = await stat(path).then(
    (found) => (found.isFile() ? found.size : undefined),
    () => undefined,
  );
  return size === undefined || size > maxReadBytes
    ? undefined
    : readFile(path, "utf8").catch(() => undefined);
}
