import { readFile, realpath } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import * as vscode from "vscode";
import { runKeyCommand } from "./adapters/commandRunner.ts";
import { keyedHash, newHashKey } from "./adapters/keyedHash.ts";
import type * as models from "./adapters/models/modelsEntry.ts";
import { NodeAppendFolder } from "./adapters/nodeAppendFolder.ts";
import { NodeTextFolder } from "./adapters/nodeTextFolder.ts";
import { SystemClock } from "./adapters/systemClock.ts";
import { SystemRandom } from "./adapters/systemRandom.ts";
import { ProcessTestRunner } from "./adapters/testRunners/processTestRunner.ts";
import { CircuitBreaker } from "./core/backends/circuitBreaker.ts";
import { DailyCaps } from "./core/backends/dailyCaps.ts";
import { applyFacts, factMessages } from "./core/backends/endpointFacts.ts";
import type { ResolvedProfile } from "./core/backends/profile.ts";
import { isLoopbackOrigin } from "./core/egress/loopback.ts";
import { EgressGate } from "./core/egress/egressGate.ts";
import { KeptRecord } from "./core/egress/keptRecord.ts";
import { SentRecord } from "./core/egress/sentRecord.ts";
import type { Log } from "./core/ports.ts";
import { BackendRegistry } from "./editor/backends/backendRegistry.ts";
import type { BackendTools } from "./editor/backends/backendTools.ts";
import { createDailyTokens, localDay } from "./editor/backends/dailyTokenStore.ts";
import { KeyStore } from "./editor/backends/keyStore.ts";
import { hostOf } from "./editor/backends/profileDraft.ts";
import { VerdictStore } from "./editor/backends/verdictStore.ts";
import { HostConsentStore } from "./editor/egress/hostConsentStore.ts";
import { HostsMenu } from "./editor/egress/hostsMenu.ts";
import { WorkspacePolicy } from "./editor/egress/workspacePolicy.ts";
import { Settings } from "./editor/settings.ts";
import { StatisticsFeature } from "./editor/statistics/statisticsFeature.ts";
import { StatusItem } from "./editor/status/statusItem.ts";
import { StatusMenu } from "./editor/status/statusMenu.ts";
import { StatusState } from "./editor/status/statusState.ts";
import { WorkerClient, type WorkerStarter } from "./editor/workerClient.ts";
import { CodeActions, codeSelector } from "./editor/codeActions.ts";
import { CodeLenses } from "./editor/codeLens.ts";
import { chatViewId, internalCommandIds, lateCommandIds, type Command } from "./editor/commandIds.ts";
import { VanishedKeys } from "./editor/backends/vanishedKeys.ts";
import { showError } from "./editor/errorText.ts";
import {
  deadWorkerText,
  warnOfDeadWorker,
  warnOfProfile,
  warnOfRole,
  warnOfSetting,
} from "./editor/notices.ts";
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
  /** A new background thread has begun and knows nothing of the workspace. */
  readonly onWorkerRestarted: vscode.Event<void>;
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
      // A small young generation keeps the idle worker small; its long work is in few large arrays.
      resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 1024 },
    });
    worker.on("message", (value: unknown) => events.onMessage(value));
    worker.on("error", (error) => events.onExit(error.message));
    worker.on("exit", (code) => events.onExit(`exit code ${code}`));
    return { post: (message) => worker.postMessage(message), terminate: () => worker.terminate() };
  };
}

function layFoundation(context: vscode.ExtensionContext): Foundation {
  const log = vscode.window.createOutputChannel("Flywheel", { log: true });
  const settings = new Settings(warnOfSetting);
  const status = new StatusState();
  const restarted = new vscode.EventEmitter<void>();
  const worker = new WorkerClient(workerStarter(context.extensionPath), log, {
    onRestarted: () => restarted.fire(),
    onGivenUp: () => {
      status.update({ note: deadWorkerText() });
      warnOfDeadWorker();
    },
  });
  context.subscriptions.push(log, settings, status, restarted);
  const tools = { log, clock: new SystemClock(), random: new SystemRandom() };
  return { context, settings, worker, status, onWorkerRestarted: restarted.event, ...tools };
}

