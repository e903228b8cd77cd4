import type { PageReport, PublishedPercent } from "../../protocol/statisticsMessages.ts";
import { html, table } from "./elements.ts";
import { note, section } from "./figure.ts";
import type { Format } from "./format.ts";

/** Typed bursts that a language needs before it has a speed. */
const neededBursts = 60;

/** Inserted text by origin and the user's own typing speed. */
export function originsSection(report: PageReport, format: Format): HTMLElement {
  const origins = report.inserted.map(({ origin, chars }) => [
    format.name("origin", origin),
    format.whole(chars),
  ]);
  const speeds = report.typing.map(({ lang, bursts, charsPerSecond }) => [
    lang,
    format.whole(bursts),
    charsPerSecond === null
      ? format.text("typingTooFew", format.whole(neededBursts - bursts))
      : format.tenth(charsPerSecond),
  ]);
  const originsTable = table(
    format.text("originsTitle"),
    [{ title: format.text("origin") }, { title: format.text("chars"), isNumber: true }],
    origins,
  );
  const speedTable = table(
    format.text("typingTitle"),
    [
      { title: format.text("language") },
      { title: format.text("typingBursts"), isNumber: true },
      { title: format.text("typingSpeed"), isNumber: true },
    ],
    speeds,
  );
  return section(
    "origins",
    format.text("originsTitle"),
    note(format.text("originsNote")),
    origins.length === 0 ? note(format.text("originsEmpty")) : originsTable,
    speeds.length === 0 ? null : html("h3", {}, format.text("typingTitle")),
    speeds.length === 0 ? null : note(format.text("typingNote")),
    speeds.length === 0 ? null : speedTable,
  );
}

/** How far the active time, and with it every share, hangs on the idle cut-off. */
function cutoffTable({ effect }: PageReport, format: Format): HTMLElement | null {
  if (effect.cutoffs.length < 2) {
    return null;
  }
  return table(
    format.text("cutoffTitle"),
    [
      { title: format.text("cutoffTitle") },
      { title: format.text("ledgerActive"), isNumber: true },
      { title: format.text("effectTr"), isNumber: true },
    ],
    effect.cutoffs.map(({ cutoffS, activeSeconds, tr }) => [
      format.seconds(cutoffS),
      format.duration(1000 * activeSeconds),
      tr === null ? "–" : format.share(tr, true),
    ]),
  );
}

export function healthSection(report: PageReport, format: Format): HTMLElement {
  const { suspendMs, clockJumps, droppedEvents, sawOtherAssistant, unknownChars, insertedChars, relabelled } =
    report.health;
  const lines = [
    suspendMs > 0 ? format.text("healthSuspend", format.duration(suspendMs)) : null,
    clockJumps > 0 ? format.text("healthJumps", format.whole(clockJumps)) : null,
    droppedEvents > 0 ? format.text("healthDropped", format.whole(droppedEvents)) : null,
    sawOtherAssistant ? format.text("healthOther") : null,
    unknownChars > 0
      ? format.text("healthUnknown", format.whole(unknownChars), format.whole(insertedChars))
      : null,
    relabelled > 0 ? format.text("healthRelabelled", format.whole(relabelled)) : null,
  ].filter((line) => line !== null);
  const shown = lines.length === 0 ? [format.text("healthGood")] : lines;
  return section("health", format.text("healthTitle"), ...shown.map(note), cutoffTable(report, format));
}

/** How the figures are made and what they do not say; the published figures stand here and nowhere else. */
export function methodSection(report: PageReport, published: PublishedPercent, format: Format): HTMLElement {
  const unknown = [
    "unknownDefinition",
    "unknownSample",
    "unknownControl",
    "unknownBaseline",
    "unknownCosts",
    "unknownInterval",
  ] as const;
  const { design, development, testing, overall } = published;
  return section(
    "method",
    format.text("methodTitle"),
    html("p", {}, format.text("methodSaved")),
    html("p", {}, format.text("methodCost")),
    html("p", {}, format.text("methodNot")),
    html("p", {}, format.text("methodPublished", design, development, testing, overall)),
    html("ul", {}, ...unknown.map((id) => html("li", {}, format.text(id)))),
    note(
      format.text(
        "methodVersions",
        report.v,
        report.rulesVersion,
        report.ledgerVersion,
        report.effect.formulaVersion,
      ),
    ),
  );
}
