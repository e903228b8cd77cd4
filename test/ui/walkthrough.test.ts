import assert from "node:assert/strict";
import { waitFor } from "./waitFor.ts";
import { Workbench } from "./workbench.ts";

/** The buttons of the steps and what a click on each brings when no file is open, as for a newcomer. */
const steps: readonly (readonly [
  title: string,
  button: string,
  after: (workbench: Workbench) => Promise<unknown>,
])[] = [
  [
    "Choose a backend",
    "Set Up Backend",
    async ({ quickPick }) => {
      await quickPick.waitForOpen("Paste a curl line");
      await quickPick.cancel();
    },
  ],
  [
    "Accept a completion",
    "Trigger Completion",
    (workbench) => onlyMessage(workbench, /[Oo]pen a (?:source )?file/),
  ],
  ["Explain a function", "Explain Code", (workbench) => onlyMessage(workbench, /[Oo]pen a (?:source )?file/)],
  ["Generate a test", "Generate Tests", (workbench) => onlyMessage(workbench, /[Oo]pen a (?:source )?file/)],
  [
    "See statistics and what is logged",
    "Turn the Log Off",
    async ({ page }) => {
      await page
        .locator(".settings-editor", { hasText: /Statistics.*Enabled/ })
        .first()
        .waitFor();
    },
  ],
  [
    "See statistics and what is logged",
    "Show Statistics",
    async (workbench) => {
      const page = await workbench.webview("Flywheel statistics");
      await page.waitForSelector("#logged");
    },
  ],
];

async function onlyMessage(workbench: Workbench, expected: RegExp): Promise<void> {
  await workbench.notifications.waitForOnly(expected);
  await workbench.notifications.closeAll();
}

describe("the walkthrough", () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ viewport: { width: 1400, height: 900 } });
    await workbench.executeCommandId("workbench.action.closeSidebar");
  });

  after(() => workbench?.close());

  async function open(): Promise<void> {
    await workbench.executeCommandId("workbench.action.openWalkthrough", "flywheel.flywheel#start", false);
    await workbench.page.locator(".gettingStartedContainer .getting-started-step").first().waitFor();
  }

  it("has five steps", async () => {
    await open();
    assert.equal(await workbench.page.locator(".gettingStartedContainer .getting-started-step").count(), 5);
  });

  for (const [title, button, after] of steps) {
    it(`${title}: the button “${button}” works`, async () => {
      await open();
      const step = workbench.page.locator(".getting-started-step", { hasText: title });
      await waitFor(
        async () => {
          await step.locator(".step-title").click({ timeout: 1_000 });
          return step.locator(".monaco-button", { hasText: button }).isVisible();
        },
        { what: `the step ${title} to open` },
      );
      await step.locator(".monaco-button", { hasText: button }).click();
      await after(workbench);
    });
  }
});