/** Follows what is sent and writes it to disk while the setting says so. */
function keepRecord({ context, log, clock, random, settings }: Foundation, record: SentRecord): KeptRecord {
  return new KeptRecord({
    record,
    clock,
    folder: new NodeAppendFolder(join(context.globalStorageUri.fsPath, "sent")),
    sessionId: random.uuid(),
    isOn: () => settings.keepsRecord(),
    onProblem: (error) => log.error("The record of what was sent could not be written.", error),
  });
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
class Backends {
  readonly registry: BackendRegistry;
  readonly consent: HostConsentStore;
  readonly keys: KeyStore;
  readonly workspacePolicy = new WorkspacePolicy({
    homePath: homedir(),
    configPath: process.env["XDG_CONFIG_HOME"],
    realPath: realPathOf,
  });
  readonly record = new SentRecord();
  readonly keptRecord: KeptRecord;
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
      createDailyTokens(context.globalState, clock),
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
    this.keptRecord = keepRecord(base, record);
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
      { unknownName: warnOfRole, badProfile: warnOfProfile },
    );
    const forgetter = new VanishedKeys(settings, this.keys, clock);
    context.subscriptions.push(
      this.registry,
      this.#caps,
      this.#health,
      consent,
      this.workspacePolicy,
      forgetter,
      this.keptRecord,
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
  const { active, resting } = registry.standingOf("completion");
  status.update({
    lastError: undefined,
    backend:
      active === undefined
        ? { kind: "offline" }
        : { kind: "model", profile: active.profile, model: active.model, host: hostOf(active) },
    standIn: resting?.profile === active?.profile ? undefined : resting,
  });
}

function startStatus(base: Foundation, backends: Backends): Command[] {
  const { context, settings, status } = base;
  const { registry, consent, workspacePolicy } = backends;
  const watcher = new EditorStatus(status, settings, workspacePolicy.policy);
  showBackend(status, registry);
  context.subscriptions.push(
    new StatusItem(status),
    watcher,
    registry.onDidChange(() => showBackend(status, registry)),
    backends.onDidChangeHealth(() => showBackend(status, registry)),
    workspacePolicy.onDidChange(() => watcher.refresh()),
  );
  const allowHost = async (host: unknown): Promise<void> => {
    if (typeof host === "string" && (await consent.askHost(host))) {
      status.update({ lastError: undefined });
    }
  };
  return [
    new StatusMenu(status, settings, () => new HostsMenu(consent, settings).show()),
    { id: internalCommandIds.allowHost, run: allowHost },
  ];
}

function startCompletion(
  base: Foundation,
  backends: Backends,
  statistics: StatisticsFeature,
): readonly Command[] {
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
    onSnooze: (snoozedUntilMs) => status.update({ snoozedUntilMs }),
  });
  const { policy } = workspacePolicy;
  const feed = new WorkspaceFeed(worker, (file) => policy.judge(file), clock, log);
  context.subscriptions.push(
    completion,
    feed,
    base.onWorkerRestarted(() => void feed.start()),
    registry.onDidChange(() => completion.reset()),
    consent.onDidChange(() => completion.reset()),
    workspacePolicy.onDidChange(() => completion.reset()),
  );
  return completion.commands;
}

/** After the rush of a window's start, and well before the first request. */
const warmUpMs = 1500;

/** Loads the clients and the key of the completing backend ahead, so that the first ghost text need not wait. */
async function warmUp({ context, clock, log }: Foundation, { registry, keys }: Backends): Promise<void> {
  const lifetime = new AbortController();
  context.subscriptions.push({ dispose: () => lifetime.abort() });
  await clock.delay(warmUpMs, lifetime.signal);
  const [profile] = lifetime.signal.aborted ? [] : registry.profilesOf("completion");
  if (profile === undefined) {
    return;
  }
  try {
    // A key command may ask for a finger or a password: it waits until a request needs it.
    const key = profile.apiKeyCommand === undefined ? keys.read(profile) : undefined;
    await Promise.all([registry.forRole("completion"), key]);
  } catch (error) {
    log.info(`The backend ${profile.name} was not loaded ahead: ${String(error)}`);
  }
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
        return await load()
          .commands.get(id)
          ?.run(...args);
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
  const { registry, gate, record, keptRecord, consent, keys, isWithheld } = backends;
  const host: FeatureHost = {
    ...base,
    ...{ gate, record, keptRecord, consent, keys, isWithheld, statistics, findings },
    policy: backends.workspacePolicy.policy,
    backends: registry,
    testRunner: new ProcessTestRunner({
      ...{ temporaryDir: tmpdir(), homeDir: homedir() },
      ...{ env: process.env, platform: process.platform },
    }),
    chats: new NodeTextFolder(join((context.storageUri ?? context.globalStorageUri).fsPath, "chats")),
    tools: backends.tools(),
  };
  attempt(log, "Commands", () => registerLate(base, host));
  void warmUp(base, backends);
  log.info(`Activated in ${(performance.now() - startMs).toFixed(1)} ms.`);
}

export async function deactivate(): Promise<void> {
  const { current, features } = running;
  await features?.close();
  await current?.statistics.close();
  await current?.worker.dispose();
}
