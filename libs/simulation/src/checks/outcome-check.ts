import type { RunResult } from "@lockstep/training-run";
import type { UndisturbedRun } from "./undisturbed-run.js";
import { Violation } from "./violation.js";

/** What may have become of a run, by its schedule. */
export interface Expectation {
  /** A worker could not compute. */
  readonly mayFail: boolean;
  readonly isStopped: boolean;
}

/** @throws Violation where a run does not leave what the undisturbed one leaves */
export function checkOutcome(result: RunResult, undisturbed: UndisturbedRun, expectation: Expectation): void {
  const { outcome, reason = "no reason" } = result;
  if (outcome === "failed" && expectation.mayFail && reason.includes("could not compute")) return;
  if (outcome === "stopped" && expectation.isStopped) return checkStopped(result, undisturbed);
  if (outcome !== "completed")
    throw new Violation("outcome", `expected a completed run, got a ${outcome} one: ${reason}`);
  const expected = undisturbed.result;
  if (result.digest !== expected.digest)
    throw new Violation("same-bits", `final digest: expected ${expected.digest}, got ${result.digest}`);
  for (const field of ["epochs", "test"] as const) {
    const [left, right] = [JSON.stringify(expected[field]), JSON.stringify(result[field])];
    if (left !== right) throw new Violation("same-bits", `${field}: expected ${left}, got ${right}`);
  }
}

/** It leaves what it had after its last step. */
function checkStopped({ digest, state }: RunResult, undisturbed: UndisturbedRun): void {
  const { digests, result } = undisturbed;
  const expected = digests[state.step];
  // Training may have been over, and its final parameters made.
  if (digest !== expected && digest !== result.digest)
    throw new Violation(
      "same-bits",
      `digest after step ${state.step}: expected ${expected ?? "none"}, got ${digest}`,
    );
}
