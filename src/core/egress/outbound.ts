import type { OnceAllowance } from "./onceAllowance.ts";
import type { BackendIdentity, ChatInfillForm, Feature, ModelLimits, ReplyChunk } from "../ports.ts";

/** Where a piece of text came from; lines are one-based and inclusive, 0 where they are not known. */
export interface SourceRange {
  /** Path relative to its workspace folder, `/` as separator, or absolute when outside. */
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
}

/** A piece of a message. Text that came from a file names it, so that the gate can judge it. */
export interface OutboundPart {
  readonly text: string;
  readonly source?: SourceRange | undefined;
  /**
   * True for text that was gathered without the user choosing it: `.gitignore` counts for it, and when
   * its file is withheld the part is left out instead of the request failing.
   */
  readonly isGathered?: boolean | undefined;
}

export interface OutboundMessage {
  readonly role: "system" | "user" | "assistant";
  readonly parts: readonly OutboundPart[];
}

export interface OutboundChat {
  readonly feature: Feature;
  readonly messages: readonly OutboundMessage[];
  /** As in `ChatRequest`. */
  readonly continuesLast?: boolean | undefined;
  readonly maxOutputTokens: number;
  readonly temperature: number;
  readonly stop: readonly string[];
  readonly thinking: "off" | "auto";
  /**
   * The one file that the reply is written into: placeholders of secrets from this file come back as
   * their values. Without it they stay placeholders, as in anything that is shown, exported or run.
   */
  readonly restoreInto?: string | undefined;
  /** Withheld files that the user let go with this request. */
  readonly allowance?: OnceAllowance | undefined;
}

export interface OutboundFillIn {
  readonly feature: Feature;
  readonly languageId: string;
  /** Text before the hole; its source is the file that is being edited. */
  readonly prefix: OutboundPart;
  readonly suffix: OutboundPart;
  readonly path: string;
  readonly snippets: readonly OutboundPart[];
  readonly maxOutputTokens: number;
  /** 0 to 1, for another text than the likeliest; the backend's least where left out. */
  readonly temperature?: number | undefined;
  readonly stop: readonly string[];
}

/** A chat model behind the gate. Replies come back with placeholders restored where `restoreInto` allows. */
export interface GatedChat {
  readonly identity: BackendIdentity;
  readonly limits: ModelLimits;
  /** As in `ChatModel`: read it anew for each request. */
  readonly chatInfill?: ChatInfillForm | undefined;
  send(request: OutboundChat, signal: AbortSignal): AsyncIterable<ReplyChunk>;
}

/** A fill-in model behind the gate. */
export interface GatedFillIn {
  readonly identity: BackendIdentity;
  readonly limits: ModelLimits;
  readonly route: string;
  send(request: OutboundFillIn, signal: AbortSignal): AsyncIterable<ReplyChunk>;
}

/** Puts secrets back into text that is about to be written into a file; `left` counts what stays. */
export interface PlaceholderRestorer {
  restoreInto(path: string, text: string): { readonly text: string; readonly left: number };
}

/** What a feature gets to work with; it never sees the model itself. */
export interface GatedBackend {
  readonly identity: BackendIdentity;
  readonly chat: GatedChat;
  readonly fillIn?: GatedFillIn | undefined;
}

/** Gives a feature the backend of its role, or undefined for the offline backend. */
export interface BackendProvider {
  forRole(role: "completion" | "chat"): Promise<GatedBackend | undefined>;
}
