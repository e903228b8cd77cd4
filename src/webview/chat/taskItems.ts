import type { MarkdownIt } from "markdown-it";

const boxShape = /^\[(?<mark>[ xX])\]\s+/;

/** Writes the boxes of a task list (`- [ ] to do`) as signs; they cannot be ticked in an answer. */
export function showTaskItems(parser: MarkdownIt): void {
  parser.core.ruler.after("inline", "task_items", ({ tokens }) => {
    for (const [index, token] of tokens.entries()) {
      const isItem =
        tokens[index - 1]?.type === "paragraph_open" && tokens[index - 2]?.type === "list_item_open";
      const first = token.children?.[0];
      if (token.type === "inline" && isItem && first?.type === "text") {
        first.content = first.content.replace(boxShape, (_, mark: string) => (mark === " " ? "☐ " : "☑ "));
      }
    }
  });
}
