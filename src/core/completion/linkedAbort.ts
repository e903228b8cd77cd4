/** A controller of its own that `signal` also ends. */
export function linkedAbort(signal: AbortSignal): AbortController {
  const controller = new AbortController();
  const follow = (): void => controller.abort();
  if (signal.aborted) {
    follow();
  } else {
    signal.addEventListener("abort", follow, { once: true });
    controller.signal.addEventListener("abort", () => signal.removeEventListener("abort", follow), {
      once: true,
    });
  }
  return controller;
}
