import { readFile, realpath } from "node:fs/promises";
import { homedir } from "node:os";
import * as vscode from "vscode";
import { runKeyCommand } from "../adapters/commandRunner.ts";
import type * as models from "../adapters/models/modelsEntry.ts";
import { CircuitBreaker } from "../core/backends/circuitBreaker.ts";
import { DailyCaps } from "../core/backends/dailyCaps.ts";
import { applyFacts, factMessages } from "../core/backends/endpointFacts.ts";
import type { ResolvedProfile } from "../core/backends/profile.ts";
import { EgressGate } from "../core/egress/egressGate.ts";
import { isLoopbackOrigin } from "../core/egress/loopback.ts";
import { SentRecord } from "../core/egress/sentRecord.ts";
import { BackendRegistry } from "../editor/backends/backendRegistry.ts";
import type { BackendTools } from "../editor/backends/backendTools.ts";
import { createDailyTokens, localDay } from "../editor/backends/dailyTokenStore.ts";
import { KeyStore } from "../editor/backends/keyStore.ts";
import { VanishedKeys } from "../editor/backends/vanishedKeys.ts";
import { VerdictStore } from "../editor/backends/verdictStore.ts";
import { HostConsentStore } from "../editor/egress/hostConsentStore.ts";
import { WorkspacePolicy } from "../editor/egress/workspacePolicy.ts";
import type { Foundation } from "./foundation.ts";

/** The bundle of the model clients, loaded at the first request of a backend. */
function loadModels(): typeof models {
  return require("./models.js") as typeof models;
}

async function realPathOf(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") {
      return undefined;
    }
    throw error;
  }
}

/** Keys, model clients and the one gate in front of them. */
export class Backends {
  readonly registry: BackendRegistry;
  readonly consent: HostConsentStore;
  readonly keys: KeyStore;
  readonly workspacePolicy = new WorkspacePolicy({
    homePath: homedir(),
    configPath: process.env["XDG_CONFIG_HOME"],
    realPath: realPathOf,
  });
  readonly record = new SentRecord();
  readonly gate: EgressGate;
  readonly #base: Foundation;
  readonly #verdicts: VerdictStore;
  readonly #caps: DailyCaps;
  readonly #cacheKey: string;
  readonly #health = new vscode.EventEmitter<void>();
  /** A backend went down or came back, or its tokens of the day are spent or anew. */
  readonly onDidChangeHealth = this.#health.event;
  #lanes: models.KeyLanes | undefined;

  constructor(base: Foundation) {
    const { context, clock, random, settings } = base;
    this.#base = base;
    this.keys = new KeyStore(context.secrets, (name) => process.env[name], runKeyCommand);
    this.#verdicts = new VerdictStore(context.globalState, () => clock.nowMs());
    this.#caps = new DailyCaps(
      createDailyTokens(context.globalState, clock, random.uuid()),
      (profile) => this.registry.tokenCapOf(profile),
      clock,
      () => this.#health.fire(),
    );
    this.#cacheKey = random.uuid();
    this.consent = new HostConsentStore(context.globalState, () => clock.nowMs(), settings);
    const { policy } = this.workspacePolicy;
    const redactsPersonalData = (): boolean => settings.redactsPersonalData();
    const { consent, record } = this;
    this.gate = new EgressGate({ policy, consent, record, clock, random, redactsPersonalData });
    this.registry = new BackendRegistry(
      settings,
      async (profile) => {
        const known = applyFacts(profile, this.#verdicts.factsOf(profile));
        return this.gate.gateBackend(loadModels().createBackend(known, this.#depsFor(profile)));
      },
      {
        breaker: new CircuitBreaker(clock, () => this.#health.fire()),
        mayStandIn: ({ origin, isLoopback }) =>
          (isLoopback && isLoopbackOrigin(origin)) || consent.isConfirmed(origin),
        isSpent: (profile) => this.#caps.isSpent(profile),
      },
    );
    const forgetter = new VanishedKeys(settings, this.keys, clock);
    context.subscriptions.push(
      this.registry,
      this.#caps,
      this.#health,
      consent,
      this.workspacePolicy,
      forgetter,
    );
  }

  readonly isWithheld = async (path: string): Promise<boolean> => {
    const verdict = await this.workspacePolicy.policy.judge({ path, isGathered: false });
    return !verdict.isAllowed;
  };

  tools(): BackendTools {
    return {
      listModels: (profile, key, signal) =>
        loadModels().listModels(profile, this.#depsFor(profile, key), signal),
      probe: async (profile, key, signal) => {
        const report = await loadModels().probeBackend(profile, this.#depsFor(profile, key), signal);
        const { fillInRoute, contextTokens, quirks } = report;
        if (fillInRoute !== undefined) {
          await this.#verdicts.keepProbed(profile, { ...quirks, fillInRoute, contextTokens });
          this.registry.refresh();
        }
        return report;
      },
      factsOf: (profile) => factMessages(profile, this.#verdicts.factsOf(profile), localDay),
    };
  }

  #depsFor(profile: ResolvedProfile, key?: string): models.ModelDeps {
    const { clock } = this.#base;
    this.#lanes ??= new (loadModels().KeyLanes)(clock);
    return {
      // Looked up at each call: VS Code puts its own in place, which knows proxies and certificates.
      fetch: (input, init) => globalThis.fetch(input, init),
      clock,
      log: this.#base.log,
      lanes: this.#lanes,
      tokens: this.#caps,
      cacheKey: this.#cacheKey,
      facts: this.#verdicts.factsOf(profile).values,
      onLearned: (facts) => void this.#verdicts.keepLearned(profile, facts),
      readKey: async () => key ?? this.keys.read(profile),
      renewKey: () => this.keys.renew(profile),
      readFile: (path) => readFile(path, "utf8"),
      env: (name) => process.env[name],
      onCannotFillIn: () =>
        void this.#verdicts.keepLearned(profile, { fillInRoute: "none" }).then(() => this.registry.refresh()),
    };
  }
}
