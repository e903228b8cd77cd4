import type { PageReport } from "../../protocol/statisticsMessages.ts";
import { html, svg, table } from "./elements.ts";
import type { Format } from "./format.ts";

type PhaseLedger = PageReport["ledger"]["phases"][number];

const width = 720;
const rowHeight = 24;
/** Where the names end, and where the amounts end: beside each other, so that a narrow column shows both. */
const namesEnd = 200;
const amountsEnd = 282;
const left = 292;
const right = 4;

interface Step {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly kind: "gain" | "cost" | "net";
}

const costOrder = [
  "waiting",
  "prompting",
  "review",
  "attention",
  "past",
  "reading",
  "dwell",
  "rework",
  "recovery",
  "capped",
] as const;

/** Gain, each cost, net: every step begins where the one before it ended. */
function stepsOf(ledger: PhaseLedger, format: Format): readonly Step[] {
  const gain = ledger.gainSeconds ?? 0;
  // Without a price there is no gain to begin with and no net to end with.
  const isPriced = ledger.gainSeconds !== null;
  const steps: Step[] = isPriced
    ? [{ name: format.text("ledgerGain"), from: 0, to: gain, kind: "gain" }]
    : [];
  let at = gain;
  for (const kind of costOrder) {
    const seconds = ledger.lines.reduce((sum, line) => sum + (line.kind === kind ? line.seconds : 0), 0);
    if (Math.abs(seconds) >= 0.05) {
      steps.push({
        name: format.name("cost", kind),
        from: at,
        to: at + seconds,
        kind: seconds > 0 ? "gain" : "cost",
      });
      at += seconds;
    }
  }
  steps.push({ name: format.text(isPriced ? "ledgerNet" : "ledgerCost"), from: 0, to: at, kind: "net" });
  return steps;
}

function stepMarks(step: Step, index: number, x: (seconds: number) => number, format: Format): SVGElement[] {
  const y = index * rowHeight + 4;
  const low = Math.min(step.from, step.to);
  const high = Math.max(step.from, step.to);
  const amount = step.to - step.from;
  const isLoss = step.kind === "net" ? step.to < 0 : step.kind === "cost";
  const box = {
    x: x(low).toFixed(1),
    y,
    width: Math.max(1, x(high) - x(low)).toFixed(1),
    height: rowHeight - 8,
  };
  return [
    svg(
      "text",
      { x: namesEnd, y: y + 12, class: step.kind === "net" ? "mark end strong" : "mark end" },
      step.name,
    ),
    svg("rect", { ...box, class: isLoss ? "loss" : "win" }),
    ...(isLoss ? [svg("rect", { ...box, fill: "url(#pattern-1)", class: "pattern" })] : []),
    svg("text", { x: amountsEnd, y: y + 12, class: "mark end" }, format.seconds(amount, true)),
  ];
}

/** How the net of a phase comes about, as steps; the same numbers are in the arithmetic. */
export function waterfall(ledger: PhaseLedger, format: Format): HTMLElement {
  const steps = stepsOf(ledger, format);
  const all = steps.flatMap(({ from, to }) => [from, to]);
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
  const span = Math.max(1, high - low);
  const x = (seconds: number): number => left + ((seconds - low) / span) * (width - left - right);
  const title = format.text("waterfallTitle", format.name("phase", ledger.phase));
  const zero = x(0).toFixed(1);
  return html(
    "figure",
    { class: "waterfall" },
    svg(
      "svg",
      {
        class: "chart",
        viewBox: `0 0 ${width} ${steps.length * rowHeight + 4}`,
        role: "img",
        "aria-label": title,
      },
      ...steps.flatMap((step, index) => stepMarks(step, index, x, format)),
      svg("line", { x1: zero, x2: zero, y1: 0, y2: steps.length * rowHeight, class: "axis" }),
    ),
    html(
      "div",
      { class: "hidden" },
      table(
        title,
        [{ title: format.text("ledgerPhase") }, { title: format.text("ledgerNet"), isNumber: true }],
        steps.map(({ name, from, to }) => [name, format.seconds(to - from, true)]),
      ),
    ),
  );
}
