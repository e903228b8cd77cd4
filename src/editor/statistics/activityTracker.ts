import * as vscode from "vscode";
import { ActiveMeters } from "../../core/efficiency/activeMeters.ts";
import type { Activity } from "../../core/efficiency/activeTime.ts";
import type { DwellMeter } from "../../core/efficiency/dwellMeter.ts";
import type { ActivityState, EventSink } from "../../core/efficiency/events.ts";
import type { PhaseClock } from "../../core/efficiency/phaseRules.ts";
import { isTestCommand } from "../../core/efficiency/testCommands.ts";
import { TestOutcomes } from "../../core/efficiency/testOutcomes.ts";
import type { Clock } from "../../core/ports.ts";
import { isFormatting, isFromOutside } from "./changeKinds.ts";
import type { DocumentNames } from "./documentNames.ts";
import { hasOtherAssistant } from "./otherAssistants.ts";

/** Tests that run longer, such as those that watch files, are no longer what is looked at (ms). */
const maxTestRunMs = 600_000;

/** Selections that come this soon after an edit are its doing (ms). */
const editEchoMs = 100;

/** Selections and scrolling that come this soon after a change from outside are its doing (ms). */
const outsideEchoMs = 500;

/**
 * Listens to what a person does in this window and reports active time in slices. A listener does a few
 * comparisons and no more: it runs at every keystroke.
 */
export class ActivityTracker implements vscode.Disposable {
  readonly #events: EventSink;
  readonly #phase: PhaseClock;
  readonly #names: DocumentNames;
  readonly #clock: Clock;
  readonly #meter: ActiveMeters;
  readonly #dwell: DwellMeter;
  readonly #outcomes = new TestOutcomes();
  readonly #onTestRun: (hasPassed: boolean) => void;
  readonly #subscriptions: readonly vscode.Disposable[];
  #lastEditMs = Number.NEGATIVE_INFINITY;
  #lastOutsideMs = Number.NEGATIVE_INFINITY;
  #isFocused = vscode.window.state.focused;
  #runningTests = 0;
  #testsBeganMs = Number.NEGATIVE_INFINITY;
  #debugSessions = 0;
  #saidOtherAssistant = false;

