import { isRecord } from "../looseJson.ts";

/** The part of the Python extension's interface that is used. */
export interface PythonEnvironments {
  readonly environments: {
    getActiveEnvironmentPath(resource: unknown): unknown;
    resolveEnvironment(path: unknown): Promise<unknown>;
  };
}

/** True for an extension that can tell its interpreters; older ones cannot. */
export function hasEnvironments(api: unknown): api is PythonEnvironments {
  const environments = isRecord(api) ? api["environments"] : undefined;
  return (
    isRecord(environments) &&
    typeof environments["getActiveEnvironmentPath"] === "function" &&
    typeof environments["resolveEnvironment"] === "function"
  );
}

/** The path of a resolved environment's interpreter; an environment without Python has none. */
export function executableIn(environment: unknown): string | undefined {
  const executable = isRecord(environment) ? environment["executable"] : undefined;
  const uri = isRecord(executable) ? executable["uri"] : undefined;
  const path = isRecord(uri) ? uri["fsPath"] : undefined;
  return typeof path === "string" && path !== "" ? path : undefined;
}
