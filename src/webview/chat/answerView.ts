import type { ChatStrings } from "../../protocol/chatMessages.ts";
import { createElement, createIcon, createIconButton, type IconName } from "./dom.ts";
import { lexCode } from "./lexCode.ts";
import type { MarkdownBlock, MarkdownRenderer } from "./markdown.ts";

export interface CodeActions {
  act(kind: "copy" | "insert" | "apply", code: string, info: string): void;
  openLink(href: string): void;
}

interface ShownBlock {
  readonly source: string;
  readonly element: HTMLElement;
}

/** A file, perhaps with lines, as answers name it in code: `src/a.ts:12` or `a.py:3-9`. */
const fileMention = /^(?:[\w.@-]+[/\\])*[\w.@-]+\.[A-Za-z]\w{0,7}(?::\d+(?:[-–]\d+)?)?$/;

/** The file that a block is for, else its language. */
function labelOf(info: string): string {
  const words = info.split(/\s+/);
  return words.find((word) => /^[\w@./\\-]+\.[A-Za-z]\w{0,7}$/.test(word)) ?? words[0] ?? "";
}

/** The Markdown of one answer. Blocks that did not change keep their elements, selection and focus. */
export class AnswerView {
  readonly element = createElement("div", { className: "markdown" });
  readonly #renderer: MarkdownRenderer;
  readonly #strings: ChatStrings;
  readonly #actions: CodeActions;
  #shown: ShownBlock[] = [];
  #text = "";

  constructor(renderer: MarkdownRenderer, strings: ChatStrings, actions: CodeActions) {
    this.#renderer = renderer;
    this.#strings = strings;
    this.#actions = actions;
    this.element.addEventListener("click", (event) => this.#onClick(event));
  }

  get text(): string {
    return this.#text;
  }

  show(text: string): void {
    if (text === this.#text) {
      return;
    }
    this.#text = text;
    const blocks = this.#renderer.blocks(text);
    let same = 0;
    while (same < blocks.length && this.#shown[same]?.source === blocks[same]?.source) {
      same += 1;
    }
    for (const { element } of this.#shown.splice(same)) {
      element.remove();
    }
    for (const block of blocks.slice(same)) {
      const element = this.#renderBlock(block);
      this.#shown.push({ source: block.source, element });
      this.element.append(element);
    }
  }

  #renderBlock(block: MarkdownBlock): HTMLElement {
    const element = createElement("div", { className: "block" }, [block.render()]);
    for (const pre of element.querySelectorAll("pre")) {
      this.#decorateCode(pre);
    }
    for (const table of element.querySelectorAll("table")) {
      const frame = createElement("div", { className: "table-frame", attributes: { tabindex: "0" } });
      table.replaceWith(frame);
      frame.append(table);
    }
    for (const link of element.querySelectorAll("a")) {
      // Where a link leads is not hidden behind its text.
      link.title = link.getAttribute("href") ?? "";
    }
    for (const code of element.querySelectorAll("code")) {
      const mention = code.textContent.trim();
      const isLinked = code.closest("pre, a") !== null;
      if (!isLinked && fileMention.test(mention) && /[/\\:]/.test(mention)) {
        const link = createElement("a", { attributes: { href: mention } });
        code.replaceWith(link);
        link.append(code);
      }
    }
    return element;
  }

  #decorateCode(pre: HTMLPreElement): void {
    const info = pre.dataset["info"] ?? "";
    const code = pre.textContent.replace(/\n$/, "");
    const button = (icon: IconName, kind: "copy" | "insert" | "apply"): HTMLButtonElement =>
      createIconButton(icon, this.#strings[kind], () => this.#actions.act(kind, code, info));
    const copy = button("copy", "copy");
    copy.addEventListener("click", () => this.#confirmCopy(copy));
    const bar = createElement("div", { className: "code-bar" }, [
      createElement("span", { className: "code-language", text: labelOf(info), attributes: { title: info } }),
      createElement("span", { className: "code-actions" }, [
        copy,
        button("insert", "insert"),
        button("apply", "apply"),
      ]),
    ]);
    const frame = createElement("div", { className: "code-frame" });
    pre.replaceWith(frame);
    pre.tabIndex = 0;
    colour(pre, info);
    frame.append(bar, pre);
  }

  #confirmCopy(button: HTMLButtonElement): void {
    button.replaceChildren(createIcon("check"));
    button.setAttribute("aria-label", this.#strings.copied);
    setTimeout(() => {
      button.replaceChildren(createIcon("copy"));
      button.setAttribute("aria-label", this.#strings.copy);
    }, 1500);
  }

  #onClick(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const href = link?.getAttribute("href");
    if (href !== null && href !== undefined) {
      event.preventDefault();
      // VS Code's own listener on the window would open the link a second time, in a browser.
      event.stopPropagation();
      this.#actions.openLink(href);
    }
  }
}

/** In the colours of the theme, as far as a page is told them. The text stays what it was. */
function colour(pre: HTMLPreElement, info: string): void {
  const code = pre.querySelector("code");
  const parts = lexCode(code?.textContent ?? "", info).map(({ kind, text }) =>
    kind === "plain" ? text : createElement("span", { className: `code-${kind}`, text }),
  );
  code?.replaceChildren(...parts);
}
