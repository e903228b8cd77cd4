import type {
  FromStatisticsPage,
  PublishedPercent,
  ToStatisticsPage,
} from "../../protocol/statisticsMessages.ts";
import { effectSection } from "./effectSection.ts";
import { activeSection } from "./activeSection.ts";
import { patternDefinitions } from "./charts.ts";
import { controls, type PageFiles } from "./controls.ts";
import { html } from "./elements.ts";
import { section } from "./figure.ts";
import type { Format } from "./format.ts";
import { ledgerSection, unpricedSection } from "./ledgerSection.ts";
import { loggedSection } from "./loggedSection.ts";
import { healthSection, methodSection, originsSection } from "./noteSections.ts";
import { offersSection } from "./offersSection.ts";
import { paysSection } from "./paysSection.ts";
import { plannerSection } from "./plannerSection.ts";
import { ribbonSection } from "./ribbonSection.ts";
import { usageSection } from "./usageSection.ts";

type ReportMessage = Extract<ToStatisticsPage, { kind: "report" }>;

/** What appears when, for somebody whose log is empty. */
function firstSteps(format: Format): HTMLElement {
  const step = (what: string, when: string): HTMLElement =>
    html("li", {}, html("strong", {}, what), html("span", { class: "note" }, when));
  return html(
    "ol",
    { class: "first-steps" },
    step(format.text("emptyActive"), format.text("emptyActiveWhen")),
    step(format.text("emptyOffers"), format.text("emptyOffersWhen")),
    step(format.text("emptySaved"), format.text("emptySavedWhen")),
    step(format.text("emptyShares"), format.text("emptySharesWhen")),
  );
}

function emptySection({ report, isEnabled }: ReportMessage, format: Format): HTMLElement {
  const text =
    report.firstLoggedDay === null
      ? format.text(isEnabled ? "emptyText" : "emptyOff")
      : format.text("emptyRange", format.longDay(report.firstLoggedDay));
  const isNew = report.firstLoggedDay === null && isEnabled;
  return section(
    "empty",
    format.text("emptyTitle"),
    html("p", { class: "empty" }, text),
    isNew ? firstSteps(format) : null,
  );
}

function spanText({ report }: ReportMessage, format: Format): string {
  const first = format.longDay(report.byDay[0]?.day ?? report.fromDay);
  const last = format.longDay(report.toDay);
  return report.days === 1 && first === last
    ? format.text("spanOne", last)
    : format.text("span", first, last, format.whole(report.days));
}

/** The whole page for one report. */
export function reportPage(
  message: ReportMessage,
  published: PublishedPercent,
  format: Format,
  post: (message: FromStatisticsPage) => void,
  files: PageFiles,
): readonly Node[] {
  const { report, range, scope } = message;
  const isEmpty = report.days === 0;
  const header = html(
    "header",
    {},
    html("h1", {}, format.text("title")),
    html("p", { class: "lead" }, format.text("lead")),
    controls(range, scope, format, post, files),
    isEmpty ? null : html("p", { class: "span" }, spanText(message, format)),
  );
  const sections = isEmpty
    ? [emptySection(message, format)]
    : [
        effectSection(report, published, format),
        ledgerSection(report, format),
        unpricedSection(report, format),
        ribbonSection(report, format),
        activeSection(report, format),
        paysSection(report, format),
        offersSection(report, format),
        usageSection(message, format, post),
        originsSection(report, format),
        healthSection(report, format),
      ];
  return [
    patternDefinitions(),
    header,
    loggedSection(message, format, post),
    ...sections.filter((part) => part !== null),
    plannerSection(format),
    methodSection(report, published, format),
  ];
}
