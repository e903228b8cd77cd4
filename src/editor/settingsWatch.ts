import * as vscode from "vscode";
import { resolveProfile } from "../core/backends/profile.ts";
import type { Clock, Log } from "../core/ports.ts";
import { findWrongValue, type SettingSchema } from "../core/settings/checkSetting.ts";
import {
  decodeToldProblems,
  joinToldProblems,
  takeBack,
  tell,
  untold,
  type SettingProblem,
  type ToldProblems,
} from "../core/settings/toldProblems.ts";
import { joinSentences } from "../core/text/joinSentences.ts";
import { commandIds } from "./commandIds.ts";
import { ConvergentValue } from "./convergentValue.ts";
import { backendText, settingStep } from "./errorText.ts";
import { runNext, type NextCommand } from "./nextCommand.ts";
import { isMachineSetting, settingNames, type Role, type Settings } from "./settings.ts";
import { wrongValueText } from "./wrongValueText.ts";

/** A settings page writes while one types, and set-up writes two settings one after the other. */
const quietMs = 1000;
/** More than these would be a wall of text; the log has them all. */
const maxSentences = 3;
const roles: readonly Role[] = ["completion", "chat", "embedding"];

/**
 * Looks at all settings when a window opens and when one is changed, and tells what is wrong with them: all in one
 * message, each value once, and in the window that the person looks at. Loaded after the rush of a start.
 */
export class SettingsWatch {
  readonly #context: vscode.ExtensionContext;
  readonly #settings: Settings;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #told: ConvergentValue<ToldProblems>;
  #waiting: AbortController | undefined;

  constructor(context: vscode.ExtensionContext, settings: Settings, clock: Clock, log: Log) {
    this.#context = context;
    this.#settings = settings;
    this.#clock = clock;
    this.#log = log;
    this.#told = new ConvergentValue(
      context.globalState,
      "flywheel.toldSettings",
      decodeToldProblems,
      joinToldProblems,
    );
    context.subscriptions.push(
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused && this.#waiting === undefined) {
          void this.#tell();
        }
      }),
      { dispose: () => this.#waiting?.abort() },
    );
  }

  /** Once it is quiet. */
  async check(event: vscode.ConfigurationChangeEvent): Promise<void> {
    this.#waiting?.abort();
    const waiting = new AbortController();
    this.#waiting = waiting;
    await this.#forget(event);
    await this.#clock.delay(quietMs, waiting.signal);
    if (!waiting.signal.aborted) {
      this.#waiting = undefined;
      await this.checkNow();
    }
  }

  async checkNow(): Promise<void> {
    for (const { text } of this.problems()) {
      this.#log.info(text);
    }
    await this.#tell();
  }

  /** Everything that is wrong now. */
  problems(): readonly SettingProblem[] {
    const all = [...this.#valueProblems(), ...this.#profileProblems(), ...this.#roleProblems()];
    return [...new Map(all.map((problem) => [problem.text, problem])).values()];
  }

  async #forget(event: vscode.ConfigurationChangeEvent): Promise<void> {
    const isChanged = (setting: string): boolean => event.affectsConfiguration(setting);
    const change = (told: ToldProblems): ToldProblems =>
      takeBack(told, this.problems(), isChanged, this.#clock.nowMs());
    if (change(this.#told.get()) !== this.#told.get()) {
      await this.#told.update(change);
    }
  }

  async #tell(): Promise<void> {
    const problems = vscode.window.state.focused ? untold(this.#told.get(), this.problems()) : [];
    const [first] = problems;
    if (first === undefined) {
      return;
    }
    await this.#told.update((told) => tell(told, problems, this.#clock.nowMs()));
    const steps = nextSteps(problems, first);
    const choice = await vscode.window.showWarningMessage(
      messageText(problems),
      ...steps.map(({ title }) => title),
    );
    const step = steps.find(({ title }) => title === choice);
    if (step !== undefined) {
      await runNext(step);
    }
  }

  #valueProblems(): SettingProblem[] {
    const schemas = schemasOf(this.#context);
    const scopes = [undefined, ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri)];
    return Object.values(settingNames).flatMap((setting) => {
      // What a profile may hold depends on its preset.
      const schema = setting === settingNames.backends ? { type: "object" } : (schemas[setting] ?? {});
      return scopes.flatMap((scope) => {
        const value = vscode.workspace.getConfiguration(undefined, scope).get<unknown>(setting);
        // A copy: what the editor gives are proxies, which do not tell all that an object has.
        const wrong =
          value === undefined ? undefined : findWrongValue(JSON.parse(JSON.stringify(value)), schema);
        return wrong === undefined
          ? []
          : [{ setting, text: wrongValueText(setting, wrong), isProfile: false }];
      });
    });
  }

  #profileProblems(): SettingProblem[] {
    return Object.entries(this.#settings.backends()).flatMap(([name, raw]) => {
      const result = resolveProfile(name, raw);
      return "problem" in result
        ? [
            {
              setting: settingNames.backends,
              text: backendText(result.problem) ?? result.problem.id,
              isProfile: true,
            },
          ]
        : [];
    });
  }

  #roleProblems(): SettingProblem[] {
    const known = new Set(["auto", "offline", ...Object.keys(this.#settings.backends())]);
    return roles.flatMap((role) =>
      this.#settings
        .role(role)
        .filter((name) => !known.has(name))
        .map((name) => ({
          setting: `flywheel.roles.${role}`,
          text: vscode.l10n.t(
            "The backend {1} of flywheel.roles.{0} does not exist; the offline backend is used.",
            role,
            name,
          ),
          isProfile: false,
        })),
    );
  }
}

function schemasOf({ extension }: vscode.ExtensionContext): Readonly<Record<string, SettingSchema>> {
  const manifest = extension.packageJSON as {
    readonly contributes: {
      readonly configuration: { readonly properties: Readonly<Record<string, SettingSchema>> };
    };
  };
  return manifest.contributes.configuration.properties;
}

function messageText(problems: readonly SettingProblem[]): string {
  const sentences = problems.slice(0, maxSentences).map(({ text }) => text);
  const more = problems.length - sentences.length;
  return joinSentences(
    ...sentences,
    ...(more === 0 ? [] : [vscode.l10n.t("{0} more are listed in the output channel Flywheel.", more)]),
  );
}

function nextSteps(problems: readonly SettingProblem[], first: SettingProblem): NextCommand[] {
  const names = [...new Set(problems.map((problem) => problem.setting))];
  const { setting } = problems.find((problem) => isMachineSetting(problem.setting)) ?? first;
  const open = names.length > 1 ? settingStep(setting, `@id:${names.join(",")}`) : settingStep(setting);
  const setUp = { title: vscode.l10n.t("Set Up Backend"), command: commandIds.setUpBackend };
  return problems.some(({ isProfile }) => isProfile) ? [open, setUp] : [open];
}
