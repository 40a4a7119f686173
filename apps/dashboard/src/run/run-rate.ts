import type { RunSnapshot } from "@lockstep/telemetry/events";

/** Milliseconds until a run's last step at that rate; undefined where it does not go on, or is not known. */
export function remainingMs(
  { state, step, totalSteps }: Pick<RunSnapshot, "state" | "step" | "totalSteps">,
  stepsPerSecond: number | undefined,
): number | undefined {
  if (state !== "running" || stepsPerSecond === undefined || stepsPerSecond <= 0 || totalSteps === 0)
    return undefined;
  return (1000 * Math.max(0, totalSteps - step)) / stepsPerSecond;
}
