import * as vscode from "vscode";
import { backendMessages } from "../core/backends/backendMessages.ts";
import type { AssistantError, ErrorKind } from "../core/errors.ts";
import type { Message, MessageTable } from "../core/messages.ts";
import { commandIds, internalCommandIds } from "./commandIds.ts";
import { runNext, type NextCommand } from "./nextCommand.ts";
import { openSetting } from "./openSetting.ts";
import { settingNames } from "./settings.ts";

/** What a person reads about an error, and the way on. */
export interface ErrorText {
  readonly text: string;
  readonly next?: NextCommand | undefined;
}

const setUp: readonly ErrorKind[] = [
  "badSettings",
  "noKey",
  "badKey",
  "notFound",
  "modelNotFound",
  "notAnApi",
  "offlineCannot",
];
const diagnose: readonly ErrorKind[] = [
  "unreachable",
  "tls",
  "proxy",
  "timeout",
  "serverError",
  "streamBroken",
  "badRequest",
  "onlyReasoning",
  "rateLimited",
  "quotaExceeded",
  "contextTooLong",
];

/** One sentence a user can act on, by kind; `detail` names the host, model or file. */
function sentenceFor(kind: ErrorKind, detail: string): string {
  const t = vscode.l10n.t;
  switch (kind) {
    case "badSettings":
      return t("The backend settings cannot be used: {0}", detail);
    case "noKey":
      return t("No key is stored for the backend {0}. Enter it in Set Up Backend.", detail);
    case "badKey":
      return t("{0} refused the key. Check the key, and that it belongs to this model line.", detail);
    case "unreachable":
      return t("{0} cannot be reached. Check the address, the network and that the server runs.", detail);
    case "tls":
      return t("The certificate of {0} is not trusted. Name your certificate authority in caFile.", detail);
    case "proxy":
      return t("A proxy stood in the way to {0}. Check http.proxy and the proxy's sign-in.", detail);
    case "notFound":
      return t("{0} knows no such path. Check the base URL.", detail);
    case "modelNotFound":
      return t("The server does not have the model {0}. Choose another one.", detail);
    case "rateLimited":
      return t("{0} asks to slow down. Wait a little and try again.", detail);
    case "quotaExceeded":
      return t("The quota at {0} is used up.", detail);
    case "contextTooLong":
      return t("The text is too long for the model at {0}. Select less.", detail);
    case "badRequest":
      return t("The server refused the request: {0}", detail);
    case "serverError":
      return t("The server reported a fault of its own: {0}", detail);
    case "notAnApi":
      return t("{0} answered with something that is no model reply, such as a sign-in page.", detail);
    case "timeout":
      return t("{0} did not answer in time.", detail);
    case "moderated":
      return t("The provider's content check refused the text: {0}", detail);
    case "streamBroken":
      return t("The connection to {0} broke in the middle of the answer.", detail);
    case "onlyReasoning":
      return t(
        "The model at {0} only reasoned and wrote no code. Switch its thinking off or choose another.",
        detail,
      );
    case "hostNotConfirmed":
      return t("Nothing was sent: you have not yet allowed code to go to {0}.", detail);
    case "hostNotAllowed":
      return t(
        "Nothing was sent: {0} is not among the hosts of the setting flywheel.egress.allowedHosts.",
        detail,
      );
    case "fileWithheld":
      return t("Nothing was sent: {0} is on the list of files that never leave this machine.", detail);
    case "untrustedWorkspace":
      return t("Nothing was sent: this workspace is not trusted.");
    case "noAnchor":
      return t(
        "The change was not made: the code it replaces is not in the file, or is there more than once.",
      );
    case "badReply":
      return t("The model's answer could not be read: {0}", detail);
    case "replyCutOff":
      return t("The answer was cut off before its end.");
    case "offlineCannot":
      return t("The offline backend cannot do this: it needs a chat backend.");
    case "workerDead":
      return t("Flywheel's background thread stopped. Try again; if it stops again, reload the window.");
    case "notContained":
      return t(
        "The tests were not run: Flywheel could not keep away from them what you were told. Try again in a moment.",
      );
    case "unexpected":
      return t("Something unexpected went wrong: {0}", detail);
  }
}

/** What the room of the backends says, in the display language; undefined for an id of another room. */
export function backendText(message: Message): string | undefined {
  const english = (backendMessages as MessageTable)[message.id];
  return english === undefined ? undefined : vscode.l10n.t(english, ...message.args);
}

/** The closer sentence that an error of a backend carries. */
function ownSentence(error: AssistantError): string | undefined {
  return "text" in error ? backendText(error.text as Message) : undefined;
}

/** The sentence and the next step for an error. */
export function describeError(error: AssistantError): ErrorText {
  const text =
    ownSentence(error) ?? sentenceFor(error.kind, error.detail === "" ? error.message : error.detail);
  return { text, next: nextOf(error) };
}

/** The way to a setting, and to what else the query finds. */
export function settingStep(name: string, query = name): NextCommand {
  return { title: vscode.l10n.t("Open Settings"), ...openSetting(name, query) };
}

function nextOf(error: AssistantError): NextCommand | undefined {
  if (isOwnCap(error)) {
    return settingStep(settingNames.backends);
  }
  if (setUp.includes(error.kind)) {
    return { title: vscode.l10n.t("Set Up Backend"), command: commandIds.setUpBackend };
  }
  if (diagnose.includes(error.kind)) {
    return { title: vscode.l10n.t("Diagnose"), command: commandIds.diagnose };
  }
  if (error.kind === "fileWithheld") {
    return { title: vscode.l10n.t("Show What Was Sent"), command: commandIds.showSentData };
  }
  if (error.kind === "hostNotConfirmed") {
    const title = vscode.l10n.t("Allow {0} …", error.detail);
    return { title, command: internalCommandIds.allowHost, args: [error.detail] };
  }
  if (error.kind === "hostNotAllowed") {
    return settingStep(settingNames.egressAllowedHosts);
  }
  if (error.kind === "untrustedWorkspace") {
    return { title: vscode.l10n.t("Manage Workspace Trust"), command: "workbench.trust.manage" };
  }
  if (error.kind === "workerDead") {
    return { title: vscode.l10n.t("Reload Window"), command: "workbench.action.reloadWindow" };
  }
  return undefined;
}

/** The profile's own cap of a day was reached: no server has a say in it. */
function isOwnCap(error: AssistantError): boolean {
  return "text" in error && (error.text as Message).id === "backends.error.dailyCap";
}

/** Shows one message with its next step; for errors of commands, never of completions. */
export async function showError(error: AssistantError): Promise<void> {
  const { text, next } = describeError(error);
  const choice = await vscode.window.showErrorMessage(text, ...(next === undefined ? [] : [next.title]));
  if (choice !== undefined && next !== undefined) {
    await runNext(next);
  }
}