  /** `onTestRun` hears of every run of tests that a task or a terminal brought to its end. */
  constructor(
    events: EventSink,
    phase: PhaseClock,
    names: DocumentNames,
    clock: Clock,
    meters: { readonly dwell: DwellMeter; readonly onTestRun: (hasPassed: boolean) => void },
  ) {
    this.#events = events;
    this.#phase = phase;
    this.#names = names;
    this.#clock = clock;
    this.#dwell = meters.dwell;
    this.#onTestRun = meters.onTestRun;
    this.#meter = new ActiveMeters(
      ({ state, file, activeMs, phase: slicePhase, languageId }) =>
        events.record({ type: "activity.slice", state, file, activeMs }, { phase: slicePhase, languageId }),
      (body, slicePhase) => events.record(body, { phase: slicePhase }),
      vscode.window.state.focused,
    );
    this.#observe();
    this.#subscriptions = [...this.#listenToEditors(), ...this.#listenToTools()];
  }

  /** A person did something that the editor does not report, such as typing in the chat view. */
  touch(state: ActivityState, isWriting = false): void {
    const nowMs = this.#clock.monotonicMs();
    this.#meter.input(this.#activity(state, isWriting), nowMs);
    if (vscode.window.state.focused) {
      this.#dwell.input(nowMs);
    }
  }

  /** To be called every few seconds. */
  tick(): void {
    const { suspendMs, clockJumpMs } = this.#meter.tick(this.#clock.monotonicMs(), this.#clock.nowMs());
    const isNews = !this.#saidOtherAssistant && hasOtherAssistant();
    if (suspendMs > 0 || clockJumpMs !== 0 || isNews) {
      this.#saidOtherAssistant ||= isNews;
      this.#events.record({ type: "health", clockJumpMs, suspendMs, dropped: 0, otherAiActive: isNews });
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    this.#meter.end(this.#clock.monotonicMs());
  }

  #listenToEditors(): readonly vscode.Disposable[] {
    return [
      vscode.window.onDidChangeWindowState(({ focused }) => {
        // The event also comes when the person has been still for a while, which is no sign of life.
        if (focused !== this.#isFocused) {
          this.#isFocused = focused;
          this.#meter.focus(focused, this.#clock.monotonicMs());
          if (focused) {
            this.touch("read");
          }
        }
      }),
      vscode.workspace.onDidChangeTextDocument((event) => this.#onChange(event)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === vscode.window.activeTextEditor) {
          const isEcho = this.#clock.monotonicMs() - this.#lastEditMs < editEchoMs;
          if (isEcho || !this.#isOutsideEcho()) {
            this.touch(isEcho ? "edit" : "read");
          }
        }
      }),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
        const isEcho = this.#clock.monotonicMs() - this.#lastEditMs < editEchoMs;
        if (textEditor === vscode.window.activeTextEditor && !isEcho && !this.#isOutsideEcho()) {
          this.touch("read");
        }
      }),
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.#observe();
        this.touch("read");
      }),
    ];
  }

  #onChange(event: vscode.TextDocumentChangeEvent): void {
    if (event.contentChanges.length === 0 || event.document !== vscode.window.activeTextEditor?.document) {
      return;
    }
    const nowMs = this.#clock.monotonicMs();
    if (isFromOutside(event)) {
      // A log that grows or a file that a build writes again is no sign of anybody, nor is how it scrolls.
      this.#lastOutsideMs = nowMs;
      return;
    }
    this.#lastEditMs = nowMs;
    this.touch("edit", true);
    // A formatter at saving does not end the look at what was accepted.
    if (!isFormatting(event)) {
      this.#dwell.edit(nowMs);
    }
  }

  #isOutsideEcho(): boolean {
    return this.#clock.monotonicMs() - this.#lastOutsideMs < outsideEchoMs;
  }

  #listenToTools(): readonly vscode.Disposable[] {
    return [
      vscode.window.onDidChangeActiveTerminal(() => this.touch("terminal")),
      ...this.#listenToTerminals(),
      vscode.debug.onDidStartDebugSession(() => {
        const phase = this.#outcomes.phaseOfDebugging(this.#phase.current, this.#clock.monotonicMs());
        // A debugger may begin sessions within a session: the first decides, the last ends it.
        if (phase !== undefined && this.#debugSessions === 0) {
          this.#phase.hold(phase);
        }
        this.#debugSessions += 1;
        this.touch("debug");
      }),
      vscode.debug.onDidTerminateDebugSession(() => {
        this.#debugSessions = Math.max(0, this.#debugSessions - 1);
        if (this.#debugSessions === 0) {
          this.#phase.hold(undefined);
        }
      }),
      vscode.debug.onDidChangeActiveStackItem(() => this.touch("debug")),
      vscode.debug.onDidChangeBreakpoints(() => this.touch("debug")),
      vscode.tasks.onDidStartTask(({ execution }) => {
        if (execution.task.group === vscode.TaskGroup.Test) {
          this.#beginTests();
        }
      }),
      vscode.tasks.onDidEndTask(({ execution }) => {
        if (execution.task.group === vscode.TaskGroup.Test) {
          this.#runningTests = Math.max(0, this.#runningTests - 1);
        }
      }),
      vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.group === vscode.TaskGroup.Test && exitCode !== undefined) {
          this.#endTests(exitCode);
        }
      }),
    ];
  }

  /** The editor tells of the commands of a terminal with shell integration; what they are is not kept. */
  #listenToTerminals(): readonly vscode.Disposable[] {
    return [
      vscode.window.onDidStartTerminalShellExecution(({ execution }) => {
        if (isTestCommand(execution.commandLine.value)) {
          this.#beginTests();
        } else {
          this.touch("terminal");
        }
      }),
      vscode.window.onDidEndTerminalShellExecution(({ execution, exitCode }) => {
        if (isTestCommand(execution.commandLine.value)) {
          this.#runningTests = Math.max(0, this.#runningTests - 1);
          if (exitCode !== undefined) {
            this.#endTests(exitCode);
          }
        }
      }),
    ];
  }

  #beginTests(): void {
    this.#runningTests += 1;
    this.#testsBeganMs = this.#clock.monotonicMs();
    this.#phase.declare("testing");
    this.touch("test_run");
  }

  #endTests(exitCode: number): void {
    this.#outcomes.didRun(exitCode === 0, this.#clock.monotonicMs());
    this.#onTestRun(exitCode === 0);
  }

  #observe(): void {
    const document = vscode.window.activeTextEditor?.document;
    const path = document === undefined ? undefined : this.#names.nameOf(document.uri)?.path;
    this.#phase.observe(path, document?.languageId, this.#clock.monotonicMs());
  }

  #activity(asked: ActivityState, isWriting: boolean): Activity {
    const document = vscode.window.activeTextEditor?.document;
    const name = document === undefined ? undefined : this.#names.nameOf(document.uri);
    const nowMs = this.#clock.monotonicMs();
    const phase = this.#phase.observe(name?.path, document?.languageId, nowMs, isWriting);
    return {
      state: this.#refine(asked),
      file: name?.hash ?? null,
      phase,
      languageId: name === undefined ? "none" : (document?.languageId ?? "none"),
    };
  }

  /** Looking around while the debugger or the tests run is part of that. */
  #refine(asked: ActivityState): ActivityState {
    if (asked !== "read") {
      return asked;
    }
    if (vscode.debug.activeDebugSession !== undefined) {
      return "debug";
    }
    const isRunning =
      this.#runningTests > 0 && this.#clock.monotonicMs() - this.#testsBeganMs <= maxTestRunMs;
    return isRunning ? "test_run" : "read";
  }
}
