import * as vscode from "vscode";
import { isMachineSetting } from "./settings.ts";

/** A command with what it takes. */
export interface CommandCall {
  readonly command: string;
  readonly args: readonly unknown[];
}

/**
 * The command that shows one setting where it can be changed, and with it what else the query finds. In a remote window the editor opens on the
 * settings of the desktop, which leave out what belongs to a machine: that stands among the remote's.
 */
export function openSetting(name: string, query = name): CommandCall {
  return vscode.env.remoteName !== undefined && isMachineSetting(name)
    ? { command: "workbench.action.openRemoteSettings", args: [{ query }] }
    : { command: "workbench.action.openSettings", args: [query] };
}
