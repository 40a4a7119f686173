import type { EventOf } from "@lockstep/telemetry/events";

/** When each step was told, in milliseconds since 1970: a series beside those that are shown. */
export const timeSeries = "";

/** The numbers of a step, by the names of their series. */
export function stepValues(event: EventOf<"step">): Map<string, number> {
  const values = new Map<string, number>([[timeSeries, event.time]]);
  // What is not finite is null in JSON: there is no value.
  const add = (name: string, value: number | null): void => {
    if (typeof value === "number") values.set(name, value);
  };
  for (const [name, value] of Object.entries(event.measures)) add(name, value);
  add("learningRate", event.learningRate);
  add("durationMs", event.durationMs);
  for (const [layer, norm] of Object.entries(event.gradientNorms)) add(`gradientNorm/${layer}`, norm);
  return values;
}
