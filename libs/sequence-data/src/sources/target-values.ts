import { invalidData } from "../data-error.js";
import { LabelNumbers } from "../preprocessing/class-labels.js";
import type { TargetPer } from "./array-layout.js";
import { checkNumber, showUnknown } from "./parse-number.js";

/** Reads targets: all are of the first one's kind, labels or as many numbers. */
export class TargetValues {
  private readonly labels: LabelNumbers;
  private kind: "labels" | "numbers" | undefined;
  private values: number | undefined;

  /** @param classLabels those of the training data; absent: what comes decides */
  constructor(
    private readonly per: TargetPer,
    classLabels: readonly string[] | undefined,
  ) {
    this.labels = new LabelNumbers(classLabels);
  }

  /** Whether there is one for a time step. */
  get timed(): boolean {
    return this.per === "timeStep";
  }

  /** Values of one target. */
  get width(): number {
    return this.values ?? 1;
  }

  /**
   * @param length time steps of the sequence
   * @returns one target's values, or those of each time step one after the other
   * @throws DataError
   */
  read(y: unknown, length: number, place: string): number[] {
    if (!this.timed) return this.target(y, `${place}: y`);
    if (!Array.isArray(y) || y.length !== length) {
      const expected = `expected a list of ${length} targets, one for a time step`;
      throw invalidData(`${place}: y`, `${expected}, got ${showUnknown(y)}`);
    }
    return y.flatMap((target, step) => this.target(target, `${place}: y[${step}]`));
  }

  /** The labels by class number, where targets were labels. */
  finish(): ReturnType<LabelNumbers["finish"]> | undefined {
    return this.kind === "labels" ? this.labels.finish() : undefined;
  }

  private target(y: unknown, place: string): number[] {
    const kind = typeof y === "string" ? "labels" : "numbers";
    this.kind ??= kind;
    if (kind !== this.kind) {
      const expected = this.kind === "labels" ? "a class label (a text)" : "a number";
      throw invalidData(place, `expected ${expected} as the first target is, got ${showUnknown(y)}`);
    }
    if (typeof y === "string") return [this.labels.numberOf(y, () => place)];
    const given: readonly unknown[] = Array.isArray(y) ? y : [y];
    this.values ??= given.length;
    if (given.length !== this.values || given.length === 0) {
      const expected =
        this.values === 0 ? "at least one value" : `${this.values} values as the first target has`;
      throw invalidData(place, `expected ${expected}, got ${given.length}`);
    }
    return given.map((value, index) =>
      checkNumber(value, () => (Array.isArray(y) ? `${place}[${index}]` : place)),
    );
  }
}
