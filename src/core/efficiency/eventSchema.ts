import type {
  ActivityState,
  EditOrigin,
  EfficiencyEvent,
  EventBody,
  Phase,
  SuggestionSource,
} from "./events.ts";
import type { Feature } from "../ports.ts";

export const schemaVersion = 1;

export const phases = ["design", "development", "testing", "other"] as const satisfies readonly Phase[];

export const features = [
  "completion",
  "explain",
  "tests",
  "findBugs",
  "fix",
  "ask",
  "probe",
] as const satisfies readonly Feature[];

export const editOrigins = [
  "typed",
  "paste_own",
  "paste_ext",
  "ai_inline",
  "ai_chat",
  "format",
  "refactor",
  "autoclose",
  "vcs",
  "external",
  "unknown",
] as const satisfies readonly EditOrigin[];

export const activityStates = [
  "edit",
  "read",
  "ai_prompt",
  "ai_wait",
  "ai_review",
  "test_run",
  "debug",
  "terminal",
  "vcs",
  "other",
] as const satisfies readonly ActivityState[];

const suggestionSources = [
  "remote",
  "cache",
  "typed_through",
  "local",
] as const satisfies readonly SuggestionSource[];

/**
 * What a field may hold. `count` is a whole number >= 0, `share` a number from 0 to 1, `whole` any whole
 * number, `id` an opaque token without spaces; a list names every legal value.
 */
export type FieldKind =
  | "count"
  | "countOrNull"
  | "share"
  | "whole"
  | "flag"
  | "id"
  | "idOrNull"
  | readonly string[];

export interface FieldRule {
  readonly kind: FieldKind;
  /** What it means, for the data dictionary. */
  readonly en: string;
  readonly zh: string;
  /** Absent in events written before the field existed, and where it does not apply. */
  readonly isOptional?: true;
}

const rid: FieldRule = {
  kind: "id",
  en: "random id that joins the events of one suggestion",
  zh: "随机标识，把同一条建议的事件连在一起",
};
const feature: FieldRule = { kind: features, en: "feature it belongs to", zh: "所属功能" };

export const envelopeFields: Readonly<Record<string, FieldRule>> = {
  id: { kind: "id", en: "UUID version 7, unique for ever", zh: "UUID 第 7 版，永不重复" },
  ts: { kind: "count", en: "UTC milliseconds since 1970", zh: "自 1970 年起的 UTC 毫秒数" },
  mono: { kind: "count", en: "monotonic milliseconds of the window", zh: "该窗口的单调时钟毫秒数" },
  tz: { kind: "whole", en: "minutes that local time is ahead of UTC", zh: "本地时间比 UTC 快的分钟数" },
  win: { kind: "id", en: "random id of the editor window", zh: "编辑器窗口的随机标识" },
  seq: { kind: "count", en: "number of the event within its window", zh: "事件在窗口内的序号" },
  sess: { kind: "id", en: "random id of the session", zh: "会话的随机标识" },
  ws: {
    kind: "id",
    en: "keyed hash of the workspace; the key stays on this machine",
    zh: "工作区的带密钥哈希，密钥不离开本机",
  },
  lang: { kind: "id", en: "language id, or `none`", zh: "语言标识，没有时为 `none`" },
  phase: { kind: phases, en: "phase by the rules", zh: "按规则判定的阶段" },
  ext: { kind: "id", en: "version of the extension", zh: "扩展版本" },
  arm: {
    kind: ["on", "off", "none"],
    en: "with or without the assistant, by the draw of a randomised mode",
    zh: "随机模式抽定的使用或不使用助手",
    isOptional: true,
  },
  task: { kind: "id", en: "random id of a declared task", zh: "已声明任务的随机标识", isOptional: true },
};

type BodyFields = { readonly [T in EventBody["type"]]: Readonly<Record<string, FieldRule>> };

