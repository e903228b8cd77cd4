import type { Containment } from "../../ports.ts";

/** True when something is not kept away that `wanted` names. */
export function isLess(containment: Containment, wanted: Containment): boolean {
  return (
    (wanted.hasNoNetwork && !containment.hasNoNetwork) ||
    (wanted.isReadOnlyOutside && !containment.isReadOnlyOutside)
  );
}
