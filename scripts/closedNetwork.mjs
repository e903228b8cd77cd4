/** npm run test:closed-network: the closed-network UI test in a network namespace that holds nothing but loopback (Linux). */
import { fileURLToPath } from "node:url";
import { runCommand } from "./runCommand.mjs";
import { prepareUiRun } from "./prepareUiRun.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
// What has to be fetched is fetched before the way out is closed.
await prepareUiRun();
const inside = "ip link set lo up && exec node scripts/uiTests.mjs test/ui/closedNetwork.test.ts";
const asRoot = process.getuid?.() === 0 ? ["-n"] : ["-rn"];
const { code } = await runCommand("unshare", [...asRoot, "sh", "-c", inside], {
  cwd: ROOT,
  env: { ...process.env, FLYWHEEL_IN_NAMESPACE: "1" },
});
process.exitCode = code;
