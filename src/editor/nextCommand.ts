import * as vscode from "vscode";
import type { CommandCall } from "./openSetting.ts";

/** The command that leads on from an error. */
export interface NextCommand extends Partial<CommandCall> {
  readonly title: string;
  readonly command: string;
}

/** Runs the command that leads on. */
export async function runNext({ command, args = [] }: NextCommand): Promise<void> {
  await vscode.commands.executeCommand(command, ...args);
}
