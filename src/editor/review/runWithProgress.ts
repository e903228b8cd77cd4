import * as vscode from "vscode";
import { isCancellation, toAssistantError } from "../../core/errors.ts";
import { showError } from "../errorText.ts";

/**
 * Runs work under a notification with a cancel button; local work, which is done in no time, only under a
 * line in the status bar. Undefined when it was cancelled, silently, or
 * when it failed, which has then been shown once.
 */
export async function runWithProgress<T>(
  title: string,
  isLocal: boolean,
  work: (signal: AbortSignal, report: (message: string) => void) => Promise<T>,
): Promise<T | undefined> {
  const controller = new AbortController();
  const { signal } = controller;
  const location = isLocal ? vscode.ProgressLocation.Window : vscode.ProgressLocation.Notification;
  try {
    return await vscode.window.withProgress(
      { location, title, cancellable: true },
      async (progress, token) => {
        const subscription = token.onCancellationRequested(() => controller.abort());
        try {
          return await untilAborted(
            work(signal, (message) => progress.report({ message })),
            signal,
          );
        } finally {
          subscription.dispose();
        }
      },
    );
  } catch (error) {
    if (!isCancellation(error, signal)) {
      void showError(toAssistantError(error));
    }
    return undefined;
  }
}

/** Takes the notification away at once, even where the work is slow to notice. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const abort = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")), { once: true });
  });
  return Promise.race([work, abort]);
}
