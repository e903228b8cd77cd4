import * as vscode from "vscode";
import type { WithheldReason } from "../../core/egress/filePolicy.ts";

/** Why a file is not sent, for the status item, the context chips and the record. */
export function withheldText(reason: WithheldReason): string {
  const t = vscode.l10n.t;
  const texts: Readonly<Record<WithheldReason, string>> = {
    denyList: t("its name is on the built-in list of files that hold secrets"),
    ignoreFile: t(".flywheelignore names it"),
    gitIgnored: t(".gitignore names it, and it was not opened by you"),
    untrusted: t("the workspace is not trusted"),
    binary: t("it is a binary file"),
    tooLarge: t("it is larger than 1 MB"),
    unreadableRules: t("an ignore file could not be read"),
  };
  return texts[reason];
}
