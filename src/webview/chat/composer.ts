import {
  maxTextChars,
  type ChatChip,
  type ChatStrings,
  type ChatViewState,
  type FromChat,
} from "../../protocol/chatMessages.ts";
import { createElement, createIcon, createIconButton, type IconName } from "./dom.ts";

const chipIcons: Readonly<Record<ChatChip["kind"], IconName>> = {
  activeFile: "file",
  file: "file",
  selection: "selection",
  workspace: "workspace",
};

export interface ComposerEvents {
  post(message: FromChat): void;
  onDraft(text: string): void;
}

/** Where a question is written, with the context that goes with it. */
export class Composer {
  readonly element: HTMLElement;
  readonly #strings: ChatStrings;
  readonly #events: ComposerEvents;
  readonly #chips = createElement("div", { className: "chips" });
  readonly #complaint = createElement("p", { className: "note note-error", attributes: { role: "alert" } });
  readonly #input: HTMLTextAreaElement;
  readonly #send: HTMLButtonElement;
  readonly #stop: HTMLButtonElement;
  readonly #backend: HTMLButtonElement;
  #isBusy = false;
  #isComposing = false;
  #chipsKey = "";

  constructor(strings: ChatStrings, draft: string, events: ComposerEvents) {
    this.#strings = strings;
    this.#events = events;
    this.#input = createElement("textarea", {
      className: "input",
      attributes: { rows: "1", placeholder: strings.inputPlaceholder, "aria-label": strings.inputLabel },
    });
    this.#input.value = draft;
    this.#send = createIconButton("send", strings.send, () => this.#sendDraft(), "icon-button primary");
    this.#stop = createIconButton(
      "stop",
      strings.stop,
      () => events.post({ kind: "stop" }),
      "icon-button primary",
    );
    this.#stop.classList.add("stop");
    this.#backend = createElement("button", {
      className: "backend-name",
      attributes: { type: "button" },
      onClick: () => events.post({ kind: "setUpBackend" }),
    });
    const bar = createElement("div", { className: "composer-bar" }, [
      this.#backend,
      createElement("span", { className: "spacer" }),
      this.#send,
      this.#stop,
    ]);
    const box = createElement("div", { className: "composer-box" }, [
      this.#chips,
      this.#input,
      this.#complaint,
      bar,
    ]);
    this.element = createElement("footer", { className: "composer" }, [box]);
    this.#listen();
    this.#complain("");
    this.#showBusy();
  }

  show(state: ChatViewState): void {
    this.#isBusy = state.isBusy;
    this.#backend.textContent = state.backend.label;
    this.#backend.title = state.backend.detail;
    this.#backend.classList.toggle("offline", state.backend.isOffline);
    this.#showChips(state.chips);
    this.#showBusy();
    this.#grow();
  }

  focus(draft: string | null): void {
    if (draft !== null) {
      this.#input.value = draft;
      this.#onInput();
    }
    this.#input.focus();
  }

  #listen(): void {
    this.#input.addEventListener("input", () => this.#onInput());
    this.#input.addEventListener("compositionstart", () => {
      this.#isComposing = true;
    });
    this.#input.addEventListener("compositionend", () => {
      this.#isComposing = false;
    });
    this.#input.addEventListener("keydown", (event) => this.#onKey(event));
    new ResizeObserver(() => this.#grow()).observe(this.element);
  }

  #onKey(event: KeyboardEvent): void {
    // An Enter that ends the composition of Chinese input carries `isComposing`, or the code 229 in
    // browsers where the composition has just ended.
    if (event.key !== "Enter" || event.isComposing || this.#isComposing || event.keyCode === 229) {
      return;
    }
    if (!event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.#sendDraft();
    }
  }

  #onInput(): void {
    this.#complain("");
    this.#events.onDraft(this.#input.value);
    this.#showBusy();
    this.#grow();
  }

  #sendDraft(): void {
    const text = this.#input.value.trim();
    if (text === "" || this.#isBusy) {
      return;
    }
    if (text.length > maxTextChars) {
      // The extension would not take it: the words stay where they are.
      this.#complain(this.#strings.tooLong);
      return;
    }
    this.#input.value = "";
    this.#onInput();
    this.#events.post({ kind: "send", text });
  }

  #complain(text: string): void {
    this.#complaint.textContent = text;
    this.#complaint.hidden = text === "";
  }

  #showBusy(): void {
    const hadFocus = this.#stop === document.activeElement;
    this.#send.hidden = this.#isBusy;
    this.#stop.hidden = !this.#isBusy;
    this.#send.disabled = this.#input.value.trim() === "";
    if (hadFocus && !this.#isBusy) {
      this.#input.focus();
    }
  }

  #grow(): void {
    const input = this.#input;
    input.style.height = "auto";
    const max = Math.max(80, Math.floor(window.innerHeight * 0.4));
    input.style.height = `${Math.min(input.scrollHeight, max)}px`;
    input.style.overflowY = input.scrollHeight > max ? "auto" : "hidden";
  }

  #showChips(chips: readonly ChatChip[]): void {
    const key = JSON.stringify(chips);
    if (key === this.#chipsKey) {
      return;
    }
    this.#chipsKey = key;
    const add = createElement(
      "button",
      {
        className: "chip add",
        attributes: { type: "button", title: this.#strings.addContext },
        onClick: () => this.#events.post({ kind: "addContext" }),
      },
      [createIcon("add"), createElement("span", { text: this.#strings.addContext })],
    );
    this.#chips.replaceChildren(add, ...chips.map((chip) => this.#createChip(chip)));
  }

  #createChip(chip: ChatChip): HTMLElement {
    const title = chip.isWithheld ? `${chip.title}: ${this.#strings.withheld}` : chip.title;
    const open = createElement(
      "button",
      {
        className: "chip-label",
        attributes: { type: "button", title },
        onClick: () => this.#events.post({ kind: "openChip", id: chip.id }),
      },
      [
        createIcon(chip.isWithheld ? "blocked" : chipIcons[chip.kind]),
        createElement("span", { text: chip.label }),
      ],
    );
    const remove = createIconButton(
      "close",
      `${this.#strings.removeContext}: ${chip.label}`,
      () => this.#events.post({ kind: "removeChip", id: chip.id }),
      "chip-remove",
    );
    return createElement("span", { className: chip.isWithheld ? `chip withheld` : `chip ${chip.kind}` }, [
      open,
      remove,
    ]);
  }
}
