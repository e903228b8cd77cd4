/**
 * True when `origin` (scheme, host, port) certainly names this machine. Names below `localhost` are left
 * out on purpose: not every resolver keeps them here.
 */
export function isLoopbackOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) {
    return false;
  }
  const host = new URL(origin).hostname.toLowerCase();
  const isNamed = ["localhost", "[::1]", "[::]", "0.0.0.0"].includes(host);
  return isNamed || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
