/** Command ids are a contract with users' keybindings: add, never change. */
export const commandIds = {
  setUpBackend: "flywheel.setUpBackend",
  diagnose: "flywheel.diagnose",
  triggerCompletion: "flywheel.triggerCompletion",
  toggleCompletion: "flywheel.toggleCompletion",
  explainSelection: "flywheel.explainSelection",
  generateTests: "flywheel.generateTests",
  findBugs: "flywheel.findBugs",
  clearFindings: "flywheel.clearFindings",
  fixProblem: "flywheel.fixProblem",
  ask: "flywheel.ask",
  newChat: "flywheel.newChat",
  showStatistics: "flywheel.showStatistics",
  exportStatistics: "flywheel.exportStatistics",
  pauseLog: "flywheel.pauseLog",
  leaveOutWorkspace: "flywheel.leaveOutWorkspace",
  deleteLog: "flywheel.deleteLog",
  showRawEvents: "flywheel.showRawEvents",
  relabelTime: "flywheel.relabelTime",
  showSentData: "flywheel.showSentData",
} as const;

/** Commands that code calls, hidden from the palette. */
export const internalCommandIds = {
  showStatusMenu: "flywheel.internal.showStatusMenu",
  allowHost: "flywheel.internal.allowHost",
  didAcceptCompletion: "flywheel.internal.didAcceptCompletion",
  showChats: "flywheel.internal.showChats",
  snoozeCompletion: "flywheel.internal.snoozeCompletion",
} as const;

/** Commands whose code is loaded when one of them is first run. */
export const lateCommandIds: readonly string[] = [
  commandIds.setUpBackend,
  commandIds.diagnose,
  commandIds.toggleCompletion,
  commandIds.explainSelection,
  commandIds.generateTests,
  commandIds.findBugs,
  commandIds.clearFindings,
  commandIds.fixProblem,
  commandIds.ask,
  commandIds.newChat,
  commandIds.showStatistics,
  commandIds.exportStatistics,
  internalCommandIds.showStatusMenu,
  commandIds.pauseLog,
  commandIds.leaveOutWorkspace,
  commandIds.deleteLog,
  commandIds.showRawEvents,
  commandIds.relabelTime,
  commandIds.showSentData,
  internalCommandIds.showChats,
];

export const chatViewId = "flywheel.chatView";

/** A palette command: one class per file under `commands/`. */
export interface Command {
  readonly id: string;
  run(...args: readonly unknown[]): Promise<unknown>;
}
