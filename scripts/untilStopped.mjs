/**
 * Resolves when the user or the system asks this process to end (Ctrl-C, a signal, the death of its parent).
 * @returns {Promise<void>}
 */
export function untilStopped() {
  return new Promise((resolve) => {
    for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
      process.on(signal, () => resolve());
    if (process.connected) process.on("disconnect", () => resolve());
  });
}
