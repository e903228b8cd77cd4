import type * as watchBundle from "../editor/settingsWatch.ts";
import type { Foundation } from "./foundation.ts";

/** After the rush of a window's start. */
const firstLookMs = 1500;

/** Tells what is wrong with the settings, when the window opens and when one is changed; the bundle comes with the first look. */
export async function watchSettings({ context, settings, clock, log }: Foundation): Promise<void> {
  const loaded: { watch?: watchBundle.SettingsWatch } = {};
  const load = (): watchBundle.SettingsWatch => {
    const bundle = (): typeof watchBundle => require("./settingsWatch.js") as typeof watchBundle;
    loaded.watch ??= new (bundle().SettingsWatch)(context, settings, clock, log);
    return loaded.watch;
  };
  const attempt = async (look: () => Promise<void>): Promise<void> => {
    try {
      await look();
    } catch (error) {
      log.error("The settings could not be checked.", error);
    }
  };
  const lifetime = new AbortController();
  context.subscriptions.push(
    settings.onDidChange((event) => void attempt(() => load().check(event))),
    { dispose: () => lifetime.abort() },
  );
  await clock.delay(firstLookMs, lifetime.signal);
  if (!lifetime.signal.aborted) {
    await attempt(() => load().checkNow());
  }
}
