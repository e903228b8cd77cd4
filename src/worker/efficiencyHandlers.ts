import { basename } from "node:path";
import { writeUnderFreeName } from "../adapters/sqlite/eventExport.ts";
import { EventStore } from "../adapters/sqlite/eventStore.ts";
import { dailyCsv } from "../core/efficiency/dailyCsv.ts";
import { ribbonOf } from "../core/efficiency/ribbon.ts";
import { exportReadme } from "../core/efficiency/exportReadme.ts";
import { summarize, baselinesIn } from "../core/efficiency/summary.ts";
import { glanceOf } from "../core/efficiency/today.ts";
import { AssistantError } from "../core/errors.ts";
import type { EfficiencyCalls } from "../protocol/efficiencyCalls.ts";
import type { CallHandlers } from "../protocol/workerMessages.ts";
import type { WorkerDeps } from "./workerDeps.ts";

type ExportParams = EfficiencyCalls["events.export"]["params"];

function* lines(texts: Iterable<string>): Iterable<string> {
  for (const text of texts) {
    yield `${text}\n`;
  }
}

function exportLog(
  store: EventStore,
  { folder, format, today }: ExportParams,
): { paths: string[]; events: number } {
  const range = store.loggedDays();
  if (range === undefined) {
    return { paths: [], events: 0 };
  }
  const span = `${range.first}-${range.last}`;
  const paths: string[] = [];
  let events = 0;
  if (format !== "csv") {
    const counted = function* (): Iterable<string> {
      events = 0;
      for (const line of lines(store.eventTexts())) {
        events += 1;
        yield line;
      }
    };
    paths.push(writeUnderFreeName(folder, `flywheel-events-${span}`, ".ndjson", counted));
  }
  if (format !== "ndjson") {
    const keep = ["day", "phase", "lang"] as const;
    const rows = store.rows({ fromDay: null, toDay: range.last, ws: null, keep, metrics: null });
    const speeds = baselinesIn((query) => store.rows(query), today).languages;
    paths.push(writeUnderFreeName(folder, `flywheel-daily-${span}`, ".csv", () => [dailyCsv(rows, speeds)]));
  }
  const names = paths.map((path) => basename(path));
  paths.push(writeUnderFreeName(folder, `flywheel-README-${span}`, ".md", () => [exportReadme(names)]));
  return { paths, events };
}

/** The worker's part of the efficiency log. The store is opened by the first call and lives with the worker. */
export function createEfficiencyHandlers(deps: WorkerDeps): CallHandlers<EfficiencyCalls> {
  let opened: { readonly storageDir: string; readonly store: EventStore } | undefined;
  const theStore = (): EventStore => {
    if (opened === undefined) {
      throw new AssistantError("unexpected", "The event store is not open.", { detail: "notOpen" });
    }
    return opened.store;
  };
  return {
    "events.open": async ({ storageDir, windowId, mayCreate }) => {
      if (opened?.storageDir !== storageDir) {
        opened?.store.close();
        opened = { storageDir, store: new EventStore(storageDir, windowId, deps.clock, deps.log) };
      }
      opened.store.open(mayCreate);
      return opened.store.status;
    },
    "events.append": async ({ events }) => theStore().append(events),
    "events.statistics": async ({ query, today }) => {
      const store = theStore();
      const firstDay = store.loggedDays()?.first ?? null;
      const report = summarize(query, (wanted) => store.rows(wanted), today, firstDay);
      const ribbonDay = report.byDay.findLast(({ activeMs }) => Object.values(activeMs).some((ms) => ms > 0));
      const ribbon =
        ribbonDay === undefined ? null : ribbonOf(store.eventsOfDay(ribbonDay.day), ribbonDay.day, query.ws);
      const hasRibbon = ribbon !== null && ribbon.cells.length > 0;
      return { report: { ...report, ribbon: hasRibbon ? ribbon : null }, store: store.status };
    },
    "events.glance": async ({ day }) => {
      const store = theStore();
      return { glance: glanceOf((wanted) => store.rows(wanted), day) };
    },
    "events.recent": async ({ limit }) => ({ texts: theStore().recentTexts(limit) }),
    "events.relabel": async ({ day, from, to }) => ({ moved: theStore().relabel(day, from, to) }),
    "events.deleteAll": async () => {
      theStore().deleteAll();
      return { isDeleted: true };
    },
    "events.purge": async ({ days }) => ({ deleted: theStore().purge(days) }),
    "events.export": async (params) => exportLog(theStore(), params),
  };
}
