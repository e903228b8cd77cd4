/** The bundle of what a window has a moment after its start, since no keystroke waits for it (`dist/afterStart.js`). */
export { describeError, showError } from "./errorText.ts";
export { SettingsWatch } from "./settingsWatch.ts";
export { GlanceItem } from "./statistics/glanceItem.ts";
