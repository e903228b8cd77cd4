import { dailyCsvColumns } from "./dailyCsv.ts";
import { bodyFields, envelopeFields, type FieldRule } from "./eventSchema.ts";
import { ledgerVersion } from "./ledger.ts";
import { phaseRulesVersion } from "./phaseRules.ts";
import { minTypingBursts, typingWindowDays } from "./typingSpeed.ts";

type ColumnText = Readonly<Record<(typeof dailyCsvColumns)[number], readonly [string, string]>>;

const columnTexts: ColumnText = {
  date: ["local day", "本地日期"],
  phase: ["design, development, testing or other, by the rules", "按规则判定的阶段：设计、开发、测试或其他"],
  language: ["language id; `none` where there is no file", "语言标识；没有文件时为 `none`"],
  feature: ["feature; empty on the lines of active time", "功能；活跃时间所在行为空"],
  activeSeconds: ["seconds of active time (idle cut-off 60 s)", "活跃时间，秒（空闲截断 60 秒）"],
  offered: [
    "suggestions offered: answered, not cancelled, not edited away within 30 ms",
    "给出的建议：有回答、未取消、30 毫秒内未被编辑掉",
  ],
  accepted: ["suggestions accepted, in part or whole", "被采用的建议（全部或部分）"],
  keptChars: [
    "accepted characters still there after 10 minutes, on the day they were looked at",
    "采用 10 分钟后仍在的字符数，记在检查当天",
  ],
  savedSecondsLow: [
    `keptChars at the user's own typing speed in that language, a lower bound; empty below ${minTypingBursts} typed bursts in ${typingWindowDays} days`,
    `按用户自己在该语言的打字速度折算 keptChars，是下界；${typingWindowDays} 天内打字片段不足 ${minTypingBursts} 个时为空`,
  ],
  costSeconds: [
    "measured waiting, review, attention to what was turned down or typed past, reading after acceptance or answer, rework, and failing tests after accepted text, each in full; on lines of active time: writing prompts",
    "测得的等待、审阅、对拒绝或略过的建议所花的注意、采用或回答之后的阅读、返工以及采用文本后的测试失败，均计全额；活跃时间所在行为书写提示的时间",
  ],
  tokens: ["tokens sent and received, estimates included", "收发的 token 数，含估算"],
  waitingSeconds: ["seconds the user visibly waited", "用户可见的等待，秒"],
};

function valuesOf({ kind }: FieldRule): string {
  if (typeof kind !== "string") {
    return kind.join(" \\| ");
  }
  const names = {
    count: "integer >= 0",
    countOrNull: "integer >= 0 or null",
    share: "0 to 1",
    whole: "integer",
    flag: "true or false",
    id: "token",
    idOrNull: "token or null",
  };
  return names[kind];
}

function fieldTable(fields: Readonly<Record<string, FieldRule>>): string {
  const lines = Object.entries(fields).map(
    ([name, rule]) => `| \`${name}\` | ${valuesOf(rule)} | ${rule.en} | ${rule.zh} |`,
  );
  return ["| Field | Values | Meaning | 含义 |", "|---|---|---|---|", ...lines].join("\n");
}

/** The data dictionary that goes with an export, in English and Chinese, made from the schema itself. */
export function exportReadme(fileNames: readonly string[]): string {
  const columns = dailyCsvColumns.map(
    (name) => `| \`${name}\` | ${columnTexts[name][0]} | ${columnTexts[name][1]} |`,
  );
  const types = Object.entries(bodyFields).flatMap(([type, fields]) => [
    `### \`${type}\``,
    "",
    fieldTable(fields),
    "",
  ]);
  return [
    "# Flywheel efficiency log: fields / 飞轮效率日志：字段说明",
    "",
    `Files / 文件: ${fileNames.map((name) => `\`${name}\``).join(", ")}`,
    "",
    `Event schema 1, phase rules ${phaseRulesVersion}, ledger formulas ${ledgerVersion}. / 事件模式 1，阶段规则 ${phaseRulesVersion}，账目公式 ${ledgerVersion}。`,
    "",
    "The log holds no code, no prompts, no answers, no file names and no paths. It describes work, not people: it is not for evaluating anyone. A day on which the time saved would be more than twice the active time is left out of the statistics page and is not left out here.",
    "",
    "日志不含代码、提示、回答、文件名或路径。它描述工作而不是人，不用于评价任何人。若某天节省的时间超过活跃时间的两倍，统计页会剔除这一天，此处不剔除。",
    "",
    "## CSV: one line per day, phase, language and feature / 每天、每阶段、每语言、每功能一行",
    "",
    "| Column | Meaning | 含义 |",
    "|---|---|---|",
    ...columns,
    "",
    "## NDJSON: one event a line / 每行一个事件",
    "",
    "`v` is 1, `type` names the event. Every event has these fields: / `v` 为 1，`type` 是事件类型。每个事件都有以下字段：",
    "",
    fieldTable(envelopeFields),
    "",
    ...types,
  ].join("\n");
}