export const bodyFields: BodyFields = {
  "session.start": { reason: { kind: "id", en: "why it began", zh: "开始原因" } },
  "session.end": { reason: { kind: "id", en: "why it ended", zh: "结束原因" } },
  health: {
    clockJumpMs: { kind: "whole", en: "step of the wall clock, ms", zh: "系统时钟跳变，毫秒" },
    suspendMs: { kind: "count", en: "time the machine slept, ms", zh: "机器休眠时间，毫秒" },
    dropped: { kind: "count", en: "events that could not be kept", zh: "未能保存的事件数" },
    otherAiActive: { kind: "flag", en: "another assistant is active", zh: "另有助手处于启用状态" },
  },
  "activity.slice": {
    state: { kind: activityStates, en: "what the time went to", zh: "时间用在何处" },
    activeMs: { kind: "count", en: "active time, ms, at most 60,000", zh: "活跃时间，毫秒，最多 60000" },
    file: { kind: "idOrNull", en: "keyed hash of the file", zh: "文件的带密钥哈希" },
  },
  "activity.cutoff": {
    cutoffS: { kind: ["16", "120", "300"], en: "idle cut-off, seconds", zh: "空闲截断，秒" },
    activeMs: { kind: "count", en: "active time by that cut-off, ms", zh: "按该截断的活跃时间，毫秒" },
  },
  "edit.burst": {
    origin: { kind: editOrigins, en: "where the text came from", zh: "文本来源" },
    insertedChars: { kind: "count", en: "inserted characters", zh: "插入的字符数" },
    deletedChars: { kind: "count", en: "deleted characters", zh: "删除的字符数" },
    lines: { kind: "count", en: "inserted line ends", zh: "插入的换行数" },
    durationMs: { kind: "count", en: "first to last change, ms", zh: "首次到末次改动，毫秒" },
    isUndo: { kind: "flag", en: "made by undo or redo", zh: "由撤销或重做产生" },
    pauseMs: {
      kind: "count",
      en: "pause between this typing and the typing before it, ms",
      zh: "本次与上次打字之间的停顿，毫秒",
      isOptional: true,
    },
  },
  request: {
    rid,
    feature,
    backend: { kind: ["remote", "loopback", "offline"], en: "where it was answered", zh: "由何处应答" },
    trigger: { kind: ["automatic", "manual"], en: "who asked", zh: "触发方式" },
    outcome: { kind: ["ok", "empty", "cancelled", "error"], en: "how it ended", zh: "结果" },
    firstTokenMs: { kind: "countOrNull", en: "until the first token, ms", zh: "首个 token 用时，毫秒" },
    durationMs: { kind: "count", en: "until the end, ms", zh: "总用时，毫秒" },
    promptTokens: { kind: "count", en: "tokens sent", zh: "发送的 token 数" },
    completionTokens: { kind: "count", en: "tokens received", zh: "收到的 token 数" },
    cachedTokens: {
      kind: "countOrNull",
      en: "sent tokens the server had cached",
      zh: "服务端命中缓存的 token 数",
    },
    isEstimated: {
      kind: "flag",
      en: "tokens estimated here, the server gave none",
      zh: "服务端未给出，token 数为本地估算",
    },
    waitingMs: { kind: "count", en: "time the user visibly waited, ms", zh: "用户可见的等待时间，毫秒" },
  },
  "suggest.offered": {
    rid,
    chars: { kind: "count", en: "offered characters", zh: "给出的字符数" },
    lines: { kind: "count", en: "offered lines", zh: "给出的行数" },
    source: { kind: suggestionSources, en: "where the text came from", zh: "文本来源" },
    latencyMs: { kind: "count", en: "from the keystroke to the offer, ms", zh: "从按键到给出，毫秒" },
  },
  "suggest.resolve": {
    rid,
    outcome: {
      kind: ["accept", "partial", "reject", "ignore", "superseded", "typed_through"],
      en: "what became of it",
      zh: "结局",
    },
    decideMs: { kind: "count", en: "from offer to decision, ms", zh: "从给出到决定，毫秒" },
    takenChars: { kind: "count", en: "characters taken", zh: "采用的字符数" },
    certainty: {
      kind: ["exact", "inferred"],
      en: "known, or concluded from edits",
      zh: "确知，或由编辑推断",
    },
    chars: { kind: "count", en: "characters that were offered", zh: "给出的字符数", isOptional: true },
  },
  "suggest.retain": {
    rid,
    feature,
    horizon: {
      kind: ["30s", "2m", "10m", "1h", "commit", "24h", "7d"],
      en: "when it was looked at",
      zh: "检查时点",
    },
    kept: { kind: "share", en: "share of the characters still there", zh: "仍保留的字符比例" },
    keptChars: { kind: "count", en: "characters still there", zh: "仍保留的字符数" },
    chars: { kind: "count", en: "characters accepted", zh: "采用的字符数" },
    isCensored: {
      kind: "flag",
      en: "could not be looked at: neither kept nor lost",
      zh: "无法检查：不算保留，也不算丢失",
    },
    autoChars: {
      kind: "count",
      en: "of the accepted characters: indentation and brackets that the editor adds itself",
      zh: "采用的字符中编辑器自己会补上的缩进与括号",
      isOptional: true,
    },
  },
  "suggest.rework": {
    rid,
    feature,
    editMs: {
      kind: "count",
      en: "time of edits inside the accepted text, ms",
      zh: "在采用文本内编辑的时间，毫秒",
    },
    insertedChars: { kind: "count", en: "characters put into it", zh: "在其中插入的字符数" },
    deletedChars: { kind: "count", en: "of its characters deleted", zh: "其中被删除的字符数" },
  },
  "suggest.dwell": {
    rid,
    feature,
    dwellMs: {
      kind: "count",
      en: "from acceptance or answer to the next edit, ms",
      zh: "从采用或回答到下一次编辑，毫秒",
    },
  },
  "suggest.recovery": {
    feature,
    activeMs: {
      kind: "count",
      en: "active time from failing tests to passing ones after accepted text, other costs left out, ms",
      zh: "采用文本之后，从测试失败到再次通过的活跃时间，不含其他成本，毫秒",
    },
  },
  "shadow.progress": {
    rid,
    chars: { kind: "count", en: "characters that were withheld", zh: "被扣下的字符数" },
    sameMs: {
      kind: "count",
      en: "active time until the user wrote them, ms",
      zh: "用户自己写出所用的活跃时间，毫秒",
    },
    isCensored: { kind: "flag", en: "the user never wrote them", zh: "用户始终没有写出" },
  },
  "task.end": {
    outcome: { kind: ["done", "dropped", "switched"], en: "how the task ended", zh: "任务如何结束" },
    activeMs: { kind: "count", en: "active time of the task, ms", zh: "任务的活跃时间，毫秒" },
  },
  "phase.relabel": {
    fromPhase: { kind: phases, en: "phase before", zh: "原阶段" },
    toPhase: { kind: phases, en: "phase after", zh: "新阶段" },
    moved: { kind: "count", en: "events that were moved", zh: "移动的事件数" },
  },
  "chat.turn": {
    rid,
    feature,
    promptChars: { kind: "count", en: "characters the user wrote", zh: "用户书写的字符数" },
    waitMs: { kind: "count", en: "until the answer was complete, ms", zh: "到回答完成，毫秒" },
    answerChars: { kind: "count", en: "characters of the answer", zh: "回答的字符数" },
    used: { kind: ["none", "copy", "insert", "apply"], en: "what was done with it", zh: "如何使用" },
  },
  "edit.apply": {
    rid,
    feature,
    addedLines: { kind: "count", en: "lines added", zh: "增加的行数" },
    removedLines: { kind: "count", en: "lines removed", zh: "删除的行数" },
    chars: { kind: "count", en: "characters put in", zh: "写入的字符数" },
    reviewMs: { kind: "count", en: "from preview to decision, ms", zh: "从预览到决定，毫秒" },
    outcome: { kind: ["applied", "dismissed", "refused"], en: "what became of it", zh: "结局" },
  },
  "test.generate": {
    rid,
    made: { kind: "count", en: "tests written", zh: "写出的测试数" },
    compiled: { kind: "count", en: "of them compiled", zh: "其中可编译" },
    firstPass: { kind: "count", en: "of them passed at once", zh: "其中首次即通过" },
    repaired: { kind: "count", en: "of them passed after a repair", zh: "其中修复后通过", isOptional: true },
    kept: { kind: "count", en: "of them kept", zh: "其中被保留" },
  },
  findings: {
    rid,
    reported: { kind: "count", en: "findings reported", zh: "报告的问题数" },
    dropped: { kind: "count", en: "findings dropped as unfounded", zh: "因无依据而舍弃" },
    dismissed: { kind: "count", en: "findings the user dismissed", zh: "用户忽略" },
  },
};

