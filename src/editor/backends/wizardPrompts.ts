import * as vscode from "vscode";
import type { Preset } from "../../core/backends/preset.ts";
import { presetIds, findPreset } from "../../core/backends/presets.ts";

const title = "Flywheel";

/** The start of a set-up: paste what a platform team handed out, or take a preset. */
export type SetUpStart = { readonly kind: "paste" } | { readonly kind: "preset"; readonly presetId: string };

interface StartItem extends vscode.QuickPickItem {
  readonly start?: SetUpStart;
}

/** The name that the vendor itself uses in the display language. */
function localName({ id, displayName }: Preset): string {
  const t = vscode.l10n.t;
  const names: Readonly<Record<string, string>> = {
    "spark-lite": t("iFLYTEK Spark Lite"),
    "spark-pro": t("iFLYTEK Spark Pro"),
    "spark-max": t("iFLYTEK Spark Max"),
    "spark-4.0-ultra": t("iFLYTEK Spark 4.0 Ultra"),
    "spark-x1.5": t("iFLYTEK Spark X1.5"),
    "spark-websocket": t("iFLYTEK Spark over WebSocket"),
    "astron-maas": t("iFLYTEK Astron MaaS"),
    deepseek: t("DeepSeek"),
    qwen: t("Qwen (DashScope)"),
    mindie: t("MindIE (Ascend)"),
    litellm: t("LiteLLM gateway"),
    "openai-compatible": t("OpenAI-compatible"),
  };
  return names[id] ?? displayName;
}

export async function pickStart(): Promise<SetUpStart | undefined> {
  const items: StartItem[] = [
    {
      label: vscode.l10n.t("$(clippy) Paste a curl line or environment block …"),
      detail: vscode.l10n.t("What a platform team hands out: address, model and key are read from it."),
      start: { kind: "paste" },
    },
    { label: vscode.l10n.t("Kind of server"), kind: vscode.QuickPickItemKind.Separator },
  ];
  for (const id of presetIds) {
    const preset = findPreset(id);
    if (preset !== undefined) {
      const label = localName(preset);
      const where = preset.isLocal ? vscode.l10n.t("on this machine or network") : (preset.baseUrl ?? "");
      items.push({
        label,
        // Whoever types the English name finds the entry by it, too.
        description: label === preset.displayName ? where : [id, where].filter(Boolean).join(" · "),
        start: { kind: "preset", presetId: id },
      });
    }
  }
  const choice = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: vscode.l10n.t("How is your model reached?"),
    matchOnDescription: true,
  });
  return choice?.start;
}

/** `looksRight` tells whether the clipboard already holds such a text; it is then offered as it is. */
export async function askPastedText(looksRight: (text: string) => boolean): Promise<string | undefined> {
  const clipboard = await vscode.env.clipboard.readText();
  const offered = looksRight(clipboard) ? clipboard : "";
  const text = await vscode.window.showInputBox({
    title,
    value: offered.replace(/\s+/g, " "),
    prompt: vscode.l10n.t(
      "Paste a curl line, environment variables or a JSON snippet. Line breaks are fine.",
    ),
    placeHolder: "curl https://models.example.com/v1/chat/completions -H 'Authorization: Bearer …' …",
    ignoreFocusOut: true,
  });
  // An input box has one line: what came from the clipboard keeps its line breaks.
  const squeeze = (value: string): string => value.replace(/\s+/g, "");
  return text !== undefined && squeeze(text) === squeeze(clipboard) ? clipboard : text;
}

export async function askBaseUrl(
  value: string,
  problemOf: (text: string) => string | undefined,
): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title,
    value,
    prompt:
      value === ""
        ? vscode.l10n.t("Address of the server, usually ending in /v1")
        : vscode.l10n.t("Address of the server. Keep it unless you were given another."),
    ignoreFocusOut: true,
    validateInput: problemOf,
  });
}

/** Models to choose from, with free text as one of the items. */
export async function pickModel(models: readonly string[], value: string): Promise<string | undefined> {
  if (models.length > 0) {
    const typeIt = vscode.l10n.t("$(edit) Another model …");
    const sorted = [...models].sort((a, b) => Number(b === value) - Number(a === value));
    const choice = await vscode.window.showQuickPick([...sorted, typeIt], {
      title,
      placeHolder: vscode.l10n.t("Which model?"),
    });
    if (choice !== typeIt) {
      return choice;
    }
  }
  const text = await vscode.window.showInputBox({
    title,
    value,
    prompt: vscode.l10n.t("Name of the model, as the server knows it"),
    ignoreFocusOut: true,
    validateInput: (name) => (name.trim() === "" ? vscode.l10n.t("A model name is needed.") : undefined),
  });
  return text?.trim();
}

/** Empty text means no key; undefined means cancelled. */
export async function askKey(host: string, where: string | undefined): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    password: true,
    prompt:
      where === undefined
        ? vscode.l10n.t("API key for {0}. Leave empty when the server needs none.", host)
        : vscode.l10n.t("API key for {0}, found at {1}", host, where),
    ignoreFocusOut: true,
    validateInput: (key) =>
      /^[\x21-\x7e]*$/.test(key.trim())
        ? undefined
        : vscode.l10n.t("A key holds no spaces and no such characters."),
  });
  return text?.trim();
}

export async function askName(value: string, taken: readonly string[]): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    value,
    prompt: vscode.l10n.t("A short name for this backend"),
    ignoreFocusOut: true,
    validateInput: (name) => {
      const trimmed = name.trim();
      if (trimmed === "" || trimmed === "auto" || trimmed === "offline") {
        return vscode.l10n.t("Choose another name.");
      }
      return taken.includes(trimmed) ? vscode.l10n.t("This name is taken.") : undefined;
    },
  });
  return text?.trim();
}
