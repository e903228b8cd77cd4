import type { PageReport } from "../../protocol/statisticsMessages.ts";
import { html, table } from "./elements.ts";
import { note, section } from "./figure.ts";
import type { Format } from "./format.ts";
import { waterfall } from "./waterfall.ts";

type PhaseLedger = PageReport["ledger"]["phases"][number];
type Line = PhaseLedger["lines"][number];

function lineText(line: Line, format: Format): string {
  if (line.kind === "capped") {
    return format.text("lineCapped");
  }
  if (line.kind === "kept") {
    return format.text(
      "lineKept",
      format.name("feature", line.feature),
      line.lang,
      format.whole(line.chars * line.countedShare),
      format.factor(1 + line.correctionShare),
      format.factor(line.charsPerSecond),
      format.whole(line.bursts),
    );
  }
  const count = format.whole(line.count);
  if (line.kind === "prompting") {
    return format.text("linePrompting", count);
  }
  const own = line.ownSeconds === undefined ? null : format.seconds(line.ownSeconds);
  const text = format.text(
    "lineCost",
    format.name("feature", line.feature),
    format.name("cost", line.kind),
    count,
  );
  return own === null ? text : format.text("lineOwnPauses", text, own);
}

function arithmetic(ledger: PhaseLedger, format: Format): HTMLElement {
  const phase = format.name("phase", ledger.phase);
  const rows = ledger.lines.map((line) => [lineText(line, format), format.seconds(line.seconds, true)]);
  const net = ledger.netSeconds;
  const sum = net === null ? format.text("ledgerNotPriced") : format.seconds(net, true);
  return html(
    "details",
    { class: "arithmetic", "data-key": `arithmetic-${ledger.phase}` },
    html(
      "summary",
      { "aria-label": format.text("ledgerArithmeticOf", phase) },
      format.text("ledgerArithmetic"),
    ),
    rows.length === 0
      ? note(format.text("ledgerNoLines"))
      : table(
          format.text("ledgerArithmeticOf", phase),
          [{ title: phase }, { title: "", isNumber: true }],
          [...rows, [format.text("ledgerSum"), sum]],
        ),
    ledger.unpricedChars > 0 ? note(format.text("ledgerPartly", format.whole(ledger.unpricedChars))) : null,
  );
}

function gainText({ gainSeconds, lines }: PhaseLedger, format: Format): string {
  if (gainSeconds === null) {
    return format.text("ledgerNotPriced");
  }
  return lines.some(({ kind }) => kind === "kept")
    ? format.seconds(gainSeconds)
    : format.text("ledgerNothing");
}

function phaseRow(ledger: PhaseLedger, activeMs: number, format: Format): HTMLElement {
  const { phase, netSeconds } = ledger;
  const isIdle = ledger.lines.length === 0 && ledger.unpricedChars === 0;
  const net = netSeconds === null || isIdle ? "–" : format.seconds(netSeconds, true);
  return html(
    "div",
    { class: "phase-row", role: "group", "aria-label": format.name("phase", phase), "data-phase": phase },
    html("h3", {}, format.name("phase", phase)),
    amounts(
      ledger,
      { active: format.duration(activeMs), gain: gainText(ledger, format), net, phase },
      format,
    ),
    isIdle ? null : waterfall(ledger, format),
    arithmetic(ledger, format),
  );
}

/** From here on seconds are hard to grasp and are said in minutes and hours too. */
const longSeconds = 300;

type Amounts = Pick<PhaseLedger, "gainSeconds" | "costSeconds" | "netSeconds">;

/** The seconds of a phase, or of all of them, as a row of figures. */
function amounts(
  { gainSeconds, costSeconds, netSeconds }: Amounts,
  texts: { readonly active: string; readonly gain: string; readonly net: string; readonly phase: string },
  format: Format,
): HTMLElement {
  const isLoss = netSeconds !== null && netSeconds < 0;
  const entry = (title: string, value: string): HTMLElement =>
    html("div", {}, html("dt", {}, title), html("dd", {}, value));
  return html(
    "dl",
    {},
    entry(format.text("ledgerActive"), texts.active),
    entry(format.text("ledgerGain"), gainSeconds === null ? format.text("ledgerNotPriced") : texts.gain),
    entry(format.text("ledgerCost"), format.seconds(costSeconds === 0 ? 0 : -costSeconds)),
    html(
      "div",
      { class: isLoss ? "net loss-text" : "net" },
      html("dt", {}, format.text("ledgerNet")),
      html("dd", { "data-net": texts.phase }, texts.net),
      netSeconds === null || Math.abs(netSeconds) < longSeconds
        ? null
        : html("dd", { class: "note" }, format.signedDuration(1000 * netSeconds)),
    ),
  );
}

