import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { filesIn } from "./sourceFolder.ts";
import { LinePredictor } from "../../src/core/completion/predictor/linePredictor.ts";
import { TokenLog } from "../../src/core/completion/predictor/tokenLog.ts";
import { measureHoldOut, isWorthShowing } from "../../src/core/completion/predictor/holdOut.ts";
import { Calibration } from "../../src/core/completion/predictor/calibration.ts";
import { lexTokens } from "../../src/core/completion/predictor/lexTokens.ts";
const run = <T>(g: Generator<void, T>): T => { for (;;) { const s = g.next(); if (s.done === true) return s.value; } };
for (const folder of process.argv.slice(2)) {
  const files = filesIn(folder).map((path) => ({ path: relative(folder, path), languageId: "", text: readFileSync(path, "utf8") }));
  const log = new TokenLog(); files.forEach((f) => log.put(f.path, f.text));
  const predictor = new LinePredictor(log);
  const held = files.filter((_, i) => i % 10 === 3);
  const t0 = performance.now();
  const cal = Calibration.of(run(measureHoldOut(predictor, log, files.filter((_, i) => i % 10 !== 3))));
  const calMs = performance.now() - t0;
  // evaluation traces
  const lines = held.flatMap((file) => { let start = 0; return file.text.split("\n").flatMap((line) => { const at = start; start += line.length + 1; return line.trim().length >= 4 ? [{ file, start: at, line: line.replace(/\r$/, "") }] : []; }); });
  const step = Math.max(1, Math.floor(lines.length / 500));
  const sample = lines.filter((_, i) => i % step === 0).slice(0, 500);
  const traces = sample.map(({ file, start, line }) => {
    const seg = log.segment(log.segmentOfPath(file.path) ?? -1);
    const hiddenFrom = (seg?.start ?? 0) + lexTokens(file.text.slice(0, start)).count;
    const cols: { s: number[]; l: number[]; r: number }[] = [];
    const first = line.length - line.trimStart().length;
    for (let c = first; c < line.length; c++) {
      const steps = predictor.predict({ path: file.path, prefix: file.text.slice(Math.max(0, start - 4000), start) + line.slice(0, c), suffix: "", hiddenFrom }, 0.2).filter((x) => isWorthShowing(x.text));
      const w = steps.findIndex(({ text }) => !line.startsWith(text, c));
      cols.push({ s: steps.map((x) => x.sureness), l: steps.map((x) => x.text.length), r: w < 0 ? steps.length : w });
    }
    return { first, cols };
  });
  const replay = (least: number): string => {
    let shown = 0, right = 0, saved = 0, typed = 0;
    for (const { cols } of traces) { typed += cols.length; for (let c = 0; c < cols.length;) { const t = cols[c]!; const last = t.s.findLastIndex((v) => v >= least); const ok = last >= 0 && last < t.r; shown += last >= 0 ? 1 : 0; right += ok ? 1 : 0; if (ok) { saved += t.l[last]! - 1; c += t.l[last]!; } else c += 1; } }
    return `shown ${shown}, precision ${(100 * right / Math.max(1, shown)).toFixed(1)}, saved ${(100 * saved / typed).toFixed(1)}`;
  };
  const perLine = traces.map(({cols, first}, i) => { let w=0, sh=0; const ex: string[]=[]; for (let c=0;c<cols.length;){const t=cols[c]!; const last=t.s.findLastIndex((v)=>v>=0.96); const ok=last>=0&&last<t.r; if(last>=0) sh++; if(last>=0&&!ok){w++;} c+= ok? t.l[last]!:1;} return {w, sh, line: sample[i]!.file.path+" : "+sample[i]!.line}; }).filter(x=>x.w>0).sort((a,b)=>b.w-a.w); console.log(folder, "lines with wrong", perLine.length, "wrong", perLine.reduce((s,x)=>s+x.w,0)); perLine.slice(0,12).forEach(x=>console.log(x.w,x.sh,x.line)); continue;
  for (const c of [0.3, 0.5, 0.7, 0.8, 0.9, 0.95]) { const s = cal.surenessFor(c); console.log(` conf ${c} -> sureness ${s}: ${s === undefined ? "none" : replay(s)}`); }
  for (const s of [0.5,0.7,0.8,0.85,0.9,0.93,0.96,0.98]) console.log(`   raw ${s}: ${replay(s)}`);
}
