/** npm run test:runners: generated tests of scripted models, run by real test runners, and the matrix as a table. */
import { runMocha } from "./runMocha.mjs";

process.exitCode = await runMocha([
  "--no-config",
  "--exit",
  ...process.argv.slice(2),
  "test/runners/*.test.ts",
]);
