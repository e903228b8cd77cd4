import type { Context } from "mocha";
import { closeSharedBrowser } from "./uiRun.ts";
import { Workbench } from "./workbench.ts";

/** Where files run side by side these hooks are run for each file, and its process goes on with the next one. */
const isWorker = process.env["MOCHA_WORKER_ID"] !== undefined;

/** After a failure: a picture of every open window; at the end: no window and no browser is left. */
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
    // Else it ends with its process.
    if (!isWorker) await closeSharedBrowser();
  },
};
