import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { FakeModelServer } from "./fakeModelServer.ts";
import type { Rule } from "./fakeModelServerReplies.ts";

/**
 * The fake model server as a process of its own:
 * `node test/fakes/runFakeModelServer.ts [--port 0] [--rules rules.json]`.
 * Prints one line `LISTENING <origin>` and runs until it is ended.
 */
const { values } = parseArgs({
  options: { port: { type: "string", default: "0" }, rules: { type: "string" } },
});
const server = await FakeModelServer.start({ port: Number(values.port) });
if (values.rules !== undefined) {
  server.rules = JSON.parse(readFileSync(values.rules, "utf8")) as Rule[];
}
console.log(`LISTENING ${server.url}`);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void server.stop().then(() => process.exit(0));
  });
}
