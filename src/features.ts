/**
 * The second composition root: what no keystroke needs. It is a bundle of its own (`dist/features.js`),
 * loaded when a command is first run or the chat view is first seen, so that activation stays small.
 */
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { NodeAppendFolder } from "./adapters/nodeAppendFolder.ts";
import { NodeTextFolder } from "./adapters/nodeTextFolder.ts";
import { ProcessStarter } from "./adapters/testRunners/processStarter.ts";
import { ProcessTestRunner } from "./adapters/testRunners/processTestRunner.ts";
import { systemSandbox } from "./adapters/testRunners/sandbox.ts";
import { backendMessages } from "./core/backends/backendMessages.ts";
import { probeMessages } from "./core/backends/probeMessages.ts";
import { ChatHistoryStore } from "./core/chat/chatHistoryStore.ts";
import { chatMessages } from "./core/chat/chatMessages.ts";
import type { FilePolicy } from "./core/egress/filePolicy.ts";
import { KeptRecord } from "./core/egress/keptRecord.ts";
import type { EgressGate } from "./core/egress/egressGate.ts";
import type { SentRecord } from "./core/egress/sentRecord.ts";
import { structureMessages } from "./core/explain/structureMessages.ts";
import type { Clock, Log, Random } from "./core/ports.ts";
import { reviewMessages } from "./core/review/reviewMessages.ts";
import { skeletonMessages, testCaseMessages, testingMessages } from "./core/testing/testingMessages.ts";
import { BackendDialog } from "./editor/backends/backendDialog.ts";
import type { BackendRegistry } from "./editor/backends/backendRegistry.ts";
import type { BackendTools } from "./editor/backends/backendTools.ts";
import type { KeyStore } from "./editor/backends/keyStore.ts";
import { ProfileBook } from "./editor/backends/profileBook.ts";
import { ChatContext, type WithheldCheck } from "./editor/chat/chatContext.ts";
import { ChatSession } from "./editor/chat/chatSession.ts";
import { ChatViewProvider } from "./editor/chat/chatViewProvider.ts";
import { CodeBlockActions } from "./editor/chat/codeBlockActions.ts";
import { TurnRunner } from "./editor/chat/turnRunner.ts";
import type { Command } from "./editor/commandIds.ts";
import { Ask } from "./editor/commands/ask.ts";
import { ClearFindings } from "./editor/commands/clearFindings.ts";
import { Diagnose } from "./editor/commands/diagnose.ts";
import { ExplainSelection } from "./editor/commands/explainSelection.ts";
import { DeleteLog } from "./editor/commands/deleteLog.ts";
import { ExportStatistics } from "./editor/commands/exportStatistics.ts";
import { FindBugs } from "./editor/commands/findBugs.ts";
import { FixProblem } from "./editor/commands/fixProblem.ts";
import { GenerateTests } from "./editor/commands/generateTests.ts";
import { LeaveOutWorkspace } from "./editor/commands/leaveOutWorkspace.ts";
import { NewChat } from "./editor/commands/newChat.ts";
import { PauseLog } from "./editor/commands/pauseLog.ts";
import { RelabelTime } from "./editor/commands/relabelTime.ts";
import { SetUpBackend } from "./editor/commands/setUpBackend.ts";
import { ShowChats } from "./editor/commands/showChats.ts";
import { ShowRawEvents } from "./editor/commands/showRawEvents.ts";
import { ShowSentData } from "./editor/commands/showSentData.ts";
import { ShowStatistics } from "./editor/commands/showStatistics.ts";
import { ToggleCompletion } from "./editor/commands/toggleCompletion.ts";
import { EditPreview } from "./editor/editPreview.ts";
import { AllowOnce } from "./editor/egress/allowOnce.ts";
import type { HostConsentStore } from "./editor/egress/hostConsentStore.ts";
import { HostsMenu } from "./editor/egress/hostsMenu.ts";
import { SentDataView } from "./editor/egress/sentDataView.ts";
import { FindingsCollection } from "./editor/review/findingsCollection.ts";
import type { Settings } from "./editor/settings.ts";
import type { StatisticsFeature } from "./editor/statistics/statisticsFeature.ts";
import { StatisticsPage } from "./editor/statistics/statisticsPage.ts";
import { createDebug } from "./editor/testing/debugTests.ts";
import { StatusMenu } from "./editor/status/statusMenu.ts";
import type { StatusState } from "./editor/status/statusState.ts";
import { createRerun } from "./editor/testing/openTestSession.ts";
import { KeptDecisions } from "./editor/testing/keptDecisions.ts";
import { RunConsent } from "./editor/testing/runConsent.ts";
import type { TestingDeps } from "./editor/testing/testingDeps.ts";
import { TestResults } from "./editor/testing/testResults.ts";
import { Translator, type Translations } from "./editor/translate.ts";
import type { WorkerClient } from "./editor/workerClient.ts";