function overallLine({ phase, gainSeconds, costSeconds }: PhaseLedger, format: Format): string[] {
  const [name, cost] = [format.name("phase", phase), format.seconds(-costSeconds)];
  const text =
    gainSeconds === null
      ? format.text("ledgerOverallUnpriced", name, cost)
      : format.text("ledgerOverallLine", name, format.seconds(gainSeconds), cost);
  return [text, format.seconds((gainSeconds ?? 0) - costSeconds, true)];
}

/** All phases together: text without a price counts as 0 s, what it cost counts. */
function overallRow(phases: readonly PhaseLedger[], activeMs: number, format: Format): HTMLElement {
  const costSeconds = phases.reduce((sum, phase) => sum + phase.costSeconds, 0);
  const gain = phases.reduce((sum, phase) => sum + (phase.gainSeconds ?? 0), 0);
  const unpriced = phases.reduce((sum, phase) => sum + phase.unpricedChars, 0);
  const isPriced = gain > 0 || unpriced === 0;
  const net = isPriced ? gain - costSeconds : null;
  const name = format.name("phase", "overall");
  const texts = {
    active: format.duration(activeMs),
    gain: format.seconds(gain),
    net: net === null ? "–" : format.seconds(net, true),
    phase: "overall",
  };
  const sum = net === null ? format.text("ledgerNotPriced") : format.seconds(net, true);
  return html(
    "div",
    { class: "phase-row overall", role: "group", "aria-label": name, "data-phase": "overall" },
    html("h3", {}, name),
    amounts({ gainSeconds: isPriced ? gain : null, costSeconds, netSeconds: net }, texts, format),
    html(
      "details",
      { class: "arithmetic", "data-key": "arithmetic-overall" },
      html(
        "summary",
        { "aria-label": format.text("ledgerArithmeticOf", name) },
        format.text("ledgerArithmetic"),
      ),
      table(
        format.text("ledgerArithmeticOf", name),
        [{ title: name }, { title: "", isNumber: true }],
        [...phases.map((phase) => overallLine(phase, format)), [format.text("ledgerSum"), sum]],
      ),
      unpriced > 0 ? note(format.text("ledgerPartly", format.whole(unpriced))) : null,
    ),
  );
}

const unpricedTexts = {
  notSettled: ["unpricedNotSettled", "unpricedNotSettledWhy"],
  censored: ["unpricedCensored", "unpricedCensoredWhy"],
  answers: ["unpricedAnswers", "unpricedAnswersWhy"],
  tests: ["unpricedTests", "unpricedTestsWhy"],
  findings: ["unpricedFindings", "unpricedFindingsWhy"],
  thinking: ["unpricedThinking", "unpricedThinkingWhy"],
  recovery: ["unpricedRecovery", "unpricedRecoveryWhy"],
} as const;

function unpricedRow(item: PageReport["ledger"]["unpriced"][number], format: Format): string[] {
  const { reason, lang, count, chars, have } = item;
  const amount =
    chars > 0 ? format.text("amountTexts", format.whole(count), format.whole(chars)) : format.whole(count);
  if (reason === "tooFewBursts") {
    return [
      format.text("unpricedTooFewBursts", lang ?? ""),
      amount,
      format.text("unpricedTooFewBurstsWhy", format.whole(have ?? 0), 60),
    ];
  }
  const [what, why] = unpricedTexts[reason];
  return [format.text(what), amount, format.text(why)];
}

/** Seconds per phase with their arithmetic, and what has no price yet. */
export function ledgerSection(report: PageReport, format: Format): HTMLElement {
  const { phases, leftOutDays } = report.ledger;
  const rows = phases.map((ledger) => {
    const active = report.active.find(({ phase }) => phase === ledger.phase)?.activeMs ?? 0;
    return phaseRow(ledger, active, format);
  });
  const activeMs = report.active.reduce((sum, one) => sum + one.activeMs, 0);
  const overall = overallRow(phases, activeMs, format);
  const leftOut =
    leftOutDays.length === 0
      ? null
      : note(format.text("ledgerLeftOut", leftOutDays.map((day) => format.longDay(day)).join(", ")));
  return section(
    "ledger",
    format.text("ledgerTitle"),
    note(format.text("ledgerNote")),
    ...rows,
    overall,
    leftOut,
  );
}

export function unpricedSection(report: PageReport, format: Format): HTMLElement {
  const rows = report.ledger.unpriced.map((item) => unpricedRow(item, format));
  return section(
    "unpriced",
    format.text("unpricedTitle"),
    note(format.text("unpricedNote")),
    rows.length === 0
      ? note(format.text("unpricedNone"))
      : table(
          format.text("unpricedTitle"),
          [
            { title: format.text("unpricedWhat") },
            { title: format.text("unpricedAmount") },
            { title: format.text("unpricedWhy") },
          ],
          rows,
        ),
  );
}
