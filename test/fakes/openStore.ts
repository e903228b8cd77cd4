/** Opens a store in the folder given and prints what warnings the process gave meanwhile. */
import { EventStore } from "../../src/adapters/sqlite/eventStore.ts";
import { loadSqlite } from "../../src/adapters/sqlite/loadSqlite.ts";
import { FakeClock } from "./fakeClock.ts";
import { QuietLog } from "./quietLog.ts";

const warnings: string[] = [];
process.on("warning", ({ message }) => warnings.push(message));
loadSqlite();
const store = new EventStore(process.argv[2] ?? "", "w", new FakeClock(), new QuietLog());
store.open(true);
process.emitWarning("other");
setImmediate(() => console.log(`${store.status.state} warned: ${warnings.join()}`));
