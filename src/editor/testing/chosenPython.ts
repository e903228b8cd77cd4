import * as vscode from "vscode";
import { executableIn, hasEnvironments } from "../../core/testing/run/pythonEnvironments.ts";

/** An extension that is still looking for interpreters does not hold a command up for longer, ms. */
const waitMs = 3_000;

/** The interpreter that is selected in the Python extension for a folder; undefined without one. */
export async function chosenPython(root: vscode.Uri): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<unknown>("ms-python.python");
  if (extension === undefined) {
    return undefined;
  }
  const late = new Promise<undefined>((resolve) => {
    setTimeout(() => resolve(undefined), waitMs);
  });
  return Promise.race([ask(extension, root).catch(() => undefined), late]);
}

async function ask(extension: vscode.Extension<unknown>, root: vscode.Uri): Promise<string | undefined> {
  const api = await extension.activate();
  if (!hasEnvironments(api)) {
    return undefined;
  }
  const { environments } = api;
  return executableIn(await environments.resolveEnvironment(environments.getActiveEnvironmentPath(root)));
}
