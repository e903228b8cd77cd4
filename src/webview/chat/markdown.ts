import DOMPurify from "dompurify";
import createMarkdownIt, { type MarkdownIt } from "markdown-it";
import { allowCjkEmphasis } from "./cjkEmphasis.ts";
import { showTaskItems } from "./taskItems.ts";

/** A top-level block of Markdown: what it was made from, and its safe content. */
export interface MarkdownBlock {
  readonly source: string;
  render(): DocumentFragment;
}

const allowedTags =
  "p br strong em s code pre ul ol li blockquote h1 h2 h3 h4 h5 h6 hr table thead tbody tr th td a".split(
    " ",
  );

/** Web pages, mail, and files of the workspace with or without lines; nothing that runs. */
const allowedLink =
  /^(?:https?:|mailto:|(?:[a-z]:[\\/])?[^:]*$|(?:[a-z]:[\\/])?[^:]*[./\\][^:]*:\d[\d:–-]*$)/i;

/** Markdown of an answer as blocks, so that a growing answer is re-rendered only at its end. */
export class MarkdownRenderer {
  readonly #parser: MarkdownIt;

  constructor() {
    const parser = createMarkdownIt({ html: false, linkify: true, breaks: false, typographer: false });
    parser.validateLink = (href) => allowedLink.test(href.trim());
    allowCjkEmphasis(parser);
    showTaskItems(parser);
    parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
    // No picture is fetched from anywhere: its description stands in for it.
    parser.renderer.rules["image"] = (tokens, index) =>
      parser.utils.escapeHtml(`[${tokens[index]?.content ?? ""}]`);
    parser.renderer.rules["fence"] = (tokens, index) => {
      const token = tokens[index];
      const info = parser.utils.escapeHtml(token?.info.trim() ?? "");
      return `<pre data-info="${info}"><code>${parser.utils.escapeHtml(token?.content ?? "")}</code></pre>`;
    };
    this.#parser = parser;
  }

  blocks(markdown: string): readonly MarkdownBlock[] {
    const env = {};
    const tokens = this.#parser.parse(markdown, env);
    const lines = markdown.split("\n");
    const blocks: MarkdownBlock[] = [];
    for (let start = 0; start < tokens.length;) {
      let end = start + 1;
      for (let depth = tokens[start]?.nesting ?? 0; depth > 0 && end < tokens.length; end += 1) {
        depth += tokens[end]?.nesting ?? 0;
      }
      const own = tokens.slice(start, end);
      const [from, to] = own[0]?.map ?? [0, lines.length];
      const source = lines.slice(from, to).join("\n");
      blocks.push({
        source,
        render: () => sanitise(this.#parser.renderer.render(own, this.#parser.options, env)),
      });
      start = end;
    }
    return blocks;
  }
}

function sanitise(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, {
    ALLOWED_TAGS: allowedTags,
    ALLOWED_ATTR: ["href", "start", "data-info"],
    ALLOWED_URI_REGEXP: allowedLink,
    ALLOW_DATA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
}
