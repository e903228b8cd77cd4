import * as vscode from "vscode";
import { parseSetupText, type ParsedSetup } from "../../core/backends/parseSetupText.ts";
import { findPreset } from "../../core/backends/presets.ts";
import { resolveBaseUrl } from "../../core/backends/baseUrl.ts";
import type { BackendDialog, CheckedDraft } from "../backends/backendDialog.ts";
import { isUsable, showProbeReport, type ProbeAction } from "../backends/probeView.ts";
import type { ProfileBook } from "../backends/profileBook.ts";
import { hostOf, suggestName, type ProfileDraft, type RawProfile } from "../backends/profileDraft.ts";
import {
  askBaseUrl,
  askKey,
  askName,
  askPastedText,
  pickModel,
  pickStart,
} from "../backends/wizardPrompts.ts";
import { commandIds, type Command } from "../commandIds.ts";

/** Remembers that the user allows code to go to an origin. */
export type ConfirmHost = (origin: string) => Promise<void>;

/**
 * The set-up wizard: adds a backend from a preset or from a pasted text, and edits, tests, renames
 * and removes the ones there are. Nothing is saved before the last step.
 */
export class SetUpBackend implements Command {
  readonly id = commandIds.setUpBackend;
  readonly #book: ProfileBook;
  readonly #dialog: BackendDialog;
  readonly #confirmHost: ConfirmHost;

  constructor(book: ProfileBook, dialog: BackendDialog, confirmHost: ConfirmHost) {
    this.#book = book;
    this.#dialog = dialog;
    this.#confirmHost = confirmHost;
  }

  /** Returns the name of the profile that was saved, or undefined. */
  async run(): Promise<string | undefined> {
    const names = this.#book.names();
    if (names.length === 0) {
      return this.#add();
    }
    const add = vscode.l10n.t("$(add) Add a backend …");
    const choice = await vscode.window.showQuickPick(
      [{ label: add, name: "" }, ...names.map((name) => ({ label: `$(server) ${name}`, name }))],
      { title: "Flywheel", placeHolder: vscode.l10n.t("Add a backend or change one") },
    );
    if (choice === undefined) {
      return undefined;
    }
    return choice.name === "" ? this.#add() : this.#change(choice.name);
  }

