import type { GateVerdicts } from "./gates.ts";

/** Written by `npm run simulate`; not to be edited by hand. */
export const gateVerdicts: GateVerdicts = { formulaVersion: "", sourceHash: "", runsPerCell: 0, rows: [] };
