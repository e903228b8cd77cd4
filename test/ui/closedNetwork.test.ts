import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { Workbench } from "./workbench.ts";

interface Connection {
  readonly kind: "start" | "connect" | "lookup" | "datagram";
  readonly host: string;
  readonly port: number;
}

/** Services of the editor's maker that its own extensions call; that Flywheel knows none is checked below. */
const editorsOwnHosts = ["default.exp-tas.com", "mobile.events.data.microsoft.com"];
const recorder = fileURLToPath(new URL("../fakes/connectionRecorder.cjs", import.meta.url));

/**
 * The whole way with one model server and no other host. `scripts/closedNetwork.mjs` runs this file in a
 * network namespace that holds nothing but loopback; elsewhere the recorder alone watches.
 */
describe("closed network", () => {
  let folder: string;
  let server: FakeModelServer;
  let workbench: Workbench;

  const connections = (): Connection[] =>
    readFileSync(join(folder, "connections.ndjson"), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Connection)
      .filter(({ host }) => !editorsOwnHosts.includes(host));

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "flywheel-closed-"));
    server = await FakeModelServer.start();
    workbench = await Workbench.open({
      nodeArguments: ["--require", recorder],
      // The editor's own assistant, which calls its maker, is not the one that is watched.
      settings: { "chat.disableAIFeatures": true },
      env: { FLYWHEEL_CONNECTION_LOG: join(folder, "connections.ndjson") },
    });
  });

  after(async () => {
    await workbench?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("has no way out when it runs in its own namespace", function () {
    if (process.env["FLYWHEEL_IN_NAMESPACE"] !== "1") {
      // Elsewhere the recorder alone watches, which the last test reads: skipped, not passed.
      this.skip();
    }
    const outside = Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).filter(({ internal }) => !internal),
    );
    assert.deepEqual(outside, []);
  });

  it("does not know the hosts of the editor that are left out here", () => {
    for (const bundle of ["extension.js", "features.js", "models.js", "worker.js"]) {
      const text = readFileSync(new URL(`../../dist/${bundle}`, import.meta.url), "utf8");
      assert.deepEqual(
        editorsOwnHosts.filter((host) => text.includes(host)),
        [],
      );
    }
  });

  it("completes, explains, asks, tests and finds bugs offline without a single connection", async () => {
    await workbench.openFile("python/inventory/reports.py", { line: 19, column: 8 });
    await workbench.runCommand("Explain Code");
    // The view takes the focus when it is there, which would close a palette that was opened too early.
    const chat = await workbench.webview({ css: "#chat" });
    await chat.getByText("stock.items").first().waitFor({ timeout: 60_000 });
    await workbench.openFile("python/inventory/reports.py", { line: 19, column: 8 });
    await workbench.runCommand("Find Bugs");
    await workbench.waitForProblems((problems) => problems.length > 0);
    await workbench.runCommand("Show Statistics");
    const statistics = await workbench.webview("Flywheel statistics");
    await statistics.getByText("What is logged").first().waitFor({ timeout: 60_000 });
    await workbench.openFile("python/inventory/stock.py", { line: 1, column: 1 });
    await workbench.press("Control+End");
    await workbench.type("\n\ndef again(self) -> int:\n    return ");
    // The test driver listens on loopback, and its address is looked up for that.
    assert.deepEqual(
      connections().filter(
        ({ kind, host }) => kind !== "start" && !(kind === "lookup" && host === "127.0.0.1"),
      ),
      [],
    );
  });

  it("reaches the accepted ghost text by the model server, and nothing but it", async () => {
    await workbench.runCommand("Set Up Backend");
    await workbench.quickPick.waitForOpen("Paste a curl line");
    await workbench.quickPick.accept();
    await workbench.quickPick.waitForOpen("https://models.example.com/v1/chat/completions");
    await workbench.quickPick.type(
      `OPENAI_BASE_URL=${server.baseUrl} OPENAI_API_KEY=sk-team-1 OPENAI_MODEL=fake-model`,
    );
    await workbench.quickPick.accept();
    await workbench.quickPick.waitForOpen("Save and use");
    await workbench.quickPick.accept();
    await workbench.waitForStatus("flywheel", /fake-model/);
    await workbench.openFile("python/inventory/reports.py", { line: 16, column: 17 });
    await workbench.type("\n");
    await workbench.waitForGhostText();
    await workbench.press("Tab");
    await workbench.waitForEditorText(/item\.quantity for item in items/);

    const seen = connections();
    const port = Number(new URL(server.url).port);
    assert.ok(
      seen.some(({ kind }) => kind === "start"),
      "the recorder was loaded into the extension host",
    );
    assert.ok(seen.some((connection) => connection.kind === "connect" && connection.port === port));
    const others = seen.filter(
      ({ kind, host, port: other }) =>
        kind !== "start" &&
        !(["127.0.0.1", "localhost"].includes(host) && (kind === "lookup" || other === port)),
    );
    assert.deepEqual(others, []);
  });
});
