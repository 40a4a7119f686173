import { metricAliases, metricTypes } from "@lockstep/job";
import { directionOf, type MetricDirection } from "@lockstep/objective";

type MetricType = Parameters<typeof directionOf>[0];

const aliases: Readonly<Record<string, string>> = metricAliases;
const types: readonly string[] = metricTypes;

/** Which way a measure gets better, by its name; undefined: nobody can say. */
export function directionOfMeasure(name: string): MetricDirection | undefined {
  const base = name.replace(/^val_/, "");
  if (base === "loss") return "min";
  const type = Object.hasOwn(aliases, base) ? (aliases[base] as string) : base;
  return types.includes(type) ? directionOf(type as MetricType) : undefined;
}

/** A measure at the end of an epoch. */
export interface EpochValue {
  readonly epoch: number;
  readonly value: number;
}

/** The best of an ever growing list; of equals the first. */
export function betterValue(
  name: string,
  known: EpochValue | undefined,
  next: EpochValue,
): EpochValue | undefined {
  const direction = directionOfMeasure(name);
  if (direction === undefined || !Number.isFinite(next.value)) return known;
  if (known === undefined) return next;
  const isBetter = direction === "max" ? next.value > known.value : next.value < known.value;
  return isBetter ? next : known;
}
