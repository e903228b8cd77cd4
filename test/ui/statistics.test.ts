import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { EventStore } from "../../src/adapters/sqlite/eventStore.ts";
import { SystemClock } from "../../src/adapters/systemClock.ts";
import { aYear, countsOnly, harmed, helped, PersonaLog, type Persona } from "../fakes/seededEvents.ts";
import { waitFor } from "./waitFor.ts";
import { Workbench } from "./workbench.ts";

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function statisticsFrame(workbench: Workbench): Promise<Frame> {
  await workbench.executeCommandId("flywheel.showStatistics");
  const frame = await workbench.webview("Flywheel statistics");
  await frame.waitForSelector("#logged");
  return frame;
}

/** Writes as another window would; the open page has to notice. */
async function seed(frame: Frame, persona: Persona, writer = "w-seeded"): Promise<void> {
  const databasePath = (await frame.locator("#logged code").textContent()) ?? "";
  const folder = databasePath.slice(0, -"/events.sqlite".length);
  const store = new EventStore(folder, writer, new SystemClock(), log);
  store.open(true);
  const events = new PersonaLog(persona).write(Date.now());
  assert.equal(store.append(events).written, events.length);
  store.close();
}

/** The log of a window that several tests share. */
async function seedOnce(frame: Frame, persona: Persona): Promise<void> {
  if ((await frame.locator("#ledger").count()) === 0) await seed(frame, persona);
  await frame.waitForSelector("#ledger");
}

/** The text of a phase's net, such as `+342 s`. */
async function net(frame: Frame, phase: string): Promise<string> {
  return (await frame.locator(`[data-net="${phase}"]`).textContent()) ?? "";
}

async function shoot(workbench: Workbench, frame: Frame, name: string): Promise<void> {
  for (const id of [
    "logged",
    "effect",
    "ledger",
    "ribbon",
    "active",
    "pays",
    "offers",
    "horizons",
    "usage",
    "planner",
    "method",
  ]) {
    const target = frame.locator(`#${id}`);
    if ((await target.count()) > 0) {
      const top = `document.getElementById("${id}").getBoundingClientRect().top + window.scrollY - 12`;
      await frame.evaluate(`window.scrollTo(0, "${id}" === "logged" ? 0 : ${top})`);
      await workbench.screenshot(`statistics-${name}-${id}`);
    }
  }
}

describe("the statistics page, in the light theme", () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ theme: "light", viewport: { width: 1280, height: 1100 } });
  });
  after(() => workbench?.close());

  it("greets a new user, says what is logged, and logs nothing once switched off", async () => {
    const frame = await statisticsFrame(workbench);
    assert.match((await frame.locator("#logged").textContent()) ?? "", /nobody else can see it/);
    await workbench.screenshot("statistics-new-light");
    await frame.click("#log-switch");
    await frame.waitForSelector('#log-switch[aria-checked="false"]');
    assert.equal(await frame.locator("#log-state").textContent(), "Logging is off: nothing is written");
    await frame.click("#log-switch");
    await frame.waitForSelector('#log-switch[aria-checked="true"]');
  });

  it("shows a helped user seconds with their arithmetic", async () => {
    const frame = await statisticsFrame(workbench);
    await seedOnce(frame, helped);
    assert.match(await net(frame, "development"), /^\+[\d,]+ s$/);
    await frame.click('details[data-key="arithmetic-development"] > summary');
    const lines = await frame.locator('details[data-key="arithmetic-development"]').textContent();
    const line =
      /([\d,]+) characters kept × ([\d.]+) for corrections ÷ 1.3 for longer text ÷ ([\d.]+) characters per second \([^)]+\)\+([\d,]+) s/.exec(
        lines ?? "",
      );
    const [chars = 0, factor = 0, speed = 0, seconds = 0] = (line ?? [])
      .slice(1)
      .map((text) => Number(text.replaceAll(",", "")));
    assert.ok(
      Math.abs((chars * factor) / 1.3 / speed - seconds) < 1 + 0.002 * seconds,
      `a reader comes to the same: ${line?.[0]}`,
    );
    const number = (text: string): number => Number(text.replaceAll(/[+, s]/g, "").replace("−", "-"));
    const phases = await Promise.all(["design", "development", "testing"].map((phase) => net(frame, phase)));
    const sum = phases.reduce((all, text) => all + number(text), 0);
    assert.ok(Math.abs(number(await net(frame, "overall")) - sum) <= 2, "overall is the sum of the phases");
    assert.equal(await frame.locator("#effect .grade").getAttribute("data-grade"), "D");
    assert.match((await frame.locator("#effect .missing").textContent()) ?? "", /Active days: \d+ of 20/);
    assert.equal(await frame.locator("#effect .reading").count(), 0, "no reading before twenty days");
    assert.equal(
      await frame.locator("#effect .reference").count(),
      10,
      "two marks a phase, two in the legend",
    );
    await shoot(workbench, frame, "helped-light");
    await frame.locator('label[for="range-7"]').click();
    await waitFor(
      async () =>
        (await frame.locator("#range-7").isChecked()) && (await frame.locator("#ledger").count()) > 0,
      {
        what: "the last seven days",
      },
    );
  });

  it("leaves the keyboard where it is when the page is drawn anew", async () => {
    const frame = await statisticsFrame(workbench);
    await seedOnce(frame, helped);
    const drawn = await frame.waitForSelector("#ledger");
    await frame.locator("#log-raw").focus();
    await workbench.executeCommandId("workbench.action.newGroupRight");
    writeFileSync(workbench.pathOf("beside.txt"), "");
    await workbench.openFile("beside.txt");
    await workbench.type("one ");
    // Another one each time: an event that is there already is not written again.
    await seed(frame, { ...helped, seed: 100 + (Date.now() % 100_000) }, "w-later");
    await waitFor(async () => !(await drawn.isVisible()), { what: "the page to be drawn anew" });
    await workbench.type("two");
    await workbench.waitForEditorText((text) => text === "one two", { path: "beside.txt" });
    await workbench.executeCommandId("workbench.action.files.save");
    await workbench.executeCommandId("workbench.action.closeActiveEditor");
  });

  it("deletes everything after one question, and moves a day's time before", async () => {
    const frame = await statisticsFrame(workbench);
    await seedOnce(frame, helped);
    const active = async (): Promise<string> =>
      (await frame.locator("#active table").last().textContent()) ?? "";
    const before = await active();
    await frame.click("#log-relabel");
    await workbench.quickPick.choose(/Development/);
    await workbench.quickPick.choose(/Testing/);
    await waitFor(async () => (await active()) !== before, { what: "the moved time" });
    await frame.click("#log-delete");
    assert.match(await workbench.dialog.text(), /All events and sums of every workspace go/);
    await workbench.dialog.choose("Delete everything");
    await waitFor(
      async () => (await frame.locator("#unpriced").count()) === 0 || !(await active()).includes("h"),
      {
        what: "an empty log",
      },
    );
  });
});

