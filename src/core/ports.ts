/**
 * The outside world as core sees it: interfaces only. Adapters and the editor implement them,
 * `extension.ts` and `worker/` hand them in.
 */

/** What a request, an offer or a log line was made for. */
export type Feature = "completion" | "explain" | "tests" | "findBugs" | "fix" | "ask" | "probe";

/** Who a model is and where its bytes go. */
export interface BackendIdentity {
  /** Name of the user's profile (the key in `flywheel.backends`). */
  readonly profile: string;
  readonly preset: string;
  readonly model: string;
  /** Scheme, host and port, such as `https://api.example.com`. */
  readonly origin: string;
  /** True when `origin` is this machine (127.0.0.0/8, ::1, localhost). */
  readonly isLoopback: boolean;
}

export interface ModelLimits {
  /** Prompt plus reply, in tokens. */
  readonly contextTokens: number;
  /** Longest reply, in tokens. */
  readonly outputTokens: number;
}

export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/**
 * How a chat model is best asked to fill a hole: `hole` shows both sides in a user message; `continuation`
 * has it go on with a last message of its own; `fimTokens` spells its family's tokens in a user message.
 */
export type ChatInfillForm = "hole" | "continuation" | "fimTokens";

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  /** The last message is the assistant's, and the reply goes on where it stops. For `continuation` only. */
  readonly continuesLast?: boolean | undefined;
  readonly maxOutputTokens: number;
  /** 0 to 1; an adapter raises it where the backend refuses 0. */
  readonly temperature: number;
  readonly stop: readonly string[];
  /** `off` asks the backend not to think first, where its preset knows how. */
  readonly thinking: "off" | "auto";
  /** Nobody waits for it, as for a completion: it goes last, is tried once, and no limit of rate is an error. */
  readonly isBackground?: boolean | undefined;
}

/** Text of another file that may help to fill a hole. */
export interface ContextSnippet {
  readonly path: string;
  readonly text: string;
}

export interface FillInRequest {
  readonly prefix: string;
  readonly suffix: string;
  readonly path: string;
  readonly languageId: string;
  readonly snippets: readonly ContextSnippet[];
  readonly maxOutputTokens: number;
  /** 0 to 1, for another text than the likeliest; the backend's least where left out. */
  readonly temperature?: number | undefined;
  readonly stop: readonly string[];
  /** As in `ChatRequest`. */
  readonly isBackground?: boolean | undefined;
}

export interface TokenUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Prompt tokens that the server had cached; undefined where it does not say. */
  readonly cachedTokens?: number | undefined;
  /** True when the server sent no usage and the figures are ours. */
  readonly isEstimated: boolean;
}

/** `incomplete`: the stream ended without saying that it was done. `filtered`: moderated. */
export type EndReason = "stop" | "length" | "filtered" | "incomplete";

export type ReplyChunk =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "reasoning"; readonly text: string }
  | { readonly kind: "usage"; readonly usage: TokenUsage }
  | { readonly kind: "end"; readonly reason: EndReason };

/**
 * A chat-completion model. Only `core/egress` may call it.
 * The iterable throws a child of `AssistantError`, and ends silently when `signal` aborts.
 */
export interface ChatModel {
  readonly identity: BackendIdentity;
  readonly limits: ModelLimits;
  /** `hole` where left out; may turn to it once the server has refused a continuation. */
  readonly chatInfill?: ChatInfillForm | undefined;
  streamChat(request: ChatRequest, signal: AbortSignal): AsyncIterable<ReplyChunk>;
}

/** A model that fills a hole between prefix and suffix. Only `core/egress` may call it. */
export interface FillInModel {
  readonly identity: BackendIdentity;
  readonly limits: ModelLimits;
  /** Name of the wire route, such as `infill` or `suffix`. */
  readonly route: string;
  streamFillIn(request: FillInRequest, signal: AbortSignal): AsyncIterable<ReplyChunk>;
}

/** One profile brought to life. `fillIn` is undefined on a chat-only backend. */
export interface Backend {
  readonly chat: ChatModel;
  readonly fillIn?: FillInModel | undefined;
}

