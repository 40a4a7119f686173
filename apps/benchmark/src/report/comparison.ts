import type { Unit } from "./report.js";

/** Contenders side by side. */
export interface Comparison {
  readonly id: string;
  readonly label: string;
  readonly unit: Unit;
  /** Of the minima and of the medians; absent where something of it was not measured. */
  readonly values?: ComparedValues;
  readonly aim?: Aim;
  /** Whether the minima meet the aim. */
  readonly verdict?: "met" | "missed";
}

export interface ComparedValues {
  readonly ofMinima: number;
  readonly ofMedians: number;
}

export interface Aim {
  readonly relation: "at most" | "at least";
  readonly value: number;
}

/** A comparison with its verdict, where there are values and an aim. */
export function comparison(
  named: Pick<Comparison, "id" | "label" | "unit">,
  values: ComparedValues | undefined,
  aim?: Aim,
): Comparison {
  return {
    ...named,
    ...(values && { values }),
    ...(aim && { aim }),
    ...(values && aim && { verdict: judge(values.ofMinima, aim) }),
  };
}

function judge(value: number, { relation, value: bound }: Aim): "met" | "missed" {
  return (relation === "at most" ? value <= bound : value >= bound) ? "met" : "missed";
}
