import { HeldSequences, type Assignment } from "@lockstep/protocol";
import type { PackedRow } from "@lockstep/sequence-data/assembly";
import type { PartLayouts } from "./part-layouts.js";
import { unpackRows } from "./slots/packed-rows.js";

/** The sequences of a run that this worker holds, by the account that the coordinator keeps too. */
export class HeldRows {
  readonly #held: HeldSequences<PackedRow>;

  constructor(
    private readonly layouts: PartLayouts,
    budgetBytes: number,
  ) {
    this.#held = new HeldSequences(budgetBytes);
  }

  /**
   * Takes the fresh rows of an assignment in, and gives the rows of all its sequences.
   * @throws RangeError where the assignment takes for granted what is not held here, or does not fit its layout
   */
  use({ part, sequences, fresh }: Assignment): PackedRow[] {
    const layout = this.layouts[part];
    if (!layout) throw new RangeError(`assignment.part: expected a part that the run has, got ${part}`);
    this.#checkPlaces(part, sequences, fresh.places);
    const rows = unpackRows(layout, fresh.lengths, fresh.values);
    // Copies: a view would keep all rows of its message for as long as one of them is held.
    const held = rows.map(({ length, values }) => {
      const row = { length, values: values.slice() };
      return { size: values.length, row };
    });
    return this.#held.use(part, sequences, held);
  }

  /** Both sides must agree on what is held: else some rows would be others than were meant. */
  #checkPlaces(part: Assignment["part"], sequences: Uint32Array, places: Uint32Array): void {
    const missing = this.#held.missing(part, sequences);
    const sent = new Set(places);
    const absent = missing.find((place) => !sent.has(place));
    if (absent !== undefined) {
      throw new RangeError(
        `assignment.fresh: expected the values of ${part} sequence ${sequences[absent]}, which is not held here, got none`,
      );
    }
    const expected = new Set(missing);
    const unexpected = places.find((place) => !expected.has(place));
    if (unexpected !== undefined) {
      throw new RangeError(
        `assignment.fresh: expected no values of ${part} sequence ${sequences[unexpected]}, which is held here already`,
      );
    }
  }
}
