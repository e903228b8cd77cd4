import type { BackendRegistry } from "../editor/backends/backendRegistry.ts";
import { hostOf } from "../editor/backends/profileDraft.ts";
import { internalCommandIds, type Command } from "../editor/commandIds.ts";
import { EditorStatus } from "../editor/status/editorStatus.ts";
import { StatusItem } from "../editor/status/statusItem.ts";
import type { StatusState } from "../editor/status/statusState.ts";
import { loadAfterStart } from "./afterStart.ts";
import type { Backends } from "./backends.ts";
import type { Foundation } from "./foundation.ts";

function showBackend(status: StatusState, registry: BackendRegistry): void {
  const { active, resting } = registry.standingOf("completion");
  status.update({
    lastError: undefined,
    backend:
      active === undefined
        ? { kind: "offline" }
        : { kind: "model", profile: active.profile, model: active.model, host: hostOf(active) },
    standIn: resting?.profile === active?.profile ? undefined : resting,
  });
}

/** The status item, whose menu is the second root's; returns the commands to register. */
export function startStatus(base: Foundation, backends: Backends): Command[] {
  const { context, settings, status } = base;
  const { registry, consent, workspacePolicy } = backends;
  const watcher = new EditorStatus(status, settings, workspacePolicy.policy);
  showBackend(status, registry);
  context.subscriptions.push(
    new StatusItem(status, (error) => loadAfterStart().describeError(error)),
    watcher,
    registry.onDidChange(() => showBackend(status, registry)),
    backends.onDidChangeHealth(() => showBackend(status, registry)),
    workspacePolicy.onDidChange(() => watcher.refresh()),
  );
  const allowHost = async (host: unknown): Promise<void> => {
    if (typeof host === "string" && (await consent.askHost(host))) {
      status.update({ lastError: undefined });
    }
  };
  return [{ id: internalCommandIds.allowHost, run: allowHost }];
}
