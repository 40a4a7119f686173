import type { Objective } from "@lockstep/objective";
import type { Direction } from "./monitor.js";

/** Which way a measure of a run gets better: losses and the learning rate downwards, metrics as their kind has it. */
export function directionsOf({
  metricNames,
  metricDirections,
}: Pick<Objective, "metricNames" | "metricDirections">): (measure: string) => Direction | undefined {
  return (measure) => {
    const name = measure.replace(/^val_/, "");
    if (name === "loss" || name === "learning_rate") return "min";
    return metricDirections[metricNames.indexOf(name)];
  };
}