/** What the first root hands over; each is alive and owned there. */
export interface FeatureHost {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: Settings;
  readonly worker: WorkerClient;
  readonly backends: BackendRegistry;
  readonly gate: EgressGate;
  readonly record: SentRecord;
  readonly policy: FilePolicy;
  readonly consent: HostConsentStore;
  readonly keys: KeyStore;
  readonly tools: BackendTools;
  readonly isWithheld: WithheldCheck;
  readonly statistics: StatisticsFeature;
  readonly status: StatusState;
}

export interface Features {
  readonly commands: ReadonlyMap<string, Command>;
  readonly chatView: vscode.WebviewViewProvider;
  readonly findings: FindingsCollection;
  /** Ends what runs and resolves when everything is on disk. */
  close(): Promise<void>;
}

function createTranslator({ context, settings, log }: FeatureHost): Translator {
  const chinese: Record<string, string> = {};
  const uri = vscode.Uri.joinPath(context.extensionUri, "l10n", "bundle.l10n.zh-cn.json");
  vscode.workspace.fs.readFile(uri).then(
    (bytes) => Object.assign(chinese, JSON.parse(new TextDecoder().decode(bytes)) as Translations),
    (error: unknown) => log.error("The Chinese texts cannot be read.", error),
  );
  const tables = [
    backendMessages,
    probeMessages,
    chatMessages,
    reviewMessages,
    skeletonMessages,
    structureMessages,
    testCaseMessages,
    testingMessages,
  ];
  return new Translator(tables, chinese, () => {
    const language = settings.answerLanguage();
    return (
      language === "zh-cn" || (language === "auto" && vscode.env.language.toLowerCase().startsWith("zh"))
    );
  });
}

interface Chat {
  readonly view: ChatViewProvider;
  readonly session: ChatSession;
  readonly commands: readonly Command[];
}

function createChat(host: FeatureHost, translator: Translator, preview: EditPreview): Chat {
  const { context, worker, settings, clock, random, log, backends, isWithheld } = host;
  const { events } = host.statistics;
  const chatContext = new ChatContext(isWithheld);
  const allowOnce = new AllowOnce(host.policy, backends);
  const runner = new TurnRunner({ backends, isWithheld, worker, events, clock, settings, translator });
  const session = new ChatSession(
    runner,
    new ChatHistoryStore(
      new NodeTextFolder(join((context.storageUri ?? context.globalStorageUri).fsPath, "chats")),
      log,
    ),
    chatContext,
    clock,
    random,
    allowOnce,
  );
  const view = new ChatViewProvider({
    extensionUri: context.extensionUri,
    context: chatContext,
    codeBlocks: new CodeBlockActions(preview, host.gate),
    onTyping: () => host.statistics.touch("ai_prompt"),
    ...{ backends, isWithheld, session, settings, events, clock, log },
  });
  context.subscriptions.push(chatContext, view, session);
  const commands = [
    new Ask(session, chatContext, view),
    new ExplainSelection(session, view, worker),
    new NewChat(session, view),
    new ShowChats(session, view, clock),
  ];
  return { view, session, commands };
}

