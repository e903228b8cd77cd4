import type { Context } from "mocha";
import { closeSharedBrowser } from "./uiRun.ts";
import { Workbench } from "./workbench.ts";

/** After a failure: a picture of every open window; at the end: no browser is left. */
export const mochaHooks = {
  async afterEach(this: Context): Promise<void> {
    const test = this.currentTest;
    if (test?.state !== "failed") return;
    for (const workbench of Workbench.openOnes()) {
      const path = await workbench.screenshot(`failed-${test.fullTitle()}`).catch(() => "no picture");
      console.log(`      window of the failed test: ${path}`);
    }
  },
  async afterAll(): Promise<void> {
    for (const workbench of Workbench.openOnes()) await workbench.close();
    await closeSharedBrowser();
  },
};
