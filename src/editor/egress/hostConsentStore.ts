import * as vscode from "vscode";
import { isListedHost, type AllowedHosts } from "../../core/egress/allowedHosts.ts";
import {
  confirmedHosts,
  decideHost,
  decodeHostDecisions,
  joinHostDecisions,
  type ConfirmedHost,
  type HostDecisions,
} from "../../core/egress/confirmedHosts.ts";
import type { HostConsent } from "../../core/egress/hostConsent.ts";
import type { BackendIdentity, Feature } from "../../core/ports.ts";
import { ConvergentValue } from "../convergentValue.ts";
import { settingNames } from "../settings.ts";

/** What the store needs of the settings. */
export interface HostSettings {
  allowedHosts(): AllowedHosts;
  readonly onDidChange: vscode.Event<vscode.ConfigurationChangeEvent>;
}

interface Question {
  readonly origin: string;
  readonly model?: string | undefined;
  readonly profile?: string | undefined;
}

/**
 * Hosts that the user allowed to receive code, by origin, kept on this machine (never synchronised), or
 * those that the setting names instead. One question at a time per origin, however many requests wait.
 */
export class HostConsentStore implements HostConsent, vscode.Disposable {
  readonly #decisions: ConvergentValue<HostDecisions>;
  readonly #nowMs: () => number;
  readonly #settings: HostSettings;
  readonly #settingsListener: vscode.Disposable;
  readonly #asking = new Map<string, Promise<boolean>>();
  /** Origins that a request was refused for, by host, so that a menu that knows the host can ask. */
  readonly #refusedByHost = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(memento: vscode.Memento, nowMs: () => number, settings: HostSettings) {
    this.#decisions = new ConvergentValue(
      memento,
      "flywheel.confirmedHosts",
      decodeHostDecisions,
      joinHostDecisions,
    );
    this.#nowMs = nowMs;
    this.#settings = settings;
    this.#settingsListener = settings.onDidChange((event) => {
      if (event.affectsConfiguration(settingNames.egressAllowedHosts)) {
        this.#changed.fire();
      }
    });
  }

  isConfirmed(origin: string): boolean {
    const allowed = this.#settings.allowedHosts();
    if (allowed !== "confirmed") {
      return isListedHost(origin, allowed);
    }
    const isKnown = this.list().some((host) => host.origin === origin);
    if (!isKnown) {
      this.#refusedByHost.set(hostOf(origin), origin);
    }
    return isKnown;
  }

  isShutOut(origin: string): boolean {
    const allowed = this.#settings.allowedHosts();
    return allowed !== "confirmed" && !isListedHost(origin, allowed);
  }

  /** In the order of confirmation. Anything unreadable in the storage counts as not confirmed. */
  list(): readonly ConfirmedHost[] {
    return confirmedHosts(this.#decisions.get());
  }

  async ask(backend: BackendIdentity, _feature: Feature, signal: AbortSignal): Promise<boolean> {
    const { origin, model, profile } = backend;
    const answer = this.#askOnce({ origin, model, profile });
    return signal.aborted ? false : Promise.race([answer, whenAborted(signal)]);
  }

  /** Asks about the host of a refused request; `host` as in the error's detail, or an origin. */
  async askHost(host: string): Promise<boolean> {
    const origin =
      this.#refusedByHost.get(host) ?? (URL.canParse(host) ? new URL(host).origin : `https://${host}`);
    return this.#askOnce({ origin });
  }

  /** For a host that the user has just named and agreed to, as in the set-up. */
  confirm(origin: string): Promise<void> {
    return this.#decide(origin, true);
  }

  /** Holds in every window, also where the host was confirmed before. */
  forget(origin: string): Promise<void> {
    return this.#decide(origin, false);
  }

  dispose(): void {
    this.#settingsListener.dispose();
    this.#changed.dispose();
  }

  async #decide(origin: string, isAllowed: boolean): Promise<void> {
    await this.#decisions.update((known) => decideHost(known, origin, isAllowed, this.#nowMs()));
    this.#changed.fire();
  }

  #askOnce(question: Question): Promise<boolean> {
    const { origin } = question;
    if (this.isConfirmed(origin)) {
      return Promise.resolve(true);
    }
    if (this.isShutOut(origin)) {
      return Promise.resolve(false);
    }
    const running = this.#asking.get(origin);
    if (running !== undefined) {
      return running;
    }
    const answer = this.#show(question).finally(() => this.#asking.delete(origin));
    this.#asking.set(origin, answer);
    return answer;
  }

  async #show({ origin, model, profile }: Question): Promise<boolean> {
    const t = vscode.l10n.t;
    const allow = t("Allow");
    const lines = [
      ...(model === undefined || profile === undefined
        ? []
        : [t("Model: {0} (backend {1})", model, profile)]),
      t("Address: {0}", origin),
      callingMachine(),
      "",
      t(
        "What may be sent: the code around the cursor, what you select or attach, and matching passages of this workspace. Secret files, files named in .flywheelignore and recognised secrets are left out.",
      ),
      t("“Show What Was Sent” lists every request with its exact text."),
    ];
    const choice = await vscode.window.showWarningMessage(
      t("Allow Flywheel to send code to {0}?", hostOf(origin)),
      { modal: true, detail: lines.join("\n") },
      allow,
    );
    if (choice === allow) {
      await this.confirm(origin);
      return true;
    }
    return false;
  }
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : origin;
}

/** Which machine opens the connection: the one that the extension host runs on. */
function callingMachine(): string {
  const t = vscode.l10n.t;
  const remote = vscode.env.remoteName;
  switch (remote) {
    case undefined:
      return t("The call is made by this computer.");
    case "ssh-remote":
      return t("The call is made by the SSH host that this window is connected to.");
    case "wsl":
      return t("The call is made from inside WSL.");
    case "dev-container":
    case "attached-container":
      return t("The call is made from inside the container.");
    default:
      return t("The call is made by the remote machine ({0}), not by this computer.", remote);
  }
}

function whenAborted(signal: AbortSignal): Promise<false> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(false), { once: true });
  });
}
