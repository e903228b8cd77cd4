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
  showSentData: "flywheel.showSentData",
} as const;

export type CommandId = (typeof commandIds)[keyof typeof commandIds];

/** Commands that code calls, hidden from the palette. */
export const internalCommandIds = {
  showStatusMenu: "flywheel.internal.showStatusMenu",
  didAcceptCompletion: "flywheel.internal.didAcceptCompletion",
  applyFix: "flywheel.internal.applyFix",
} as const;

/** A palette command: one class per file under `commands/`. */
export interface Command {
  readonly id: string;
  run(...args: readonly unknown[]): Promise<unknown>;
}
