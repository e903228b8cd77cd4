/** Messages between the extension and the chat page, with their decoders. Text arrives translated. */

export type ChipKind = "activeFile" | "selection" | "file" | "workspace";

/** Something that goes with the next question. */
export interface ChatChip {
  readonly id: string;
  readonly kind: ChipKind;
  readonly label: string;
  readonly title: string;
  /** Never sent: the privacy rules withhold it. */
  readonly isWithheld: boolean;
}

export interface ChatReferenceView {
  readonly label: string;
  readonly title: string;
}

export interface NextStepView {
  readonly id: string;
  readonly label: string;
}

export type TurnViewState = "running" | "complete" | "stopped" | "incomplete" | "error";

export interface ChatTurnView {
  readonly id: string;
  readonly question: string;
  readonly references: readonly ChatReferenceView[];
  readonly withheld: readonly string[];
  readonly answer: string;
  readonly state: TurnViewState;
  /** Who answered, such as "Offline backend" or "model · host". */
  readonly backendLabel: string;
  readonly isOffline: boolean;
  /** One sentence below the answer: an error, or why it ended early. */
  readonly note: string;
  readonly nextSteps: readonly NextStepView[];
}

export interface HistoryEntryView {
  readonly id: string;
  readonly title: string;
  readonly when: string;
}

export interface BackendView {
  readonly label: string;
  readonly detail: string;
  readonly isOffline: boolean;
}

/** All that the page shows; sent whole whenever something but a running answer changes. */
export interface ChatViewState {
  readonly conversationId: string;
  readonly turns: readonly ChatTurnView[];
  readonly chips: readonly ChatChip[];
  readonly backend: BackendView;
  /** The newest other conversations, for the empty view. */
  readonly recent: readonly HistoryEntryView[];
  readonly isBusy: boolean;
}

/** Names of the page's texts; the extension sends them translated. */
export const chatStringNames = [
  "inputLabel",
  "inputPlaceholder",
  "send",
  "stop",
  "retry",
  "recent",
  "allChats",
  "addContext",
  "removeContext",
  "withheld",
  "copy",
  "copied",
  "copyAnswer",
  "insert",
  "apply",
  "you",
  "answer",
  "thinking",
  "working",
  "slow",
  "answerDone",
  "stopped",
  "log",
  "emptyTitle",
  "emptyAsk",
  "emptyContext",
  "emptyApply",
  "setUpBackend",
  "jumpToEnd",
  "tooLong",
] as const;

export type ChatStringName = (typeof chatStringNames)[number];
export type ChatStrings = Readonly<Record<ChatStringName, string>>;

export type ToChat =
  | { readonly kind: "init"; readonly strings: ChatStrings; readonly state: ChatViewState }
  | { readonly kind: "state"; readonly state: ChatViewState }
  /** More text of the running answer. */
  | { readonly kind: "delta"; readonly turnId: string; readonly text: string }
  /** The running model thinks. */
  | { readonly kind: "thinking"; readonly turnId: string }
  | { readonly kind: "focusInput"; readonly draft: string | null };

export type FromChat =
  | { readonly kind: "ready" }
  /** The person is writing a question; at most one in 5 s. */
  | { readonly kind: "typing" }
  | { readonly kind: "send"; readonly text: string }
  | { readonly kind: "stop" }
  | { readonly kind: "retry"; readonly turnId: string }
  | { readonly kind: "openConversation"; readonly id: string }
  | { readonly kind: "addContext" }
  | { readonly kind: "showChats" }
  | { readonly kind: "removeChip"; readonly id: string }
  | { readonly kind: "openChip"; readonly id: string }
  | { readonly kind: "openReference"; readonly turnId: string; readonly index: number }
  | { readonly kind: "openLink"; readonly href: string }
  | { readonly kind: "copyAnswer"; readonly turnId: string }
  | {
      readonly kind: "copy" | "insert" | "apply";
      readonly turnId: string;
      readonly code: string;
      /** What the opening fence says: a language, perhaps a path. */
      readonly info: string;
    }
  | { readonly kind: "nextStep"; readonly turnId: string; readonly id: string }
  | { readonly kind: "setUpBackend" };

type Fields = Readonly<Record<string, unknown>>;

/** Longest question and code block that are taken (characters). */
export const maxTextChars = 200_000;
const maxIdChars = 200;
const maxHrefChars = 2_000;

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function isText(value: unknown, maxChars: number): value is string {
  return typeof value === "string" && value.length <= maxChars;
}

