import * as vscode from "vscode";

/** Extensions that offer completions or edits of their own. */
const assistantIds = [
  "github.copilot",
  "github.copilot-chat",
  "codeium.codeium",
  "tabnine.tabnine-vscode",
  "amazonwebservices.amazon-q-vscode",
  "continue.continue",
  "saoudrizwan.claude-dev",
  "rooveterinaryinc.roo-cline",
  "supermaven.supermaven",
  "sourcegraph.cody-ai",
  "tabbyml.vscode-tabby",
  "augment.vscode-augment",
  "google.geminicodeassist",
  "alibaba-cloud.tongyi-lingma",
  "iflytek.iflycode",
  "marscode.marscode-extension",
  "baiducomate.comate",
  "anthropic.claude-code",
  "openai.chatgpt",
];

/** True while another known assistant is active in this window. */
export function hasOtherAssistant(): boolean {
  return assistantIds.some((id) => vscode.extensions.getExtension(id)?.isActive === true);
}
