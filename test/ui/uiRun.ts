import { type Browser, chromium } from "playwright-core";
import { BROWSER_FLAGS } from "../../scripts/browser.mjs";
import { prepareUiRun } from "../../scripts/prepareUiRun.mjs";

/** What all UI tests of one run share: the installed server, its extensions folder, one browser. */
export interface UiRun {
  server: { serverDir: string; nodePath: string; version?: string };
  extensionsDir: string;
  browserPath: string;
}

let preparing: Promise<UiRun> | undefined;
let launching: Promise<Browser> | undefined;

export function uiRun(): Promise<UiRun> {
  const handedOver = process.env["FLYWHEEL_UI_RUN"];
  preparing ??= handedOver ? Promise.resolve(JSON.parse(handedOver) as UiRun) : prepareUiRun();
  return preparing;
}

export function sharedBrowser(): Promise<Browser> {
  launching ??= uiRun().then(({ browserPath }) =>
    chromium.launch({ executablePath: browserPath, args: BROWSER_FLAGS }),
  );
  return launching;
}

export async function closeSharedBrowser(): Promise<void> {
  const browser = await launching;
  launching = undefined;
  await browser?.close();
}
