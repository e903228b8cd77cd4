import * as vscode from "vscode";
import { resolveProfile, type ResolvedProfile } from "../../core/backends/profile.ts";
import { AssistantError, isCancellation, toAssistantError } from "../../core/errors.ts";
import { showError } from "../errorText.ts";
import type { Translator } from "../translate.ts";
import type { BackendTools, ProbeReport } from "./backendTools.ts";
import { hostOf, type ProfileDraft, type RawProfile } from "./profileDraft.ts";

/** Asks a server about itself with progress and cancel, and tells people what went wrong. */
export class BackendDialog {
  readonly #tools: BackendTools;
  readonly #translator: Translator;

  constructor(tools: BackendTools, translator: Translator) {
    this.#tools = tools;
    this.#translator = translator;
  }

  get translator(): Translator {
    return this.#translator;
  }

  /** The checked profile, or undefined after its problem was shown. */
  async resolve(name: string, raw: RawProfile): Promise<ResolvedProfile | undefined> {
    const result = resolveProfile(name, raw);
    if ("profile" in result) {
      return result.profile;
    }
    await showError(
      new AssistantError("badSettings", result.problem.id, { detail: this.#translator.text(result.problem) }),
    );
    return undefined;
  }

  /** Models the server lists; empty when it lists none or does not answer. */
  async modelsOf(profile: ResolvedProfile, key: string | undefined): Promise<readonly string[]> {
    const models = await this.#withProgress(
      vscode.l10n.t("Asking {0} for its models …", hostOf(profile)),
      (signal) => this.#tools.listModels(profile, key, signal).catch(() => []),
    );
    return models ?? [];
  }

  /** What is known of a profile beyond its preset, and where from. */
  factsOf(profile: ResolvedProfile): readonly string[] {
    return this.#tools.factsOf(profile).map((message) => this.#translator.text(message));
  }

  /** Undefined when cancelled; a probe that failed as a whole is shown and gives undefined too. */
  async probe(profile: ResolvedProfile, key: string | undefined): Promise<ProbeReport | undefined> {
    try {
      return await this.#withProgress(vscode.l10n.t("Testing {0} …", hostOf(profile)), (signal) =>
        this.#tools.probe(profile, key, signal),
      );
    } catch (error) {
      await showError(toAssistantError(error));
      return undefined;
    }
  }

  async #withProgress<T>(title: string, run: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    const controller = new AbortController();
    return vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (_progress, token) => {
        token.onCancellationRequested(() => controller.abort());
        try {
          return await run(controller.signal);
        } catch (error) {
          if (isCancellation(error, controller.signal)) {
            return undefined;
          }
          throw error;
        }
      },
    );
  }
}

/** Name, profile and key, ready to be tested and saved. */
export interface CheckedDraft {
  readonly draft: ProfileDraft;
  readonly profile: ResolvedProfile;
}
