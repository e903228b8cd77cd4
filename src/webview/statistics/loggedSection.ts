import type { FromStatisticsPage, ToStatisticsPage } from "../../protocol/statisticsMessages.ts";
import type { LogAction } from "../../protocol/statisticsMessages.ts";
import { html } from "./elements.ts";
import type { Format } from "./format.ts";

type ReportMessage = Extract<ToStatisticsPage, { kind: "report" }>;

export function loggingSwitch(
  isEnabled: boolean,
  format: Format,
  post: (message: FromStatisticsPage) => void,
): HTMLElement {
  const button = html(
    "button",
    {
      id: "log-switch",
      class: "switch",
      type: "button",
      role: "switch",
      "aria-checked": String(isEnabled),
      "aria-label": format.text("loggedSwitch"),
    },
    html("span", { class: "knob", "aria-hidden": "true" }),
  );
  button.addEventListener("click", () => post({ kind: "setEnabled", isEnabled: !isEnabled }));
  return html(
    "div",
    { class: "switch-line" },
    button,
    html("span", { id: "log-state" }, format.text(isEnabled ? "loggedOn" : "loggedOff")),
  );
}

function storeNotice({ store, isEnabled }: ReportMessage, format: Format): HTMLElement | null {
  if (store.state === "setAside" && store.setAsidePath !== null) {
    return html("p", { class: "notice", role: "status" }, format.text("storeSetAside", store.setAsidePath));
  }
  if (store.state === "unavailable" && isEnabled) {
    return html(
      "p",
      { class: "notice", role: "status" },
      format.text("storeUnavailable", store.reason ?? ""),
    );
  }
  return null;
}

const buttonTexts = {
  pause: "buttonPause",
  leaveOut: "buttonLeaveOut",
  raw: "buttonRaw",
  relabel: "buttonRelabel",
  delete: "buttonDelete",
} as const;

function buttons(
  { rest }: ReportMessage,
  format: Format,
  post: (message: FromStatisticsPage) => void,
): HTMLElement {
  const one = (action: keyof typeof buttonTexts & LogAction): HTMLElement => {
    const isBack = action === "leaveOut" && rest.isLeftOut;
    const text = format.text(isBack ? "buttonTakeIn" : buttonTexts[action]);
    const button = html("button", { type: "button", class: "plain", id: `log-${action}` }, text);
    button.addEventListener("click", () => post({ kind: "do", action }));
    return button;
  };
  const actions = ["pause", "leaveOut", "raw", "relabel", "delete"] as const;
  return html("div", { class: "log-buttons" }, ...actions.map(one));
}

/** Says that the log rests although it is switched on. */
function restNotice({ rest, isEnabled }: ReportMessage, format: Format): HTMLElement | null {
  if (!isEnabled) {
    return null;
  }
  if (rest.isLeftOut) {
    return html("p", { class: "notice", role: "status" }, format.text("restLeftOut"));
  }
  if (rest.pausedUntilMs === null) {
    return null;
  }
  // The pause without an end is the largest number there is.
  const isEndless = rest.pausedUntilMs > 8.64e15;
  const text = isEndless
    ? format.text("restPaused")
    : format.text("restPausedUntil", format.moment(rest.pausedUntilMs));
  return html("p", { class: "notice", role: "status" }, text);
}

/** What is logged, where, who sees it, and the switch beside it. */
export function loggedSection(
  message: ReportMessage,
  format: Format,
  post: (message: FromStatisticsPage) => void,
): HTMLElement {
  const entry = (term: string, text: Node | string): HTMLElement =>
    html("div", {}, html("dt", {}, term), html("dd", {}, text));
  return html(
    "section",
    { id: "logged", class: "card", "aria-labelledby": "logged-title" },
    html(
      "div",
      { class: "card-head" },
      html("h2", { id: "logged-title" }, format.text("loggedTitle")),
      loggingSwitch(message.isEnabled, format, post),
    ),
    html("p", {}, format.text("loggedWhat")),
    html(
      "dl",
      {},
      entry(format.text("loggedWhere"), html("code", {}, message.store.databasePath)),
      entry(format.text("loggedWho"), format.text("loggedWhoText")),
      entry(format.text("loggedUse"), format.text("loggedUseText")),
    ),
    buttons(message, format, post),
    restNotice(message, format),
    storeNotice(message, format),
  );
}
