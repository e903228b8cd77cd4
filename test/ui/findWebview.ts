import type { Frame, Page } from "playwright-core";
import { waitFor } from "./waitFor.ts";

/** Text or pattern of the document's title or of its body's `data-view`; or, with `css`, a selector found in it. */
export type WebviewMatch = string | RegExp | { css: string };

/** A webview is a frame (named by a random id, maybe hidden) with the extension's document in a frame inside it. */
export async function findWebview(page: Page, match: WebviewMatch, timeoutMs: number): Promise<Frame> {
  let seen: string[] = [];
  const find = async (): Promise<Frame | undefined> => {
    seen = [];
    for (const frame of page.frames()) {
      if (!frame.url().includes("/webview/browser/pre/fake.html") || !(await isShown(frame))) continue;
      const names = await frame.evaluate<string[]>(`[document.title, document.body?.dataset.view ?? ""]`);
      seen.push(names.join(" / "));
      if (typeof match === "object" && "css" in match) {
        if ((await frame.locator(match.css).count()) > 0) return frame;
      } else if (
        names.some((name) => (typeof match === "string" ? name.includes(match) : match.test(name)))
      ) {
        return frame;
      }
    }
    return undefined;
  };
  const what = () => `a visible webview ${JSON.stringify(match)}; there are: ${seen.join("; ") || "none"}`;
  return waitFor(find, { timeoutMs, what });
}

async function isShown(frame: Frame): Promise<boolean> {
  const outer = frame.parentFrame();
  if (!outer) return false;
  return (await outer.frameElement()).isVisible();
}
