import {
  decodeToStatisticsPage,
  type FromStatisticsPage,
  type PublishedPercent,
  type ToStatisticsPage,
} from "../../protocol/statisticsMessages.ts";
import { pageNumbers, pagePicture } from "./pageFiles.ts";
import { html } from "./elements.ts";
import { Format } from "./format.ts";
import { loggingSwitch } from "./loggedSection.ts";
import { reportPage } from "./reportPage.ts";

declare function acquireVsCodeApi(): { postMessage(message: FromStatisticsPage): void };

/** Draws what the host sends; holds no state of its own but what the reader has opened. */
class StatisticsView {
  readonly #root: HTMLElement;
  readonly #post: (message: FromStatisticsPage) => void;
  #format: Format | undefined;
  #styleText = "";
  #published: PublishedPercent = { design: 0, development: 0, testing: 0, overall: 0 };

  constructor(root: HTMLElement, post: (message: FromStatisticsPage) => void) {
    this.#root = root;
    this.#post = post;
  }

  receive(message: ToStatisticsPage): void {
    switch (message.kind) {
      case "init":
        this.#format = new Format(message.texts, message.locale);
        this.#published = message.published;
        this.#styleText = message.styleText;
        this.#root.replaceChildren(html("p", { class: "note" }, this.#format.text("loading")));
        break;
      case "report":
        if (this.#format !== undefined) {
          const files = {
            savePng: () => void this.#savePng(),
            saveCsv: () => this.#post({ kind: "saveCsv", text: pageNumbers(message.report) }),
          };
          this.#replace(reportPage(message, this.#published, this.#format, this.#post, files));
        }
        break;
      case "failure":
        if (this.#format !== undefined) {
          const format = this.#format;
          const text = format.text("readFailed", message.reason);
          this.#replace([
            html("h1", {}, format.text("title")),
            html("p", { class: "notice", role: "alert" }, text),
            loggingSwitch(message.isEnabled, format, this.#post),
          ]);
        }
        break;
    }
  }

  async #savePng(): Promise<void> {
    try {
      this.#post({ kind: "savePng", base64: await pagePicture(this.#root, this.#styleText) });
    } catch (error) {
      const text = this.#format?.text(
        "pictureFailed",
        error instanceof Error ? error.message : String(error),
      );
      this.#root.prepend(html("p", { class: "notice", role: "alert" }, text ?? ""));
    }
  }

  /** A refresh must not close what the reader opened, nor move the focus or the page. */
  #replace(nodes: readonly Node[]): void {
    const open = new Set(
      [...this.#root.querySelectorAll<HTMLDetailsElement>("details[open]")].map(
        ({ dataset }) => dataset["key"],
      ),
    );
    const focused = document.activeElement;
    if (focused instanceof HTMLInputElement && focused.type === "number") {
      // Somebody is typing a number; the next refresh is soon enough.
      return;
    }
    const focusedId = focused?.id ?? "";
    const focusedKey = focused?.closest<HTMLElement>("details")?.dataset["key"];
    const wasSummary = focused?.tagName === "SUMMARY";
    const top = window.scrollY;
    this.#root.replaceChildren(...nodes);
    for (const details of this.#root.querySelectorAll("details")) {
      details.open = open.has(details.dataset["key"]);
    }
    if (focusedId !== "") {
      document.getElementById(focusedId)?.focus({ preventScroll: true });
    } else if (wasSummary && focusedKey !== undefined) {
      this.#root
        .querySelector<HTMLElement>(`details[data-key="${focusedKey}"] > summary`)
        ?.focus({ preventScroll: true });
    }
    window.scrollTo({ top });
    this.#root.setAttribute("aria-busy", "false");
  }
}

const root = document.getElementById("page");
if (root !== null) {
  const api = acquireVsCodeApi();
  const view = new StatisticsView(root, (message) => api.postMessage(message));
  window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    const message = decodeToStatisticsPage(data);
    if (message !== undefined) {
      view.receive(message);
    }
  });
  api.postMessage({ kind: "ready" });
}
