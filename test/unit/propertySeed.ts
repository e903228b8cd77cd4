/**
 * Loaded before every unit test: properties are tried on the same cases in every run, so that a failure can
 * be seen again. `FLYWHEEL_SEED=random` looks further, and a number repeats what that found.
 */
import fc from "fast-check";

const wanted = process.env["FLYWHEEL_SEED"];
if (wanted !== "random") {
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(wanted ?? 20_261_124) });
}
