import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import * as vscode from "vscode";
import { runKeyCommand } from "./adapters/commandRunner.ts";
import { keyedHash, newHashKey } from "./adapters/keyedHash.ts";
import type * as models from "./adapters/models/modelsEntry.ts";
import { NodeTextFolder } from "./adapters/nodeTextFolder.ts";
import { SystemClock } from "./adapters/systemClock.ts";
import { SystemRandom } from "./adapters/systemRandom.ts";
import { CircuitBreaker } from "./core/backends/circuitBreaker.ts";
import type { ResolvedProfile } from "./core/backends/profile.ts";
import { EgressGate } from "./core/egress/egressGate.ts";
import { SentRecord } from "./core/egress/sentRecord.ts";
import type { Log } from "./core/ports.ts";
import { BackendRegistry } from "./editor/backends/backendRegistry.ts";
import type { BackendTools } from "./editor/backends/backendTools.ts";
import { KeyStore } from "./editor/backends/keyStore.ts";
import { hostOf } from "./editor/backends/profileDraft.ts";
import { VerdictStore } from "./editor/backends/verdictStore.ts";
import { HostConsentStore } from "./editor/egress/hostConsentStore.ts";
import { WorkspacePolicy } from "./editor/egress/workspacePolicy.ts";
import { Settings } from "./editor/settings.ts";
import { StatisticsFeature } from "./editor/statistics/statisticsFeature.ts";
import { StatusItem } from "./editor/status/statusItem.ts";
import { StatusMenu } from "./editor/status/statusMenu.ts";
import { StatusState } from "./editor/status/statusState.ts";
import { WorkerClient, type WorkerStarter } from "./editor/workerClient.ts";
import { CodeActions, codeSelector } from "./editor/codeActions.ts";
import { CodeLenses } from "./editor/codeLens.ts";
import { chatViewId, lateCommandIds, type Command } from "./editor/commandIds.ts";
import { VanishedKeys } from "./editor/backends/vanishedKeys.ts";
import { backendText, showError } from "./editor/errorText.ts";
import { EditorStatus } from "./editor/status/editorStatus.ts";
import { isCancellation, toAssistantError } from "./core/errors.ts";
import { CompletionFeature } from "./editor/completion/completionFeature.ts";
import { FindingsCollection } from "./editor/review/findingsCollection.ts";
import { WorkspaceFeed } from "./editor/workspaceFeed.ts";
import type * as featureBundle from "./features.ts";
import type { FeatureHost, Features } from "./features.ts";

/** What everything else is built from. */
interface Foundation {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly clock: SystemClock;
  readonly random: SystemRandom;
  readonly settings: Settings;
  readonly worker: WorkerClient;
  readonly status: StatusState;
}

/** The bundle of the model clients, loaded at the first request of a backend. */
function loadModels(): typeof models {
  return require("./models.js") as typeof models;
}

