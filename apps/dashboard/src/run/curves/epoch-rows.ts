import type { RunSnapshot } from "@lockstep/telemetry/events";
import type { EpochRow } from "@lockstep/telemetry/views";

/** An epoch as far as it is known: how long one took that was just told is known when it is asked for. */
export type KnownEpoch = Pick<EpochRow, "epoch" | "step" | "measures"> & Partial<EpochRow>;

/** Steps of one epoch; 0 where the run has none. */
export function stepsPerEpochOf({ totalSteps, epochs }: RunSnapshot): number {
  return epochs > 0 ? totalSteps / epochs : 0;
}

/** The epochs that the coordinator answered, and those that were told since. */
export function epochRows(answered: readonly EpochRow[], run: RunSnapshot): readonly KnownEpoch[] {
  const last = answered.at(-1)?.epoch ?? 0;
  const stepsPerEpoch = stepsPerEpochOf(run);
  const since = run.history
    .filter(({ epoch }) => epoch > last)
    .map(({ epoch, measures }): KnownEpoch => ({ epoch, measures, step: Math.round(epoch * stepsPerEpoch) }));
  return [...answered, ...since];
}
