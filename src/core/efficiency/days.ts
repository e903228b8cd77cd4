const dayMs = 86_400_000;

/** The calendar day of a moment where its clock stood, as `2026-03-09`. `tzMinutes` is ahead of UTC. */
export function localDay(tsMs: number, tzMinutes: number): string {
  return new Date(tsMs + tzMinutes * 60_000).toISOString().slice(0, 10);
}

/** `day` moved by whole days; negative goes back. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10);
}

/** Every day from `from` to `to`, both included; empty when `to` is earlier. */
export function daysBetween(from: string, to: string): readonly string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    days.push(day);
  }
  return days;
}
