/**
 * Seeds of the validation, fixed before its first run. They are for reporting only: a change of the formulas or of
 * the simulator that was made in the light of their figures needs a new number here.
 */
export const firstValidationSeed = 20_261_124;

/** Seeds to look at while formulas are worked on (`npm run simulate -- --tune`). */
export const firstTuningSeed = 1;