const idPattern = /^[\w+#.:-]{1,64}$/;

function readField(kind: FieldKind, value: unknown): { readonly value: unknown } | undefined {
  if (typeof kind !== "string") {
    return typeof value === "string" && kind.includes(value) ? { value } : undefined;
  }
  if (value === null) {
    return kind === "idOrNull" || kind === "countOrNull" ? { value } : undefined;
  }
  if (kind === "count" || kind === "countOrNull" || kind === "whole") {
    return readWhole(kind, value);
  }
  return isLegal(kind, value) ? { value } : undefined;
}

function isLegal(kind: "flag" | "id" | "idOrNull" | "share", value: unknown): boolean {
  if (kind === "flag") {
    return typeof value === "boolean";
  }
  if (kind === "share") {
    return typeof value === "number" && value >= 0 && value <= 1;
  }
  return typeof value === "string" && idPattern.test(value);
}

function readWhole(
  kind: "count" | "countOrNull" | "whole",
  value: unknown,
): { readonly value: number } | undefined {
  if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    return undefined;
  }
  const whole = Math.round(value);
  // Rounding may give minus zero, which JSON does not keep.
  return kind !== "whole" && whole < 0 ? undefined : { value: whole === 0 ? 0 : whole };
}

type RuleEntries = readonly (readonly [name: string, rule: FieldRule])[];

