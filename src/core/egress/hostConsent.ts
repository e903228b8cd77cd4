import type { BackendIdentity, Feature } from "../ports.ts";

/** The user's word on which hosts may receive code. */
export interface HostConsent {
  isConfirmed(origin: string): boolean;
  /**
   * Asks the user; true when the host is confirmed now. Never called for completions.
   * Rejects or returns false when `signal` aborts.
   */
  ask(backend: BackendIdentity, feature: Feature, signal: AbortSignal): Promise<boolean>;
}
