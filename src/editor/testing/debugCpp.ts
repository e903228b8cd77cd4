import * as vscode from "vscode";
import { cppBuildSteps, filterArgs, namesOf } from "../../core/testing/run/cppRun.ts";
import {
  programFor,
  programOfSource,
  readListed,
  targetsQuery,
  targetsReply,
} from "../../core/testing/run/cppProgram.ts";
import {
  cppDebuggersFor,
  launchCpp,
  type DebuggerType,
  type DebugPlan,
} from "../../core/testing/run/debugPlans.ts";
import type { AnswerFile } from "../../core/testing/run/runPlan.ts";
import { preparing, type DebugParts, type DebugRequest } from "./debugSession.ts";

/**
 * Builds the test program for the debugger, in a folder of our own, and says how the debugger starts it.
 * "failed" when it cannot be built, undefined when the user has stopped it.
 */
export async function buildForDebugger(
  request: DebugRequest,
  installed: readonly DebuggerType[],
  parts: DebugParts,
  signal: AbortSignal,
): Promise<DebugPlan | "failed" | undefined> {
  const { root, project, confirmed } = request.file;
  const { framework } = project;
  if (framework === null) {
    return undefined;
  }
  const buildUri = vscode.Uri.joinPath(parts.buildsUri, folderNameFor(root, confirmed.dir));
  await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(buildUri, targetsQuery), new Uint8Array());
  const steps = cppBuildSteps(
    { base: confirmed.argv, dir: confirmed.dir },
    { folder: buildUri.fsPath, isDebug: true },
  );
  const listed = await preparing(() => runSteps(steps, request, parts, signal));
  if (signal.aborted) {
    return undefined;
  }
  const compiler = compilerIn(await textOf(vscode.Uri.joinPath(buildUri, "CMakeCache.txt")));
  const debuggerType = cppDebuggersFor(compiler).find((type) => installed.includes(type));
  if (listed === undefined || debuggerType === undefined) {
    return "failed";
  }
  const wanted = namesOf(framework, request.cases);
  const ofSource = programOfSource(await answersIn(vscode.Uri.joinPath(buildUri, targetsReply)), project);
  const { program, workingDir } = programFor(wanted, readListed(listed), ofSource, buildUri.fsPath);
  return launchCpp(
    debuggerType,
    {
      name: project.testPath,
      program,
      cwd: workingDir ?? buildUri.fsPath,
      args: filterArgs(framework, wanted),
    },
    process.platform === "darwin",
  );
}

/** What the last of them has printed; undefined when one of them failed. */
async function runSteps(
  steps: ReturnType<typeof cppBuildSteps>,
  { file, run }: DebugRequest,
  { starter }: DebugParts,
  signal: AbortSignal,
): Promise<string | undefined> {
  let printed = "";
  for (const { argv, dir, kind } of steps) {
    if (signal.aborted) {
      return undefined;
    }
    run.appendOutput(`> ${argv.join(" ")}\r\n`);
    printed = "";
    const command = await starter.start({ argv, dir: vscode.Uri.joinPath(file.root, dir).fsPath }, (text) => {
      printed += text;
      if (kind !== "list") {
        run.appendOutput(text.replace(/\r?\n/g, "\r\n"));
      }
    });
    const stop = (): void => void command.stop();
    signal.addEventListener("abort", stop, { once: true });
    const exitCode = await command.ended;
    signal.removeEventListener("abort", stop);
    if (exitCode !== 0) {
      return undefined;
    }
  }
  return printed;
}

/** One folder for each project of the workspace, since CMake keeps to the folder that it was told first. */
function folderNameFor(root: vscode.Uri, dir: string): string {
  const path = vscode.Uri.joinPath(root, dir).path;
  let hash = 0;
  for (const unit of path) {
    hash = (Math.imul(hash, 31) + (unit.codePointAt(0) ?? 0)) | 0;
  }
  return `${path.slice(path.lastIndexOf("/") + 1).replace(/[^\w.-]/g, "_")}-${(hash >>> 0).toString(16)}`;
}

function compilerIn(cache: string): string {
  return /^CMAKE_CXX_COMPILER:\w+=(.+?)\r?$/m.exec(cache)?.[1] ?? "";
}

async function answersIn(folder: vscode.Uri): Promise<AnswerFile[]> {
  const entries = await vscode.workspace.fs.readDirectory(folder).then(
    (all) => all,
    () => [],
  );
  const names = entries.map(([name]) => name).filter((name) => name.startsWith("target-"));
  return Promise.all(
    names.map(async (path) => ({ path, text: await textOf(vscode.Uri.joinPath(folder, path)) })),
  );
}

async function textOf(uri: vscode.Uri): Promise<string> {
  return vscode.workspace.fs.readFile(uri).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => "",
  );
}