describe("the statistics page, in the dark theme and in Chinese", () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({
      theme: "dark",
      language: "zh-cn",
      viewport: { width: 1280, height: 1100 },
    });
  });
  after(() => workbench?.close());

  it("shows a harmed user losses below zero, in Chinese and the dark theme", async () => {
    const frame = await statisticsFrame(workbench);
    await seed(frame, harmed);
    await frame.waitForSelector("#ledger");
    assert.match(await net(frame, "development"), /^−[\d,]+ 秒$/);
    assert.match((await frame.locator("#method").textContent()) ?? "", /不说明因果、质量/);
    await shoot(workbench, frame, "harmed-dark-zh");
  });
});

describe("the statistics page, in high contrast", () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ theme: "hc", viewport: { width: 1280, height: 1100 } });
  });
  after(() => workbench?.close());

  it("prices nothing below sixty bursts and stays readable in high contrast", async () => {
    const frame = await statisticsFrame(workbench);
    await seed(frame, countsOnly);
    await frame.waitForSelector("#unpriced");
    assert.match((await frame.locator("#unpriced").textContent()) ?? "", /of 60 typed bursts so far/);
    await shoot(workbench, frame, "counts-hc");
  });
});

describe("the statistics page, in the dark theme", () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ theme: "dark", viewport: { width: 1280, height: 1100 } });
  });
  after(() => workbench?.close());

  it("stands quietly in the status bar once something was kept, and goes when it is switched off", async () => {
    const item = workbench.statusItem("flywheel.glance");
    const frame = await statisticsFrame(workbench);
    assert.equal(await item.count(), 0, "nothing to say yet");
    await seed(frame, helped);
    await workbench.openFile("python/inventory/stock.py", { line: 1, column: 1 });
    await workbench.type("# x");
    await workbench.setSettings({ "flywheel.statistics.statusBar": false });
    await workbench.setSettings({ "flywheel.statistics.statusBar": true });
    await item.waitFor({ timeout: 20_000 });
    assert.match(await item.innerText(), /^\s*Kept [\d,]+\s*$/);
    const label = (await item.getAttribute("aria-label")) ?? "";
    assert.match(
      label,
      /still there after 10 minutes\. Typing them at your own speed, less the allowances: .*\d s/,
    );
    assert.match(label, /Net, low reading: −?\d/);
    assert.match(label, /not for evaluating people/);
    await workbench.screenshot("statistics-glance-dark");
    await workbench.setSettings({ "flywheel.statistics.enabled": false });
    await item.waitFor({ state: "detached", timeout: 10_000 });
    await workbench.setSettings({ "flywheel.statistics.enabled": true });
    await item.waitFor({ timeout: 20_000 });
    await item.click();
    await workbench.webview("Flywheel statistics");
  });

  it("plans a pilot, and offers what can be done with the log beside what is logged", async () => {
    const frame = await statisticsFrame(workbench);
    await frame.fill("#planner-people", "20");
    await frame.fill("#planner-weeks", "4");
    assert.match(
      (await frame.locator("#planner-result").textContent()) ?? "",
      /With 800 tasks.*1[78][.\d]*%/,
    );
    await frame.fill("#planner-weeks", "0");
    assert.match((await frame.locator("#planner-result").textContent()) ?? "", /Too few tasks/);
    for (const id of ["log-pause", "log-leaveOut", "log-raw", "log-relabel", "log-delete", "log-switch"]) {
      assert.equal(await frame.locator(`#${id}`).count(), 1, id);
    }
    await frame.locator("#planner-weeks").blur();
    await frame.click("#log-leaveOut");
    await frame.waitForSelector("#logged .notice");
    assert.match((await frame.locator("#logged .notice").textContent()) ?? "", /left out of the log/);
    await workbench.screenshot("statistics-planner-dark");
  });
});