function workerStarter(extensionPath: string): WorkerStarter {
  return (events) => {
    const worker = new Worker(join(extensionPath, "dist", "worker.js"), {
      workerData: { wasmDir: join(extensionPath, "dist", "wasm") },
      name: "flywheel",
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    worker.on("message", (value: unknown) => events.onMessage(value));
    worker.on("error", (error) => events.onExit(error.message));
    worker.on("exit", (code) => events.onExit(`exit code ${code}`));
    return { post: (message) => worker.postMessage(message), terminate: () => worker.terminate() };
  };
}

function layFoundation(context: vscode.ExtensionContext): Foundation {
  const log = vscode.window.createOutputChannel("Flywheel", { log: true });
  const settings = new Settings((name, value) => {
    void vscode.window.showWarningMessage(
      vscode.l10n.t("The setting {0} cannot be {1}; its default is used.", name, value),
    );
  });
  const status = new StatusState();
  const worker = new WorkerClient(workerStarter(context.extensionPath), log);
  context.subscriptions.push(log, settings, status);
  return { context, log, clock: new SystemClock(), random: new SystemRandom(), settings, worker, status };
}

/** Keys, model clients and the one gate in front of them. */
class Backends {
  readonly registry: BackendRegistry;
  readonly consent: HostConsentStore;
  readonly keys: KeyStore;
  readonly workspacePolicy = new WorkspacePolicy();
  readonly record = new SentRecord();
  readonly gate: EgressGate;
  readonly #base: Foundation;
  readonly #verdicts: VerdictStore;

  constructor(base: Foundation) {
    const { context, clock, random, settings } = base;
    this.#base = base;
    this.keys = new KeyStore(context.secrets, (name) => process.env[name], runKeyCommand);
    this.#verdicts = new VerdictStore(context.globalState);
    this.consent = new HostConsentStore(context.globalState, () => clock.nowMs());
    const { policy } = this.workspacePolicy;
    this.gate = new EgressGate({ policy, consent: this.consent, record: this.record, clock, random });
    this.registry = new BackendRegistry(
      settings,
      async (profile) => this.gate.gateBackend(loadModels().createBackend(profile, this.#depsFor(profile))),
      new CircuitBreaker(clock),
      {
        unknownName: (role, name) =>
          void vscode.window.showWarningMessage(
            vscode.l10n.t("The backend {1} of flywheel.roles.{0} does not exist; the offline backend is used.", role, name),
          ),
        badProfile: (problem) => void vscode.window.showWarningMessage(backendText(problem) ?? problem.id),
      },
    );
    const forgetter = new VanishedKeys(settings, this.keys, clock);
    context.subscriptions.push(this.registry, this.consent, this.workspacePolicy, forgetter);
  }

  readonly isWithheld = async (path: string): Promise<boolean> => {
    const verdict = await this.workspacePolicy.policy.judge({ path, isGathered: false });
    return !verdict.isAllowed;
  };

  tools(): BackendTools {
    return {
      listModels: (profile, key, signal) => loadModels().listModels(profile, this.#depsFor(profile, key), signal),
      probe: async (profile, key, signal) => {
        const report = await loadModels().probeBackend(profile, this.#depsFor(profile, key), signal);
        if (report.fillInRoute !== undefined) {
          await this.#verdicts.keep(profile, report.fillInRoute);
          this.registry.refresh();
        }
        return report;
      },
    };
  }

  #depsFor(profile: ResolvedProfile, key?: string): models.ModelDeps {
    const route = this.#verdicts.fillInRouteOf(profile);
    return {
      // Looked up at each call: VS Code puts its own in place, which knows proxies and certificates.
      fetch: (input, init) => globalThis.fetch(input, init),
      clock: this.#base.clock,
      log: this.#base.log,
      readKey: async () => key ?? this.keys.read(profile),
      renewKey: () => this.keys.renew(profile),
      readFile: (path) => readFile(path, "utf8"),
      env: (name) => process.env[name],
      probedFillIn: route === undefined ? undefined : { route },
      onCannotFillIn: () => void this.#verdicts.keep(profile, "none").then(() => this.registry.refresh()),
    };
  }
}

function hashKeyOf(state: vscode.Memento): string {
  const known = state.get<string>("flywheel.hashKey");
  if (known !== undefined) {
    return known;
  }
  const key = newHashKey();
  void state.update("flywheel.hashKey", key);
  return key;
}

function startStatistics(base: Foundation): StatisticsFeature {
  const { context, worker, settings, clock, random, log } = base;
  const hash = keyedHash(hashKeyOf(context.globalState));
  return new StatisticsFeature(context, worker, { settings, clock, random, log, hash });
}

function showBackend(status: StatusState, registry: BackendRegistry): void {
  const [profile] = registry.profilesOf("completion");
  status.update({
    lastError: undefined,
    backend:
      profile === undefined
        ? { kind: "offline" }
        : { kind: "model", profile: profile.name, model: profile.model, host: hostOf(profile) },
  });
}

function startStatus(base: Foundation, backends: Backends): Command[] {
  const { context, settings, status } = base;
  const { registry, consent, workspacePolicy, isWithheld } = backends;
  const watcher = new EditorStatus(status, settings, isWithheld);
  showBackend(status, registry);
  context.subscriptions.push(
    new StatusItem(status),
    watcher,
    registry.onDidChange(() => showBackend(status, registry)),
    workspacePolicy.onDidChange(() => watcher.refresh()),
  );
  return [
    new StatusMenu(status, settings, async (host) => {
      if (await consent.askHost(host)) {
        status.update({ lastError: undefined });
      }
    }),
  ];
}

function startCompletion(base: Foundation, backends: Backends, statistics: StatisticsFeature): readonly Command[] {
  const { context, worker, settings, clock, random, log, status } = base;
  const { registry, isWithheld, workspacePolicy, consent } = backends;
  const completion = new CompletionFeature({
    backends: registry,
    ...{ worker, settings, clock, random },
    events: statistics.events,
    accepted: statistics,
    mayUse: async (path) => !(await isWithheld(path)),
    onStatus: ({ isWaiting, lastError }) => status.update({ isWaiting, lastError }),
    onOtherCompleter: (otherEngine) => status.update({ otherEngine }),
  });
  const { policy } = workspacePolicy;
  context.subscriptions.push(
    completion,
    new WorkspaceFeed(worker, (file) => policy.judge(file), clock, log),
    registry.onDidChange(() => completion.reset()),
    consent.onDidChange(() => completion.reset()),
    workspacePolicy.onDidChange(() => completion.reset()),
  );
  return completion.commands;
}

/** Commands and views of the second root: registered now, brought to life when first used. */
function registerLate({ context, log }: Foundation, host: FeatureHost): void {
  const load = (): Features => {
    running.features ??= (require("./features.js") as typeof featureBundle).createFeatures(host);
    return running.features;
  };
  for (const id of lateCommandIds) {
    const run = async (...args: unknown[]): Promise<unknown> => {
      try {
        return await load().commands.get(id)?.run(...args);
      } catch (error) {
        if (!isCancellation(error)) {
          log.error(`${id} failed.`, error);
          void showError(toAssistantError(error));
        }
        return undefined;
      }
    };
    context.subscriptions.push(vscode.commands.registerCommand(id, run));
  }
  context.subscriptions.push(
    vscode.window.registerWebviewViewProvider(chatViewId, {
      resolveWebviewView: (view, state, token) => load().chatView.resolveWebviewView(view, state, token),
    }),
  );
}

function startLanguageFeatures(base: Foundation, findings: FindingsCollection): void {
  const { context, worker, settings } = base;
  context.subscriptions.push(
    vscode.languages.registerCodeActionsProvider(codeSelector, new CodeActions(findings), {
      providedCodeActionKinds: CodeActions.kinds,
    }),
    vscode.languages.registerCodeLensProvider(codeSelector, new CodeLenses(worker, settings)),
  );
}

/** Runs one start; a feature that cannot start is logged and takes nobody with it. */
function attempt<T>(log: Log, name: string, start: () => T): T | undefined {
  try {
    return start();
  } catch (error) {
    log.error(`${name} could not start.`, error);
    return undefined;
  }
}

interface Running {
  readonly worker: WorkerClient;
  readonly statistics: StatisticsFeature;
}

/** What `deactivate` ends in order: a host activates an extension once. */
const running: { current?: Running; features?: Features } = {};

export function activate(context: vscode.ExtensionContext): void {
  const startMs = performance.now();
  const base = layFoundation(context);
  const { log, worker } = base;
  const backends = new Backends(base);
  const statistics = startStatistics(base);
  const findings = new FindingsCollection();
  running.current = { worker, statistics };
  context.subscriptions.push(findings);
  const commands = [
    ...(attempt(log, "Status", () => startStatus(base, backends)) ?? []),
    ...(attempt(log, "Completion", () => startCompletion(base, backends, statistics)) ?? []),
  ];
  for (const command of commands) {
    const run = (...args: unknown[]): Promise<unknown> => command.run(...args);
    context.subscriptions.push(vscode.commands.registerCommand(command.id, run));
  }
  attempt(log, "Language features", () => startLanguageFeatures(base, findings));
  const { registry, gate, record, consent, keys, isWithheld } = backends;
  const host: FeatureHost = {
    ...base,
    ...{ gate, record, consent, keys, isWithheld, statistics, findings },
    backends: registry,
    chats: new NodeTextFolder(join((context.storageUri ?? context.globalStorageUri).fsPath, "chats")),
    tools: backends.tools(),
  };
  attempt(log, "Commands", () => registerLate(base, host));
  log.info(`Activated in ${(performance.now() - startMs).toFixed(1)} ms.`);
}

export async function deactivate(): Promise<void> {
  const { current, features } = running;
  await features?.close();
  await current?.statistics.close();
  await current?.worker.dispose();
}
