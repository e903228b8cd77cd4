import type { BackendIdentity, Feature } from "../ports.ts";

/** The user's word on which hosts may receive code. */
export interface HostConsent {
  isConfirmed(origin: string): boolean;
  /** True when the settings name the hosts that may receive code and this one is not among them. */
  isShutOut(origin: string): boolean;
  /**
   * Asks the user; true when the host is confirmed now. Never called for completions.
   * Rejects or returns false when `signal` aborts.
   */
  ask(backend: BackendIdentity, feature: Feature, signal: AbortSignal): Promise<boolean>;
}
