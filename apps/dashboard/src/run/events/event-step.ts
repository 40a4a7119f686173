import type { RunEvent } from "@lockstep/telemetry/events";
import type { SeriesPage } from "@lockstep/telemetry/views";

/** When some of a run's steps were told: what is needed to place events that name no step. */
export type StepTimes = Pick<SeriesPage, "steps" | "times" | "to">;

/** Steps that had been taken when an event happened; undefined: before the first one, or not known. */
export function stepOfEvent(event: RunEvent, known: StepTimes | undefined): number | undefined {
  return namedStep(event) ?? (known && stepAt(event.time, known));
}

/** Whole steps, as many as between two known ones by how much of the time between them was over. */
export function stepAt(time: number, { steps, times, to }: StepTimes): number | undefined {
  const next = times.findIndex((each) => each > time);
  if (next === 0 || steps.length === 0) return undefined;
  if (next === -1) return to;
  const [from, until] = [steps[next - 1] as number, steps[next] as number];
  const [began, ended] = [times[next - 1] as number, times[next] as number];
  return from + Math.floor(((until - from) * (time - began)) / (ended - began));
}

function namedStep(event: RunEvent): number | undefined {
  switch (event.type) {
    case "checkpoint-saved":
    case "run-continued":
    case "run-paused":
      return event.step > 0 ? event.step : undefined;
    case "epoch":
      // Every epoch has as many.
      return event.epoch * event.steps;
    case "run-finished":
      return event.steps > 0 ? event.steps : undefined;
    case "run-recovered":
      return event.toldSteps > 0 ? event.toldSteps : undefined;
    default:
      return undefined;
  }
}