function createCodeCommands(
  host: FeatureHost,
  translator: Translator,
  preview: EditPreview,
  findings: FindingsCollection,
): Command[] {
  const { worker, backends, clock, random } = host;
  const { events } = host.statistics;
  const deps = { worker, backends, findings, preview, events, clock, random, translator };
  return [
    new FindBugs(deps),
    new FixProblem(deps),
    new ClearFindings(findings, events),
    createGenerateTests(host, deps),
  ];
}

function createGenerateTests(
  { context, settings, worker, clock, log }: FeatureHost,
  deps: Omit<TestingDeps, "settings" | "runner" | "consent" | "results">,
): GenerateTests {
  const { env, platform } = process;
  const runner = new ProcessTestRunner(
    { temporaryDir: tmpdir(), homeDir: homedir(), env, platform },
    systemSandbox(platform, (said) => log.info(`Tests could not be contained: ${said}`)),
  );
  const debug = createDebug({
    starter: new ProcessStarter({ temporaryDir: tmpdir(), env, platform }),
    clock,
    buildsUri: vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, "debug-builds"),
  });
  const rerun = createRerun({ runner, settings, clock }, worker);
  const results = new TestResults(deps.translator, rerun, debug);
  context.subscriptions.push(results);
  const consent = new RunConsent(context.workspaceState, runner);
  const kept = new KeptDecisions(context.workspaceState, settings);
  return new GenerateTests({ ...deps, settings, runner, consent, results }, kept);
}

function createBackendCommands(host: FeatureHost, translator: Translator): Command[] {
  const { settings, keys, consent, backends } = host;
  const dialog = new BackendDialog(host.tools, translator);
  return [
    new SetUpBackend(new ProfileBook(settings, keys), dialog, (origin) => consent.confirm(origin)),
    new Diagnose(backends, dialog),
  ];
}

function createStatisticsCommands(host: FeatureHost): Command[] {
  const { context, worker, settings, clock, log } = host;
  const { recorder, window } = host.statistics;
  const page = new StatisticsPage({
    extensionUri: context.extensionUri,
    pause: host.statistics.pause,
    ...{ worker, recorder, window, settings, clock, log },
  });
  const rawEvents = new ShowRawEvents(worker, recorder);
  context.subscriptions.push(page, rawEvents);
  return [
    new ShowStatistics(page),
    new ExportStatistics(worker, recorder, window, clock),
    new PauseLog(host.statistics.pause, clock),
    new LeaveOutWorkspace(host.statistics.pause),
    new DeleteLog(worker, host.statistics),
    rawEvents,
    new RelabelTime({ worker, recorder, window, clock }),
  ];
}

/** Follows what is sent and writes it to disk while the setting says so. */
function keepRecord({ context, log, clock, random, settings, record }: FeatureHost): KeptRecord {
  return new KeptRecord({
    record,
    clock,
    folder: new NodeAppendFolder(join(context.globalStorageUri.fsPath, "sent")),
    sessionId: random.uuid(),
    isOn: () => settings.keepsRecord(),
    onProblem: (error) => log.error("The record of what was sent could not be written.", error),
  });
}

export function createFeatures(host: FeatureHost): Features {
  const { statistics, context } = host;
  const translator = createTranslator(host);
  const preview = new EditPreview(statistics.events, host.clock);
  const keptRecord = keepRecord(host);
  const sentData = new SentDataView(host.record, keptRecord, host.settings);
  const findings = new FindingsCollection();
  context.subscriptions.push(
    preview,
    keptRecord,
    sentData,
    findings,
    preview.onWillApply((edit) => statistics.willApply(edit)),
  );
  const chat = createChat(host, translator, preview);
  const commands = [
    ...chat.commands,
    ...createCodeCommands(host, translator, preview, findings),
    ...createBackendCommands(host, translator),
    ...createStatisticsCommands(host),
    new ShowSentData(sentData),
    new ToggleCompletion(host.settings),
    new StatusMenu(host.status, host.settings, () => new HostsMenu(host.consent, host.settings).show()),
  ];
  return {
    commands: new Map(commands.map((command) => [command.id, command])),
    chatView: chat.view,
    findings,
    close: () => chat.session.close(),
  };
}