export interface Clock {
  /** Milliseconds since 1970, UTC; may jump. */
  nowMs(): number;
  /** Milliseconds from an arbitrary start; never goes back. */
  monotonicMs(): number;
  /** Resolves after `ms`; rejects never; resolves early when `signal` aborts. */
  delay(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** A fresh UUID (version 7 where time order matters). */
  uuid(): string;
}

export interface Log {
  info(text: string): void;
  warn(text: string): void;
  error(text: string, cause?: unknown): void;
}

export interface SourceFile {
  /** Path relative to the workspace folder, `/` as separator. */
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
}

/** Reads workspace files; paths are relative to the workspace folder, `/` as separator. */
export interface FileSource {
  /** Undefined when the file is absent, binary or over `maxBytes`. */
  read(path: string, maxBytes?: number): Promise<string | undefined>;
  exists(path: string): Promise<boolean>;
  /** Names in a folder; folders end in `/`. Empty when absent. */
  list(folder: string): Promise<readonly string[]>;
}

/** A folder of small text files of our own; names have no path. */
export interface TextFolder {
  /** Empty when the folder does not exist yet. */
  list(): Promise<readonly string[]>;
  /** Undefined when there is no such file. */
  read(name: string): Promise<string | undefined>;
  /** The file is replaced whole or not at all; makes the folder. */
  write(name: string, text: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Does nothing when there is no such file. */
  delete(name: string): Promise<void>;
}

/** A folder of our own, for files that grow at their ends; names have no path. */
export interface AppendFolder {
  /** Empty when the folder does not exist yet. */
  list(): Promise<readonly { readonly name: string; readonly sizeBytes: number }[]>;
  /** Undefined when there is no such file. */
  read(name: string): Promise<string | undefined>;
  /** Makes folder and file; only their owner may read them, where the platform has owners. */
  append(name: string, text: string): Promise<void>;
  /** Does nothing when there is no such file. */
  delete(name: string): Promise<void>;
}

/** A node of a concrete syntax tree; offsets are UTF-16 code units, lines and columns zero-based. */
export interface SyntaxNode {
  readonly type: string;
  readonly text: string;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly startPosition: { readonly row: number; readonly column: number };
  readonly endPosition: { readonly row: number; readonly column: number };
  readonly isNamed: boolean;
  readonly isError: boolean;
  readonly isMissing: boolean;
  readonly hasError: boolean;
  readonly parent: SyntaxNode | null;
  readonly children: readonly SyntaxNode[];
  readonly namedChildren: readonly SyntaxNode[];
  childForFieldName(name: string): SyntaxNode | null;
}

export interface SyntaxTree {
  readonly rootNode: SyntaxNode;
  /** Frees the tree; nodes are dead afterwards. */
  delete(): void;
}

export interface CodeParser {
  /** Undefined for a language without a grammar. */
  parse(languageId: string, text: string): Promise<SyntaxTree | undefined>;
}

/** Bounds of one command; what goes over one of them is ended with all its children. */
export interface RunLimits {
  readonly timeMs: number;
  /** Resident memory of the whole process tree, bytes. */
  readonly memoryBytes: number;
  /** What is printed, bytes. */
  readonly outputBytes: number;
  /** Processes alive at once. */
  readonly processCount: number;
}

/** A command line without a shell, in a folder of a scratch copy. */
export interface ScratchCommand {
  readonly argv: readonly string[];
  /** Folder relative to the workspace folder, "" for the folder itself. */
  readonly dir: string;
  /** Variables to set on top of the allowed ones. `{reports}` in a value is the folder of reports. */
  readonly env: Readonly<Record<string, string>>;
  readonly limits: RunLimits;
  /** Folders of the copy that are emptied before it starts, so that no report of an earlier run is read. */
  readonly clears: readonly string[];
  /** Lets the command reach the network where the platform could forbid it. */
  readonly allowsNetwork: boolean;
}

export type RunEnd = "exited" | "timeLimit" | "memoryLimit" | "processLimit" | "outputLimit" | "notStarted";

export interface CommandResult {
  readonly end: RunEnd;
  /** Null when it was ended, or never started. */
  readonly exitCode: number | null;
  /** Standard output and error as they came, decoded; long output loses its middle. */
  readonly output: string;
  readonly durationMs: number;
}

/** A copy of a project that commands may spoil; the user's own files are not in it. */
export interface TestScratch {
  /** What the platform keeps away from the commands. */
  readonly containment: Containment;
  /** Writes files; paths are relative to the workspace folder. */
  write(files: readonly { readonly path: string; readonly text: string }[]): Promise<void>;
  /** Does nothing when there is no such file. */
  remove(path: string): Promise<void>;
  /** Undefined when absent or over 4 MB. */
  read(path: string): Promise<string | undefined>;
  /** `{reports}` in an argument is the folder of reports, emptied before each run. Throws `AbortError` on `signal`. */
  run(command: ScratchCommand, signal: AbortSignal): Promise<CommandResult>;
  /** Texts of the files in the folder of reports, and of those that match `folders` of the copy. */
  reports(folders: readonly string[]): Promise<readonly { readonly path: string; readonly text: string }[]>;
  /** Ends what still runs and deletes the copy. */
  dispose(): Promise<void>;
}

export interface Containment {
  readonly hasNoNetwork: boolean;
  /** The workspace and the home folder are read-only to the commands, but for the build tools' caches. */
  readonly isReadOnlyOutside: boolean;
}

export interface ScratchRequest {
  /** Absolute path of the workspace folder. */
  readonly rootPath: string;
  /** Folder to copy, relative to it. */
  readonly dir: string;
  /** What the user was told is kept away from the commands; less is not enough. Absent: anything will do. */
  readonly atLeast?: Containment | undefined;
}

/** Runs tests away from the user's files. */
export interface TestRunner {
  /** What is kept away from what it runs. Throws `notContained` when the system is too busy to tell. */
  containment(): Promise<Containment>;
  /**
   * Copies the project. Throws `unexpected` with the size when it is too large to copy, `notContained` when less can
   * be kept away than was asked for.
   */
  open(request: ScratchRequest, signal: AbortSignal): Promise<TestScratch>;
}

/** A command line without a shell, in a folder of the user's. */
export interface OpenCommand {
  readonly argv: readonly string[];
  /** Absolute path; made when it is missing. */
  readonly dir: string;
}

export interface RunningCommand {
  /** Its exit code; undefined when it was ended or never started. Never rejects. */
  readonly ended: Promise<number | undefined>;
  /** Ends it and all it has started. */
  stop(): Promise<void>;
}

/** Starts what the user wants to watch: in the user's folder, with the user's rights, without limits. */
export interface CommandStarter {
  start(command: OpenCommand, onOutput: (text: string) => void): Promise<RunningCommand>;
}
