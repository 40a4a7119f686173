import type { Measures } from "@lockstep/telemetry";

/** What a callback watches. */
export interface MonitorOptions {
  /** Name of a measure, such as `val_loss`. */
  readonly monitor: string;
  /** Which way is better; auto: as the measure's kind has it. */
  readonly mode: "auto" | "min" | "max";
  /** Smallest change that counts. Default: 0. */
  readonly minDelta?: number | undefined;
}

export type Direction = "min" | "max";

/** Tells whether a measure has become better. Compared in float32, as Keras does. */
export class Monitor {
  readonly #direction: Direction;
  readonly #minDelta: number;

  /** @param directionOf which way a measure gets better, by its name */
  constructor(
    private readonly options: MonitorOptions,
    directionOf: (measure: string) => Direction | undefined,
  ) {
    const { mode, monitor, minDelta = 0 } = options;
    const direction = mode === "auto" ? directionOf(monitor) : mode;
    if (!direction)
      throw new RangeError(
        `mode: expected min or max, as nothing says which way ${monitor} gets better, got auto`,
      );
    this.#direction = direction;
    this.#minDelta = Math.abs(minDelta);
  }

  get name(): string {
    return this.options.monitor;
  }

  /** @throws RangeError where it was not measured */
  valueIn(measures: Measures): number {
    const value = measures[this.options.monitor];
    if (value === undefined) {
      const measured = Object.keys(measures).join(", ");
      throw new RangeError(`monitor: expected one of ${measured}, got ${this.options.monitor}`);
    }
    return value;
  }

  /** Whether the value is better than the reference by more than minDelta; without a reference it is. */
  isBetter(value: number, reference: number | undefined): boolean {
    if (reference === undefined) return true;
    return this.#direction === "min"
      ? Math.fround(value + this.#minDelta) < Math.fround(reference)
      : Math.fround(value - this.#minDelta) > Math.fround(reference);
  }
}
