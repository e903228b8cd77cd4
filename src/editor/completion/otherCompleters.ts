import * as vscode from "vscode";
import type { Clock } from "../../core/ports.ts";

/** Extensions start after the editor has: a look back, in ms. */
const secondLookMs = 20_000;
const copilotIds: ReadonlySet<string> = new Set(["github.copilot", "github.copilot-chat"]);

/** Extensions that offer inline completions of their own. */
const completerIds = [
  "github.copilot",
  "github.copilot-chat",
  "continue.continue",
  "tabbyml.vscode-tabby",
  "sourcegraph.cody-ai",
  "rjmacarthy.twinny",
  "ggml-org.llama-vscode",
  "codeium.codeium",
  "codeium.windsurfpyright",
  "supermaven.supermaven",
  "tabnine.tabnine-vscode",
  "amazonwebservices.amazon-q-vscode",
  "alibaba-cloud.tongyi-lingma",
  "baiducomate.comate",
  "aminer.codegeex",
  "iflytek.iflycode",
  "marscode.marscode-extension",
  "google.geminicodeassist",
  "augment.vscode-augment",
] as const;

export interface OtherCompleter {
  readonly extensionId: string;
  readonly name: string;
}

/** The first other extension that is active and completes, if any. */
export async function findOtherCompleter(): Promise<OtherCompleter | undefined> {
  for (const id of completerIds) {
    const extension = vscode.extensions.getExtension<unknown>(id);
    if (extension?.isActive === true && (!copilotIds.has(id) || (await doesCopilotComplete()))) {
      const { displayName } = extension.packageJSON as { displayName?: unknown };
      return {
        extensionId: extension.id,
        name: typeof displayName === "string" ? displayName : extension.id,
      };
    }
  }
  return undefined;
}

/** It comes with the editor and runs always, but completes only for people who signed in, unless switched off. */
async function doesCopilotComplete(): Promise<boolean> {
  const configuration = vscode.workspace.getConfiguration();
  const enabled = configuration.get<unknown>("github.copilot.enable");
  if (typeof enabled === "object" && enabled !== null && "*" in enabled && enabled["*"] === false) {
    return false;
  }
  const enterprise = configuration.get<unknown>("github-enterprise.uri");
  const providers =
    typeof enterprise === "string" && enterprise !== "" ? ["github", "github-enterprise"] : ["github"];
  for (const provider of providers) {
    try {
      // Asks nobody anything: it lists who is signed in already.
      if ((await vscode.authentication.getAccounts(provider)).length > 0) {
        return true;
      }
    } catch {
      // An editor without that way of signing in.
    }
  }
  return false;
}

/** Looks for another completing extension at the start, when extensions change and when a person comes back. */
export class OtherCompleters implements vscode.Disposable {
  readonly #onFound: (other: OtherCompleter | undefined) => void;
  readonly #end = new AbortController();
  readonly #subscriptions: readonly vscode.Disposable[];
  #looks = 0;

  /** `onFound` is told after every look. */
  constructor(clock: Clock, onFound: (other: OtherCompleter | undefined) => void) {
    this.#onFound = onFound;
    this.#subscriptions = [
      vscode.extensions.onDidChange(() => void this.look()),
      vscode.window.onDidChangeWindowState(({ focused }) => (focused ? void this.look() : undefined)),
    ];
    void this.look();
    void clock.delay(secondLookMs, this.#end.signal).then(() => this.look());
  }

  async look(): Promise<void> {
    if (this.#end.signal.aborted) {
      return;
    }
    this.#looks += 1;
    const look = this.#looks;
    const other = await findOtherCompleter();
    if (look === this.#looks && !this.#end.signal.aborted) {
      this.#onFound(other);
    }
  }

  dispose(): void {
    this.#end.abort();
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }
}
