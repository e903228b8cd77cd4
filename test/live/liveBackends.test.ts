import assert from "node:assert/strict";
import { createBackend } from "../../src/adapters/models/createBackend.ts";
import { probeBackend } from "../../src/adapters/models/probeBackend.ts";
import { backendMessages } from "../../src/core/backends/backendMessages.ts";
import { probeMessages } from "../../src/core/backends/probeMessages.ts";
import { resolveProfile, type ResolvedProfile } from "../../src/core/backends/profile.ts";
import { formatMessage, type MessageTable } from "../../src/core/messages.ts";
import { chatRequest, hear, makeDeps } from "../unit/adapters/models/modelFixture.ts";
import { liveEndpoints, type LiveEndpoint } from "./liveEndpoints.ts";

const endless = new AbortController().signal;

function say(text: string): void {
  process.stdout.write(`      ${text}\n`);
}

function env(name: string | undefined): string | undefined {
  const value = name === undefined ? undefined : process.env[name]?.trim();
  return value === "" ? undefined : value;
}

function profileOf(endpoint: LiveEndpoint): ResolvedProfile {
  const { preset, modelEnv, urlEnv, model } = endpoint;
  const result = resolveProfile("live", {
    preset,
    model: env(modelEnv) ?? model,
    baseUrl: env(urlEnv),
  });
  assert.ok("profile" in result, JSON.stringify(result));
  return result.profile;
}

for (const endpoint of liveEndpoints) {
  describe(`live: ${endpoint.preset}`, () => {
    before(function check() {
      if (env(endpoint.keyEnv) === undefined) {
        say(`skipped: ${endpoint.keyEnv} is not set`);
        this.skip();
      }
    });

    const depsOf = (key = env(endpoint.keyEnv)) => makeDeps({ readKey: () => Promise.resolve(key) });

    it("answers in a stream, with an end and usage", async () => {
      const heard = await hear(
        createBackend(profileOf(endpoint), depsOf()).chat.streamChat(chatRequest, endless),
      );
      assert.equal(heard.error, undefined, heard.error?.message);
      assert.ok(heard.text + heard.reasoning !== "", "an answer");
      assert.ok(heard.end === "stop" || heard.end === "length", heard.end);
      assert.ok(heard.chunks.some(({ kind }) => kind === "usage"));
    });

    it("stops when it is told to", async () => {
      const controller = new AbortController();
      const { chat } = createBackend(profileOf(endpoint), depsOf());
      let count = 0;
      for await (const chunk of chat.streamChat(chatRequest, controller.signal)) {
        count += chunk.kind === "end" ? 100 : 1;
        controller.abort();
      }
      assert.ok(count < 100, "no end after an abort");
    });

    it("refuses a wrong key with its own sentence", async () => {
      const wrong = endpoint.preset === "spark-websocket" ? "app:wrong:wrong" : "wrong-key-0123456789";
      const heard = await hear(
        createBackend(profileOf(endpoint), depsOf(wrong)).chat.streamChat(chatRequest, endless),
      );
      assert.equal(heard.error?.kind, "badKey", heard.error?.message);
    });

    it("can be probed", async () => {
      const report = await probeBackend(profileOf(endpoint), depsOf(), endless);
      for (const { verdict, message } of report.rows) {
        say(
          `${verdict.padEnd(7)} ${formatMessage(({ ...backendMessages, ...probeMessages } as MessageTable)[message.id] ?? message.id, message.args)}`,
        );
      }
      assert.ok(report.rows.every(({ verdict }) => verdict !== "fail"));
    });
  });
}

describe("live: a prompt that Spark refuses", () => {
  it("is told as a decision of the provider", async function test() {
    const prompt = env("FLYWHEEL_LIVE_REFUSED_PROMPT");
    const spark = liveEndpoints.find(
      ({ keyEnv }) => keyEnv.startsWith("SPARK_") && env(keyEnv) !== undefined,
    );
    if (prompt === undefined || spark === undefined) {
      say("skipped: FLYWHEEL_LIVE_REFUSED_PROMPT and a key of Spark are not both set");
      this.skip();
    }
    const deps = makeDeps({ readKey: () => Promise.resolve(env(spark.keyEnv)) });
    const request = { ...chatRequest, messages: [{ role: "user" as const, content: prompt }] };
    const heard = await hear(createBackend(profileOf(spark), deps).chat.streamChat(request, endless));
    assert.equal(heard.error?.kind, "moderated", heard.error?.message);
  });
});
