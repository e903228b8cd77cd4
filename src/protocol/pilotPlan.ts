/** A planned comparison: each task is drawn to be done with the assistant or without, half and half. */
export interface PilotPlan {
  readonly people: number;
  readonly weeks: number;
  readonly tasksAWeek: number;
  /** Spread of the logarithm of task times that the estimates do not explain: 0.5 good, 0.7 usual, 0.9 poor. */
  readonly spread: number;
}

/** Spread of the true effect between people, in logarithms of time. */
const betweenPeople = 0.2;

/** Two-sided 5 % and 80 % power: 1.96 + 0.84. */
const normalSum = 2.8016;

/** Sum of the 97.5 % and the 80 % quantiles of Student's t by degrees of freedom. */
function quantileSum(degrees: number): number {
  const z = [1.959964, 0.841621];
  // Cornish-Fisher expansion; below four degrees it is too low, so nothing is planned there.
  return z.reduce(
    (sum, x) =>
      sum + x + (x ** 3 + x) / (4 * degrees) + (5 * x ** 5 + 16 * x ** 3 + 3 * x) / (96 * degrees ** 2),
    0,
  );
}

/**
 * The smallest time reduction, as a share, that the plan would find in four of five cases; null where it can
 * find none. One person alone is compared with himself; of two to four people nothing is said about others.
 */
export function detectableReduction({ people, weeks, tasksAWeek, spread }: PilotPlan): number | null {
  const tasks = Math.floor(people) * Math.floor(weeks) * Math.floor(tasksAWeek);
  if (!Number.isFinite(tasks) || tasks < 12 || spread <= 0) {
    return null;
  }
  const isTeam = people >= 5;
  const error = Math.sqrt((4 * spread * spread) / tasks + (isTeam ? betweenPeople ** 2 / people : 0));
  const degrees = isTeam ? people - 1 : tasks - 4;
  const sum = degrees > 200 ? normalSum : quantileSum(degrees);
  return 1 - Math.exp(-sum * error);
}
