import * as vscode from "vscode";

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

/** The first other completion extension that is active, if any. */
export function findOtherCompleter(): OtherCompleter | undefined {
  for (const id of completerIds) {
    const extension = vscode.extensions.getExtension<unknown>(id);
    if (extension?.isActive === true) {
      const { displayName } = extension.packageJSON as { displayName?: unknown };
      return {
        extensionId: extension.id,
        name: typeof displayName === "string" ? displayName : extension.id,
      };
    }
  }
  return undefined;
}
