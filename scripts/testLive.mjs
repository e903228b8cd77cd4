/**
 * npm run test:live: a smoke test against real endpoints whose keys are in the environment. Costs a few
 * tokens at each. Without any key everything is skipped, said aloud, and the run ends well.
 */
import { runMocha } from "./runMocha.mjs";

process.exitCode = await runMocha([
  "--no-config",
  "--timeout",
  "180000",
  "--slow",
  "30000",
  "test/live/**/*.test.ts",
]);