  async #add(): Promise<string | undefined> {
    const start = await pickStart();
    if (start === undefined) {
      return undefined;
    }
    const draft =
      start.kind === "paste" ? await this.#draftFromText() : await this.#draftFromPreset(start.presetId, {});
    return draft === undefined ? undefined : this.#testAndSave(draft);
  }

  async #change(name: string): Promise<string | undefined> {
    const t = vscode.l10n.t;
    const actions = [
      { label: t("$(check) Use for completion and chat"), id: "use" },
      { label: t("$(pulse) Test"), id: "test" },
      { label: t("$(edit) Edit"), id: "edit" },
      { label: t("$(symbol-string) Rename"), id: "rename" },
      { label: t("$(trash) Remove with its key"), id: "remove" },
    ];
    const choice = await vscode.window.showQuickPick(actions, { title: `Flywheel: ${name}` });
    const raw = (this.#book.raw(name) ?? {}) as RawProfile;
    switch (choice?.id) {
      case "use":
        await this.#book.useForAll(name);
        return name;
      case "test":
        return this.#testAndSave({ name, raw, key: undefined });
      case "edit": {
        const presetId = typeof raw["preset"] === "string" ? raw["preset"] : "openai-compatible";
        const draft = await this.#draftFromPreset(presetId, raw, name);
        return draft === undefined ? undefined : this.#testAndSave(draft);
      }
      case "rename": {
        const to = await askName(
          name,
          this.#book.names().filter((other) => other !== name),
        );
        if (to !== undefined && to !== name) {
          await this.#book.rename(name, to);
        }
        return to;
      }
      case "remove":
        return this.#remove(name);
      case undefined:
      default:
        return undefined;
    }
  }

  async #remove(name: string): Promise<undefined> {
    const yes = vscode.l10n.t("Remove");
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t("Remove the backend {0} and its stored key?", name),
      { modal: true },
      yes,
    );
    if (answer === yes) {
      await this.#book.remove(name);
    }
    return undefined;
  }

  async #draftFromText(): Promise<ProfileDraft | undefined> {
    const text = await askPastedText((candidate) => parseSetupText(candidate) !== undefined);
    if (text === undefined) {
      return undefined;
    }
    const parsed = parseSetupText(text);
    if (parsed === undefined) {
      await vscode.window.showErrorMessage(
        vscode.l10n.t(
          "No server address was found in the pasted text. Nothing was changed; choose a kind of server instead.",
        ),
      );
      return undefined;
    }
    const { preset, baseUrl, apiKey } = parsed;
    const raw: RawProfile = { preset, ...fieldsOf(parsed) };
    const name = suggestName(
      preset === "openai-compatible" ? nameFromUrl(baseUrl) : preset,
      this.#book.names(),
    );
    if (parsed.model !== undefined || findPreset(preset)?.defaultModel !== undefined) {
      return { name, raw, key: apiKey };
    }
    const model = await this.#chooseModel(name, raw, apiKey);
    return model === undefined ? undefined : { name, raw: { ...raw, model }, key: apiKey };
  }

  async #draftFromPreset(
    presetId: string,
    before: RawProfile,
    oldName?: string,
  ): Promise<ProfileDraft | undefined> {
    const preset = findPreset(presetId);
    const given = typeof before["baseUrl"] === "string" ? before["baseUrl"] : undefined;
    const baseUrl = await askBaseUrl(given ?? preset?.baseUrl ?? "", (text) =>
      typeof resolveBaseUrl(text, presetId) === "string"
        ? vscode.l10n.t("Write an address such as https://host.example/v1")
        : undefined,
    );
    if (baseUrl === undefined) {
      return undefined;
    }
    const resolved = resolveBaseUrl(baseUrl, presetId);
    const host = typeof resolved === "string" ? baseUrl : new URL(resolved.origin).host;
    const hasKeySource = before["apiKeyEnv"] !== undefined || before["apiKeyCommand"] !== undefined;
    // A model server of one's own has no key as long as it serves only its own machine.
    const isOwn = preset?.isLocal === true && (typeof resolved === "string" || resolved.isLoopback);
    const key = isOwn || hasKeySource ? "" : await askKey(host, preset?.keyUrl);
    if (key === undefined) {
      return undefined;
    }
    const name =
      oldName ??
      suggestName(presetId === "openai-compatible" ? nameFromUrl(baseUrl) : presetId, this.#book.names());
    const isOwnUrl = baseUrl.trim() !== preset?.baseUrl;
    const raw: RawProfile = { ...before, preset: presetId, ...(isOwnUrl ? { baseUrl: baseUrl.trim() } : {}) };
    const model = await this.#chooseModel(name, raw, key === "" ? undefined : key);
    return model === undefined
      ? undefined
      : { name, raw: { ...raw, model }, key: key === "" ? undefined : key };
  }

  async #chooseModel(name: string, raw: RawProfile, key: string | undefined): Promise<string | undefined> {
    const preset = findPreset(String(raw["preset"]));
    const current = typeof raw["model"] === "string" ? raw["model"] : (preset?.defaultModel ?? "");
    const profile = await this.#dialog.resolve(name, { ...raw, model: current === "" ? "-" : current });
    if (profile === undefined) {
      return undefined;
    }
    const listed = preset?.listsModels === false ? [] : await this.#dialog.modelsOf(profile, key);
    return pickModel(listed.length > 0 ? listed : (preset?.knownModels ?? []), current);
  }

  async #testAndSave(draft: ProfileDraft): Promise<string | undefined> {
    const profile = await this.#dialog.resolve(draft.name, draft.raw);
    if (profile === undefined) {
      return undefined;
    }
    const report = await this.#dialog.probe(profile, draft.key);
    if (report === undefined) {
      return undefined;
    }
    const action = await showProbeReport(
      profile,
      report,
      this.#actionsFor(profile.isLoopback, hostOf(profile), isUsable(report)),
      this.#dialog.translator,
    );
    return this.#finish(action, { draft, profile });
  }

  #actionsFor(isLoopback: boolean, host: string, isGood: boolean): ProbeAction[] {
    const t = vscode.l10n.t;
    const use: ProbeAction = {
      id: "use",
      label: t("$(check) Save and use"),
      detail: isLoopback
        ? t("The server is on the machine that asks: no code leaves it.")
        : t(
            "Allows code to go to {0}. Secrets are replaced first; Show What Was Sent lists every request.",
            host,
          ),
    };
    const save: ProbeAction = { id: "save", label: t("$(save) Save without using it yet") };
    const edit: ProbeAction = { id: "edit", label: t("$(edit) Change it …") };
    return isGood ? [use, save, edit] : [edit, save, use];
  }

  async #finish(action: string | undefined, checked: CheckedDraft): Promise<string | undefined> {
    const { draft, profile } = checked;
    if (action === "edit") {
      const again = await this.#draftFromPreset(profile.preset.id, draft.raw, draft.name);
      return again === undefined ? undefined : this.#testAndSave({ ...again, key: again.key ?? draft.key });
    }
    if (action === undefined) {
      return undefined;
    }
    await this.#book.save(draft, profile);
    if (action === "use") {
      if (!profile.isLoopback) {
        await this.#confirmHost(profile.origin);
      }
      await this.#book.useForAll(draft.name);
    }
    return draft.name;
  }
}

/** The fields of a pasted text that belong into settings; the key does not. */
function fieldsOf(parsed: ParsedSetup): RawProfile {
  const { baseUrl, model, apiKeyEnv, caFile, clientCertFile, clientKeyFile, extraHeaders } = parsed;
  const headers =
    extraHeaders !== undefined && Object.keys(extraHeaders).length > 0 ? extraHeaders : undefined;
  const fields = { baseUrl, model, apiKeyEnv, caFile, clientCertFile, clientKeyFile, extraHeaders: headers };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function nameFromUrl(baseUrl: string | undefined): string {
  const resolved = resolveBaseUrl(baseUrl ?? "");
  return typeof resolved === "string" ? "backend" : new URL(resolved.origin).hostname;
}
