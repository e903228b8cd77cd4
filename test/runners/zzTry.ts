import { RunnerFixture } from "./runCell.ts";
import { runnerCases } from "./cases.ts";
import { scenarios } from "./scenarios.ts";
import { ensureTestTools } from "../../scripts/ensureTestTools.mjs";
const { nodeModules } = await ensureTestTools();
const names = (process.argv[2] ?? "").split(",");
const only = process.argv[3]?.split(",");
for (const c of runnerCases.filter((x) => names.includes(x.name))) {
  const f = new RunnerFixture(c, nodeModules);
  for (const s of scenarios.filter((x) => only === undefined || only.some(o => x.includes(o)))) {
    try {
      const r = await f.runCell(s);
      console.log(s.padEnd(30), r.seconds.toFixed(1), "asked", r.asked, "runs", r.runs, "own", r.ownMs.toFixed(0), r.changedFiles.length ? "CHANGED " + r.changedFiles : "", r.refusal ?? "", r.outcome ? JSON.stringify({counts: r.outcome.counts, v: r.outcome.verdicts.map(v => [v.container, v.name, v.state, v.expected, v.actual, v.refusal, v.limit, v.state==="passed"?"":v.message.slice(0,200)].join("|")), cannot: r.outcome.cannotRun?.slice(0,600), broken: r.outcome.brokenBy?.slice(0, 800)}) : "");
    } catch (e) { console.log(s, "THROWN", e); }
  }
  await f.close();
}
