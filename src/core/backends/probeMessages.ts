import type { MessageTable } from "../messages.ts";

/**
 * What a probe found, and where a profile's fields come from. Probe rows: `{0}` is the host, `{1}` the model, `{2}` what
 * was found. Facts: `{0}` is the field, `{1}` its value, `{2}` the day.
 */
export const probeMessages = {
  "backends.fact.user": "{0}: {1} (set in the profile)",
  "backends.fact.probed": "{0}: {1} (found by a test, {2})",
  "backends.fact.learned": "{0}: {1} (learned from a refusal, {2})",

  "backends.probe.reachable": "{0} answers",
  "backends.probe.keyAccepted": "The key is accepted",
  "backends.probe.keyNotNeeded": "No key is set and none is asked for",
  "backends.probe.modelListed": "{1} is in the server's list of models",
  "backends.probe.modelNotListed":
    "{1} is not in the server's list of {2} models. It answered all the same; if it is a slip, choose another by “Set up backend”.",
  "backends.probe.noModelList": "The server lists no models. {1} was asked and answered.",
  "backends.probe.streams": "Answers are streamed",
  "backends.probe.streamsAtOnce":
    "The answer came whole, not streamed. Ghost text and answers appear late; a gateway between may hold them back.",
  "backends.probe.incomplete":
    "The answer ended without saying that it was complete. Run “Diagnose” again; if it stays, look at the server or the gateway before it.",
  "backends.probe.firstTokenMs": "First token after {2} ms",
  "backends.probe.tokenLimitField": "The length limit is sent as {2}",
  "backends.probe.refused": "The server refused these settings, and they are no longer sent: {2}",
  "backends.probe.systemRole": "System messages are followed",
  "backends.probe.systemRoleIgnored":
    "A system message was ignored. Answers may not keep to the wanted form; a larger model follows better.",
  "backends.probe.systemRoleJoined": "No system role: its text goes with the user's message",
  "backends.probe.stopWorks": "Stop texts are obeyed",
  "backends.probe.stopIgnored": "Stop texts are not obeyed by the server; Flywheel cuts the answer itself",
  "backends.probe.thinkingOff": "The model answers without thinking first",
  "backends.probe.thinkingOn":
    "The model thinks before it answers. Completions will be slow: choose another model for them, or set extraBody in the profile to switch it off.",
  "backends.probe.fillInWorks": "Fills in the middle by {2}",
  "backends.probe.fillInWrong":
    "The model did not fill a plain hole by the route {2}. Completions ask over chat instead; a coder model would do better.",
  "backends.probe.fillInChat": "No fill-in-the-middle: completions ask over chat",
  "backends.probe.contextTokens": "Context of {2} tokens",
  "backends.probe.contextUnknown":
    "The server does not tell its context length. {2} tokens are assumed; set maxContextTokens in the profile if it holds more.",
} as const satisfies MessageTable;

export type ProbeMessageId = keyof typeof probeMessages;
