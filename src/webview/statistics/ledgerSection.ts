import type { PageReport } from "../../protocol/statisticsMessages.ts";
import { balanceBar } from "./charts.ts";
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
      format.tenth(1 + line.correctionShare),
      format.tenth(line.charsPerSecond),
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

function phaseRow(ledger: PhaseLedger, activeMs: number, largest: number, format: Format): HTMLElement {
  const { phase, netSeconds, costSeconds } = ledger;
  const isIdle = ledger.lines.length === 0 && ledger.unpricedChars === 0;
  const net = netSeconds === null || isIdle ? "–" : format.seconds(netSeconds, true);
  const className = netSeconds !== null && netSeconds < 0 ? "net loss-text" : "net";
  return html(
    "div",
    { class: "phase-row", role: "group", "aria-label": format.name("phase", phase), "data-phase": phase },
    html("h3", {}, format.name("phase", phase)),
    html(
      "dl",
      {},
      html("div", {}, html("dt", {}, format.text("ledgerActive")), html("dd", {}, format.duration(activeMs))),
      html("div", {}, html("dt", {}, format.text("ledgerGain")), html("dd", {}, gainText(ledger, format))),
      html(
        "div",
        {},
        html("dt", {}, format.text("ledgerCost")),
        html("dd", {}, costSeconds === 0 ? format.seconds(0) : format.seconds(-costSeconds)),
      ),
      html(
        "div",
        { class: className },
        html("dt", {}, format.text("ledgerNet")),
        html("dd", { "data-net": phase }, net),
      ),
    ),
    isIdle ? balanceBar(null, largest, `${format.name("phase", phase)}: ${net}`) : waterfall(ledger, format),
    arithmetic(ledger, format),
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
  const largest = Math.max(0, ...phases.map(({ netSeconds }) => Math.abs(netSeconds ?? 0)));
  const rows = phases.map((ledger) => {
    const active = report.active.find(({ phase }) => phase === ledger.phase)?.activeMs ?? 0;
    return phaseRow(ledger, active, largest, format);
  });
  const leftOut =
    leftOutDays.length === 0
      ? null
      : note(format.text("ledgerLeftOut", leftOutDays.map((day) => format.longDay(day)).join(", ")));
  return section("ledger", format.text("ledgerTitle"), note(format.text("ledgerNote")), ...rows, leftOut);
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
