import { runAddress } from "../../shell/addresses.js";

/** Steps that are seen on each side of the one that is asked for. */
const around = 50;

/** A run's curves around a step. */
export function curvesAddress(runId: string, step: number): string {
  return `${runAddress(runId)}?zoom=${Math.max(1, step - around)}..${step + around}`;
}
