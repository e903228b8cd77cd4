/**
 * Entry of the bundle `dist/models.js`, loaded when a backend is first needed; everything that
 * imports the `openai` package stands behind it.
 */
export { createBackend } from "./createBackend.ts";
export { KeyLanes } from "./keyLanes.ts";
export { listModels } from "./listModels.ts";
export type { ModelDeps } from "./modelDeps.ts";
export { probeBackend, type ProbeReport, type ProbeRow, type ProbeVerdict } from "./probeBackend.ts";
