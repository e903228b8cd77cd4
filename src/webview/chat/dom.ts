/** Attributes, `on…` listeners and text of a new element. */
export interface ElementOptions {
  readonly className?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly onClick?: () => void;
}

export function createElement<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  options: ElementOptions = {},
  children: readonly (Node | string)[] = [],
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (options.className !== undefined) {
    element.className = options.className;
  }
  if (options.text !== undefined) {
    element.textContent = options.text;
  }
  for (const [name, value] of Object.entries(options.attributes ?? {})) {
    element.setAttribute(name, value);
  }
  if (options.onClick !== undefined) {
    element.addEventListener("click", options.onClick);
  }
  element.append(...children);
  return element;
}

const svgNamespace = "http://www.w3.org/2000/svg";

/** Strokes on a 16 by 16 grid. */
const iconPaths = {
  send: "M8 13V3.5M3.8 7.5 8 3.3l4.2 4.2",
  stop: "M4.5 4.5h7v7h-7z",
  add: "M8 3v10M3 8h10",
  close: "M4 4l8 8M12 4l-8 8",
  copy: "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z",
  check: "M3 8.5l3.2 3.2L13 4.8",
  insert: "M3 3v10M6 8h8M11 5l3 3-3 3",
  apply: "M3 2.5h6l4 4v7H3zM8 7v4M6 9h4M6 12h4",
  retry: "M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3",
  file: "M4 2.5h5l3 3v8H4zM9 2.5v3h3",
  selection: "M2.5 4h11M2.5 8h7M2.5 12h11",
  workspace: "M2.5 4.5h4l1.5 1.5h5.5v7h-11z",
  blocked: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM4.2 4.2l7.6 7.6",
  down: "M8 3v9.5M3.8 8.3 8 12.5l4.2-4.2",
} as const;

export type IconName = keyof typeof iconPaths;

export function createIcon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(svgNamespace, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svgNamespace, "path");
  path.setAttribute("d", iconPaths[name]);
  svg.append(path);
  return svg;
}

/** A button with an icon; `label` is its name for everyone who does not see the icon, and its tooltip. */
export function createIconButton(
  icon: IconName,
  label: string,
  onClick: () => void,
  className = "icon-button",
): HTMLButtonElement {
  return createElement(
    "button",
    { className, attributes: { type: "button", title: label, "aria-label": label }, onClick },
    [createIcon(icon)],
  );
}
