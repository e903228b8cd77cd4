import type { PageReport } from "../../protocol/statisticsMessages.ts";
import { svg } from "./elements.ts";

/** Wide enough for every plot, in CSS pixels. */
const pictureWidth = 900;

/** A picture of the page as it is, base64 of a PNG. Rejects where the browser cannot draw it. */
export async function pagePicture(root: HTMLElement, styleText: string): Promise<string> {
  const copy = root.cloneNode(true) as HTMLElement;
  for (const control of copy.querySelectorAll("button, .controls, .planner")) {
    control.remove();
  }
  // A picture is made to be shown to others: the path of the log may hold the name of its owner.
  copy.querySelector("#logged code")?.closest("div")?.remove();
  copy.querySelector("#logged .notice")?.remove();
  const width = Math.max(pictureWidth, root.scrollWidth);
  const height = root.scrollHeight + 40;
  const body = document.createElementNS("http://www.w3.org/1999/xhtml", "body");
  body.className = document.body.className;
  const background = getComputedStyle(document.body).backgroundColor;
  const variables = document.documentElement.getAttribute("style") ?? "";
  // Not as attributes: the page's policy refuses those.
  body.style.cssText = `background:${background};margin:0;padding:16px`;
  const style = document.createElementNS("http://www.w3.org/1999/xhtml", "style");
  style.textContent = styleText;
  body.append(style, copy);
  const frame = svg("foreignObject", { width: "100%", height: "100%" }, body);
  // The colours of the theme go on the outermost element: the style sheet derives its own from them there.
  const drawing = svg("svg", { width, height }, frame);
  drawing.style.cssText = variables;
  const markup = new XMLSerializer().serializeToString(drawing);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(markup)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (context === null) {
    throw new Error("no canvas");
  }
  context.drawImage(image, 0, 0);
  return canvas.toDataURL("image/png").replace(/^data:image\/png;base64,/, "");
}

/** Numbers without the noise of the sums: a hundredth of a millisecond, a thousandth of a percent. */
function cell(value: string | number | null): string {
  const text = value === null ? "" : typeof value === "number" ? String(Number(value.toFixed(5))) : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

type Line = readonly (string | number | null)[];

function ledgerLines({ ledger, effect }: PageReport): readonly Line[] {
  const net = ledger.phases.flatMap(
    ({ phase, activeSeconds, gainSeconds, costSeconds, netSeconds, lines }) => [
      ["ledger", phase, "active", activeSeconds, "s"],
      ["ledger", phase, "gain", gainSeconds, "s"],
      ["ledger", phase, "cost", costSeconds, "s"],
      ["ledger", phase, "net", netSeconds, "s"],
      ...lines.map((line) => [
        "ledger line",
        phase,
        line.kind === "capped"
          ? line.kind
          : `${line.kind} ${line.feature}${line.kind === "kept" ? ` ${line.lang}` : ""}`,
        line.seconds,
        "s",
      ]),
    ],
  );
  const gain = ledger.phases.reduce((sum, phase) => sum + (phase.gainSeconds ?? 0), 0);
  const cost = ledger.phases.reduce((sum, phase) => sum + phase.costSeconds, 0);
  const chars = ledger.phases.reduce((sum, phase) => sum + phase.unpricedChars, 0);
  const overall = [
    ["ledger", "overall", "gain", gain, "s"],
    ["ledger", "overall", "cost", cost, "s"],
    ["ledger", "overall", "net", gain > 0 || chars === 0 ? gain - cost : null, "s"],
    ["ledger", "overall", "kept without a price", chars, "characters"],
  ];
  const shares = effect.rows.flatMap(({ phase, low, high }) =>
    low === null
      ? []
      : [
          ["effect", phase, "time reduction, low", low.tr, "share"],
          ["effect", phase, "interval from", low.interval[0], "share"],
          ["effect", phase, "interval to", low.interval[1], "share"],
          ["effect", phase, "speed-up, low", low.su, "share"],
          ["effect", phase, "time reduction, high", high?.tr ?? null, "share"],
        ],
  );
  const unpriced = ledger.unpriced.map(({ reason, lang, count }) => [
    "not priced",
    lang ?? "all",
    reason,
    count,
    "",
  ]);
  const leftOut = ledger.leftOutDays.map((day) => ["ledger", "all", "day left out", day, "day"]);
  return [
    ...net,
    ...overall,
    ...unpriced,
    ...leftOut,
    ["effect", "all", "grade", effect.grade, ""],
    ...shares,
  ];
}

/** The numbers of the page, one a line. */
export function pageNumbers(report: PageReport): string {
  const lines: Line[] = [
    ["section", "of", "what", "value", "unit"],
    ["range", "all", "from", report.fromDay, "day"],
    ["range", "all", "to", report.toDay, "day"],
    ["range", "all", "formulas", report.effect.formulaVersion, ""],
    ...ledgerLines(report),
    ...report.byDay.flatMap(({ day, activeMs }) =>
      Object.entries(activeMs).map(([phase, ms]) => ["active", phase, day, ms / 1000, "s"]),
    ),
    ...report.byFeature.flatMap(
      ({
        feature,
        offered,
        accepted,
        keptChars,
        promptTokens,
        completionTokens,
        cachedTokens,
        waitingMs,
      }) => [
        ["feature", feature, "offered", offered, ""],
        ["feature", feature, "accepted", accepted, ""],
        ["feature", feature, "kept", keptChars, "characters"],
        ["feature", feature, "tokens sent", promptTokens, ""],
        ["feature", feature, "tokens cached", cachedTokens, ""],
        ["feature", feature, "tokens received", completionTokens, ""],
        ["feature", feature, "waiting", waitingMs / 1000, "s"],
      ],
    ),
    ...report.horizons.map(({ horizon, keptChars, checkedChars }) => [
      "kept",
      horizon,
      `of ${checkedChars} characters`,
      keptChars,
      "characters",
    ]),
    ...report.pays.map(({ lang, fromChars, netSeconds }) => [
      "pays",
      lang,
      `from ${fromChars} characters`,
      netSeconds,
      "s",
    ]),
  ];
  return `${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}
