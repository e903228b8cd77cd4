import type { Backends } from "./backends.ts";
import type { Foundation } from "./foundation.ts";

/** After the rush of a window's start, and well before the first request. */
const warmUpMs = 1500;

/** Loads the clients and the key of the completing backend ahead, so that the first ghost text need not wait. */
export async function warmUp(
  { context, clock, log }: Foundation,
  { registry, keys }: Backends,
): Promise<void> {
  const lifetime = new AbortController();
  context.subscriptions.push({ dispose: () => lifetime.abort() });
  await clock.delay(warmUpMs, lifetime.signal);
  const [profile] = lifetime.signal.aborted ? [] : registry.profilesOf("completion");
  if (profile === undefined) {
    return;
  }
  try {
    // A key command may ask for a finger or a password: it waits until a request needs it.
    const key = profile.apiKeyCommand === undefined ? keys.read(profile) : undefined;
    await Promise.all([registry.forRole("completion"), key]);
  } catch (error) {
    log.info(`The backend ${profile.name} was not loaded ahead: ${String(error)}`);
  }
}
