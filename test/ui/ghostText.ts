import type { Page } from "playwright-core";

/**
 * Evaluated in the page. The first line is made of decorations inside a code line (several when it is split around
 * existing text), the further lines are a view zone of their own.
 */
const READ = `(() => {
  const editor = document.querySelector('.monaco-editor.focused') ?? document.querySelector('.editor-group-container.active .monaco-editor');
  if (!editor) return '';
  const first = [...editor.querySelectorAll('.view-line :is(.ghost-text-decoration, .ghost-text-decoration-preview)')].map((e) => e.textContent).join('');
  const zones = [...editor.querySelectorAll('.view-zones .suggest-preview-text .view-line')];
  const top = (e) => e.getBoundingClientRect().top;
  const further = zones.sort((a, b) => top(a) - top(b)).map((e) => e.textContent);
  return [first, ...further].join('\\n');
})()`;

export async function readGhostText(page: Page): Promise<string> {
  const text = await page.evaluate<string>(READ);
  // The editor draws blanks as no-break spaces and marks empty lines with zero-width ones.
  return text.replaceAll("\u00A0", " ").replaceAll(/[\u200B-\u200D]/g, "");
}