describe("the statistics page, in light high contrast", () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ theme: "hc-light", viewport: { width: 1280, height: 1100 } });
  });
  after(() => workbench?.close());

  it("saves the page as a picture and its numbers as a table", async () => {
    const frame = await statisticsFrame(workbench);
    await seedOnce(frame, aYear);
    const saved = async (extension: string): Promise<Buffer> => {
      await frame.click(`#save-${extension}`);
      await workbench.quickPick.waitForOpen();
      await workbench.page.keyboard.press("Enter");
      await workbench.quickPick.waitForClosed();
      const name = (): string | undefined =>
        readdirSync(workbench.folder).find((file) => file.endsWith(`.${extension}`));
      const found = await waitFor(name, { what: `a file .${extension}` });
      return readFileSync(join(workbench.folder, found));
    };
    const picture = await saved("png");
    mkdirSync("test-results/ui", { recursive: true });
    writeFileSync("test-results/ui/statistics-export.png", picture);
    assert.equal(picture.subarray(1, 4).toString("latin1"), "PNG");
    assert.ok(picture.readUInt32BE(16) >= 900 && picture.readUInt32BE(20) > 2000, "as large as the page");
    const numbers = (await saved("csv")).toString("utf8");
    writeFileSync("test-results/ui/statistics-export.csv", numbers);
    assert.match(numbers, /^section,of,what,value,unit\r\n/);
    assert.match(numbers, /\r\nrange,all,formulas,"ledger \d+, sums \d+, rules \d+, effect \d+",\r\n/);
    assert.match(numbers, /\r\neffect,overall,"time reduction, low",[\d.-]+,share\r\n/);
  });

  it("draws a year by weeks and is worked by the keyboard alone", async () => {
    const frame = await statisticsFrame(workbench);
    await seedOnce(frame, aYear);
    await frame.locator("#range-30").focus();
    await workbench.page.keyboard.press("ArrowRight");
    await workbench.page.keyboard.press("ArrowRight");
    await waitFor(() => frame.locator("#range-all").isChecked(), { what: "the whole range" });
    const heading = frame.locator('details[data-key="table-active"] thead th').first();
    await waitFor(async () => (await heading.textContent()) === "Week from", { what: "bars of weeks" });
    assert.match((await frame.locator("#active figcaption").textContent()) ?? "", /, week by week$/);
    assert.equal(await frame.locator("#effect .grade").getAttribute("data-grade"), "C");
    assert.equal(await frame.locator("#effect .point").count(), 4, "three phases and overall");
    await frame.click('details[data-key="table-effect"] > summary');
    assert.match(
      (await frame.locator("#effect table").first().textContent()) ?? "",
      /[+−][\d.]+% to [+−][\d.]+%.*open/,
    );
    const looks = await frame.locator("#horizons .survival").count();
    assert.equal(looks, 7, "a mark for each look");
    await frame.click('details[data-key="table-horizons"] > summary');
    assert.match(
      (await frame.locator("#horizons table").textContent()) ?? "",
      /a week[\d,]+[\d,]+ of [\d,]+[\d.]+% to/,
    );
    await shoot(workbench, frame, "year-hc-light");
  });
});

describe("the statistics page, in a narrow window", () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ theme: "light", viewport: { width: 800, height: 1100 } });
  });
  after(() => workbench?.close());

  it("fits a narrow column, and twice the size, without scrolling sideways", async () => {
    const frame = await statisticsFrame(workbench);
    await seed(frame, aYear);
    await frame.waitForSelector("#ledger");
    const overflow = async (): Promise<number> =>
      await frame.evaluate<number>(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
    assert.ok((await overflow()) <= 0, "beside the side bar");
    await shoot(workbench, frame, "narrow-light");
    const wide = await frame.evaluate<number>("innerWidth");
    await workbench.page.setViewportSize({ width: 640, height: 550 });
    // How much of it the side bar keeps is the editor's own affair.
    await waitFor(async () => (await frame.evaluate<number>("innerWidth")) <= wide - 50, {
      what: "the smaller window",
    });
    assert.ok((await overflow()) <= 0, "a window of 1,280 pixels at 200 %");
    await shoot(workbench, frame, "zoomed-light");
  });
});
