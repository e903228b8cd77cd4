import * as vscode from "vscode";
import type { FilePolicy } from "../../core/egress/filePolicy.ts";
import { mayAllowOnce, type AllowedFile } from "../../core/egress/onceAllowance.ts";
import type { BackendProvider } from "../../core/egress/outbound.ts";
import { withheldText } from "./withheldText.ts";

/** `nothingToAsk`: the file may go, or may never go, or no model would get it. */
export type OnceAnswer =
  | { readonly kind: "allowed"; readonly file: AllowedFile }
  | { readonly kind: "declined" }
  | { readonly kind: "nothingToAsk" };

/** Asks whether a withheld file may go with one request, when the user has chosen it by an act of their own. */
export class AllowOnce {
  readonly #policy: FilePolicy;
  readonly #backends: BackendProvider;

  constructor(policy: FilePolicy, backends: BackendProvider) {
    this.#policy = policy;
    this.#backends = backends;
  }

  /** `path` as in `SourceRange.path`. */
  async ask(path: string): Promise<OnceAnswer> {
    const verdict = await this.#policy.judge({ path, isGathered: false });
    if (verdict.isAllowed || !mayAllowOnce(path, verdict)) {
      return { kind: "nothingToAsk" };
    }
    const backend = await this.#backends.forRole("chat");
    if (backend === undefined) {
      return { kind: "nothingToAsk" };
    }
    const t = vscode.l10n.t;
    const { origin, model } = backend.identity;
    const rule = verdict.rule ?? verdict.reason;
    const send = t("Send Once");
    const lines = [
      t("File: {0}", path),
      t("Why it is withheld: {0} ({1})", withheldText(verdict.reason), rule),
      t("Receiver: {0} at {1}", model, URL.canParse(origin) ? new URL(origin).host : origin),
      "",
      t(
        "It goes with this one request and is withheld again from the next. Recognised secrets in it are still replaced by placeholders, but the rest of its text leaves as it is. “Show What Was Sent” says that you allowed it.",
      ),
    ];
    const choice = await vscode.window.showWarningMessage(
      t("{0} is withheld. Send it this once?", path.slice(path.lastIndexOf("/") + 1)),
      { modal: true, detail: lines.join("\n") },
      send,
    );
    return choice === send ? { kind: "allowed", file: { path, rule } } : { kind: "declined" };
  }
}