const envelopeEntries: RuleEntries = Object.entries(envelopeFields);
const bodyEntries: ReadonlyMap<string, RuleEntries> = new Map(
  Object.entries(bodyFields).map(([type, fields]) => [type, Object.entries(fields)]),
);

function readFields(
  rules: RuleEntries,
  from: Readonly<Record<string, unknown>>,
  into: Record<string, unknown>,
): boolean {
  for (const [name, rule] of rules) {
    if (rule.isOptional === true && from[name] === undefined) {
      continue;
    }
    const read = readField(rule.kind, from[name]);
    if (read === undefined) {
      return false;
    }
    into[name] = read.value;
  }
  return true;
}

/**
 * An event of schema v1 with exactly the fields it may have, fractions of milliseconds rounded; undefined
 * for anything else. Fields the schema does not name are left out, so nothing can slip into the log.
 */
export function decodeEvent(value: unknown): EfficiencyEvent | undefined {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const from = value as Readonly<Record<string, unknown>>;
  const type = from["type"];
  if (from["v"] !== schemaVersion || typeof type !== "string") {
    return undefined;
  }
  const fields = bodyEntries.get(type);
  if (fields === undefined) {
    return undefined;
  }
  const into: Record<string, unknown> = { v: schemaVersion };
  if (!readFields(envelopeEntries, from, into)) {
    return undefined;
  }
  // A moment and a time zone that the calendar can name.
  if (Number(into["ts"]) > 4_102_444_800_000 || Math.abs(Number(into["tz"])) > 24 * 60) {
    return undefined;
  }
  into["type"] = type;
  if (!readFields(fields, from, into)) {
    return undefined;
  }
  return into as unknown as EfficiencyEvent;
}