function decodeById(kind: string, id: unknown, turnId: unknown): FromChat | undefined {
  switch (kind) {
    case "retry":
    case "copyAnswer":
      return isText(turnId, maxIdChars) ? { kind, turnId } : undefined;
    case "openConversation":
    case "removeChip":
    case "openChip":
      return isText(id, maxIdChars) ? { kind, id } : undefined;
    case "nextStep":
      return isText(id, maxIdChars) && isText(turnId, maxIdChars) ? { kind, turnId, id } : undefined;
    default:
      return undefined;
  }
}

/** Undefined for anything that is no message of the chat page. */
export function decodeFromChat(value: unknown): FromChat | undefined {
  const fields = fieldsOf(value);
  const kind = fields?.["kind"];
  if (fields === undefined || typeof kind !== "string") {
    return undefined;
  }
  const { text, id, turnId, index, href, code, info } = fields;
  switch (kind) {
    case "ready":
    case "typing":
    case "stop":
    case "addContext":
    case "showChats":
    case "setUpBackend":
      return { kind };
    case "send":
      return isText(text, maxTextChars) ? { kind, text } : undefined;
    case "openLink":
      return isText(href, maxHrefChars) ? { kind, href } : undefined;
    case "openReference":
      return isText(turnId, maxIdChars) && Number.isInteger(index) && (index as number) >= 0
        ? { kind, turnId, index: index as number }
        : undefined;
    case "copy":
    case "insert":
    case "apply":
      return isText(turnId, maxIdChars) && isText(code, maxTextChars) && isText(info, maxHrefChars)
        ? { kind, turnId, code, info }
        : undefined;
    default:
      return decodeById(kind, id, turnId);
  }
}

function isListOf(value: unknown, isElement: (fields: Fields) => boolean): boolean {
  return (
    Array.isArray(value) &&
    value.every((element: unknown) => {
      const fields = fieldsOf(element);
      return fields !== undefined && isElement(fields);
    })
  );
}

function areStrings(fields: Fields, names: readonly string[]): boolean {
  return names.every((name) => typeof fields[name] === "string");
}

function isTurnView(fields: Fields): boolean {
  const withheld = fields["withheld"];
  return (
    areStrings(fields, ["id", "question", "answer", "state", "backendLabel", "note"]) &&
    typeof fields["isOffline"] === "boolean" &&
    isListOf(fields["references"], (reference) => areStrings(reference, ["label", "title"])) &&
    Array.isArray(withheld) &&
    withheld.every((path) => typeof path === "string") &&
    isListOf(fields["nextSteps"], (step) => areStrings(step, ["id", "label"]))
  );
}

function isViewState(value: unknown): value is ChatViewState {
  const fields = fieldsOf(value);
  const backend = fieldsOf(fields?.["backend"]);
  return (
    fields !== undefined &&
    backend !== undefined &&
    areStrings(backend, ["label", "detail"]) &&
    typeof fields["conversationId"] === "string" &&
    typeof fields["isBusy"] === "boolean" &&
    isListOf(fields["turns"], isTurnView) &&
    isListOf(fields["chips"], (chip) => areStrings(chip, ["id", "kind", "label", "title"])) &&
    isListOf(fields["recent"], (entry) => areStrings(entry, ["id", "title", "when"]))
  );
}

/** Undefined for anything that is no message of the extension. */
export function decodeToChat(value: unknown): ToChat | undefined {
  const fields = fieldsOf(value) ?? {};
  const { kind, state, turnId, text, draft } = fields;
  if (kind === "delta") {
    return typeof turnId === "string" && typeof text === "string" ? { kind, turnId, text } : undefined;
  }
  if (kind === "thinking") {
    return typeof turnId === "string" ? { kind, turnId } : undefined;
  }
  if (kind === "focusInput") {
    return draft === null || typeof draft === "string" ? { kind, draft } : undefined;
  }
  if ((kind === "state" || kind === "init") && isViewState(state)) {
    const strings = fieldsOf(fields["strings"]);
    if (kind === "state") {
      return { kind, state };
    }
    return strings !== undefined && areStrings(strings, chatStringNames)
      ? { kind, strings: strings as ChatStrings, state }
      : undefined;
  }
  return undefined;
}
