import assert from "node:assert/strict";
import { DailyTokens, decodeTokenCounts, joinTokenCounts } from "../../../src/core/backends/dailyTokens.ts";
import {
  confirmedHosts,
  decideHost,
  decodeHostDecisions,
  joinHostDecisions,
  type HostDecisions,
} from "../../../src/core/egress/confirmedHosts.ts";
import { ConvergentValue } from "../../../src/editor/convergentValue.ts";
import { EchoingState, type EchoingMemento } from "../../fakes/echoingState.ts";

function hostsOf(memento: EchoingMemento): ConvergentValue<HostDecisions> {
  return new ConvergentValue(memento, "hosts", decodeHostDecisions, joinHostDecisions);
}

function tokensOf(memento: EchoingMemento, windowId: string): DailyTokens {
  const counts = new ConvergentValue(memento, "tokens", decodeTokenCounts, joinTokenCounts);
  return new DailyTokens(counts, () => "2026-11-24", windowId);
}

function allowed(hosts: ConvergentValue<HostDecisions>): readonly string[] {
  return confirmedHosts(hosts.get()).map(({ origin }) => origin);
}

function decide(
  hosts: ConvergentValue<HostDecisions>,
  origin: string,
  isAllowed: boolean,
  nowMs: number,
): Promise<void> {
  return hosts.update((known) => decideHost(known, origin, isAllowed, nowMs));
}

describe("a value that converges over the windows", () => {
  let shared: EchoingState;
  beforeEach(() => {
    shared = new EchoingState();
  });

  it("the echo of an earlier write of anything takes nothing back", async () => {
    const memento = shared.openWindow();
    const [hosts, tokens] = [hostsOf(memento), tokensOf(memento, "w1")];
    tokens.add("p", 10);
    memento.send();
    const stored = decide(hosts, "https://a.example", true, 1);
    memento.send();
    tokens.add("p", 5);
    memento.deliver(1);
    assert.equal(memento.get("hosts"), undefined, "the editor brings the earlier state back");
    assert.deepEqual([allowed(hosts), tokens.usedToday("p")], [["https://a.example"], 15]);
    await shared.comeToRest();
    await stored;
    const next = shared.openWindow();
    assert.deepEqual(
      [allowed(hostsOf(next)), tokensOf(next, "w2").usedToday("p")],
      [["https://a.example"], 15],
    );
  });

  it("an echo that comes between a write and its sending does not keep it from the storage", async () => {
    const memento = shared.openWindow();
    const hosts = hostsOf(memento);
    tokensOf(memento, "w1").add("p", 1);
    memento.send();
    const stored = decide(hosts, "https://a.example", true, 1);
    memento.deliver();
    memento.send();
    assert.equal(shared.stored.includes("a.example"), false, "what was sent is the state of the echo");
    await shared.comeToRest();
    await stored;
    assert.deepEqual(allowed(hostsOf(shared.openWindow())), ["https://a.example"]);
  });

  it("a host that was forgotten in one window is not brought back by another that knows it as confirmed", async () => {
    const [one, other] = [shared.openWindow(), shared.openWindow()];
    const [mine, theirs] = [hostsOf(one), hostsOf(other)];
    void decide(theirs, "https://a.example", true, 1);
    await shared.comeToRest();
    assert.deepEqual(allowed(mine), ["https://a.example"]);
    void decide(mine, "https://a.example", false, 2);
    await shared.comeToRest();
    void decide(theirs, "https://b.example", true, 3);
    await shared.comeToRest();
    assert.deepEqual(
      [allowed(mine), allowed(theirs), allowed(hostsOf(shared.openWindow()))],
      [["https://b.example"], ["https://b.example"], ["https://b.example"]],
    );
  });

  it("two windows that write at the same time lose nothing, and then are quiet", async () => {
    const [one, other] = [shared.openWindow(), shared.openWindow()];
    const [mine, theirs] = [tokensOf(one, "w1"), tokensOf(other, "w2")];
    for (let requests = 0; requests < 5; requests += 1) {
      mine.add("p", 10);
      theirs.add("p", 1);
      one.send();
      other.send();
    }
    await shared.comeToRest();
    mine.usedToday("p");
    theirs.usedToday("p");
    await shared.comeToRest();
    assert.deepEqual([mine.usedToday("p"), theirs.usedToday("p")], [55, 55]);
    assert.equal(tokensOf(shared.openWindow(), "w3").usedToday("p"), 55);
    const before = one.sendings + other.sendings;
    mine.usedToday("p");
    theirs.usedToday("p");
    await shared.comeToRest();
    assert.equal(one.sendings + other.sendings, before, "nobody writes what is there");
  });

  it("a window that was reloaded goes on where all of them were", async () => {
    const first = shared.openWindow();
    tokensOf(first, "w1").add("p", 7);
    await shared.comeToRest();
    const reloaded = tokensOf(shared.openWindow(), "w2");
    reloaded.add("p", 3);
    await shared.comeToRest();
    assert.equal(tokensOf(shared.openWindow(), "w3").usedToday("p"), 10);
  });

  it("gives up on a state that keeps nothing, and still knows what was said", async () => {
    let writes = 0;
    const deaf = {
      keys: () => [],
      get: () => undefined,
      update: () => {
        writes += 1;
        return Promise.resolve();
      },
    };
    const hosts = new ConvergentValue(deaf, "hosts", decodeHostDecisions, joinHostDecisions);
    await decide(hosts, "https://a.example", true, 1);
    assert.deepEqual([allowed(hosts), writes], [["https://a.example"], 5]);
  });

  it("a state that refuses a write tells the writer, and no reader", async () => {
    const memento = shared.openWindow();
    const refusing = {
      keys: () => [],
      get: (key: string) => memento.get<undefined>(key),
      update: () => Promise.reject(new Error("The disk is full.")),
    };
    const hosts = new ConvergentValue(refusing, "hosts", decodeHostDecisions, joinHostDecisions);
    await assert.rejects(decide(hosts, "https://a.example", true, 1), /disk is full/);
    assert.deepEqual(allowed(hosts), ["https://a.example"]);
    shared.store(JSON.stringify({ hosts: {} }));
    memento.deliver();
    assert.deepEqual(
      allowed(hosts),
      ["https://a.example"],
      "and the failed repair is no unhandled rejection",
    );
  });
});
