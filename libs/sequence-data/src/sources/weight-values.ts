import { invalidData } from "../data-error.js";
import { checkNumber, showUnknown } from "./parse-number.js";

/** Reads sample weights: all are of the first one's kind, one for a sequence or one for a time step. */
export class WeightValues {
  private perTimeStep: boolean | undefined;

  /** Whether there is one for a time step. */
  get timed(): boolean {
    return this.perTimeStep ?? false;
  }

  /** @param length time steps of the sequence. @throws DataError */
  read(weight: unknown, length: number, place: string): number[] {
    const where = `${place}: sampleWeight`;
    this.perTimeStep ??= Array.isArray(weight);
    const given: readonly unknown[] = Array.isArray(weight) ? weight : [weight];
    if (Array.isArray(weight) !== this.timed || (this.timed && given.length !== length)) {
      const expected = this.timed ? `a list of ${length} weights, one for a time step` : "a number";
      throw invalidData(where, `expected ${expected}, got ${showUnknown(weight)}`);
    }
    return given.map((value, index) => checkNumber(value, () => (this.timed ? `${where}[${index}]` : where)));
  }
}
