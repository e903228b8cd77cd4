type Child = Node | string | null;
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
}

/** An HTML element; text goes in as text, never as markup. */
export function html<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children.filter((child) => child !== null));
  return element;
}

export function svg(tag: string, attributes: Attributes = {}, ...children: readonly Child[]): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  setAttributes(element, attributes);
  element.append(...children.filter((child) => child !== null));
  return element;
}

export interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
}

/** A table with a caption for screen readers; the first cell of a row is its header. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Child[])[],
): HTMLElement {
  const head = columns.map(({ title, isNumber }) =>
    html("th", { scope: "col", class: isNumber === true ? "number" : undefined }, title),
  );
  const body = rows.map((cells) =>
    html(
      "tr",
      {},
      ...cells.map((cell, index) => {
        const className = columns[index]?.isNumber === true ? "number" : undefined;
        return index === 0
          ? html("th", { scope: "row", class: className }, cell)
          : html("td", { class: className }, cell);
      }),
    ),
  );
  return html(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    html(
      "table",
      {},
      html("caption", { class: "hidden" }, caption),
      html("thead", {}, html("tr", {}, ...head)),
      html("tbody", {}, ...body),
    ),
  );
}
