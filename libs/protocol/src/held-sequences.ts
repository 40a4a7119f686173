import { dataParts, type DataPart } from "./messages.js";

/** What a held sequence takes beside its values: an upper bound of what engines need for an array and its place. */
const overheadBytes = 256;

/** Bytes of sequences that a worker keeps during a run. */
export const defaultHeldSequencesBytes = 256 * 1024 * 1024;

/** A sequence's row with what the account must know of it. */
export interface HeldRow<Row> {
  /** Number of float32 values. */
  readonly size: number;
  readonly row: Row;
}

/**
 * What a worker holds of a run's sequences, least recently used first. Coordinator and worker each keep one and put the
 * same assignments in, so that both know at any time what need not be sent again; streams keep the order of messages,
 * and nothing else changes the account. The worker's has the rows; the coordinator's has none.
 */
export class HeldSequences<Row> {
  /** Maps iterate in the order of insertion: the first is the least recently used. */
  readonly #held = new Map<number, HeldRow<Row>>();
  #bytes = 0;

  /** @param budgetBytes what may be held between assignments; one larger than that is still taken in whole */
  constructor(private readonly budgetBytes: number) {}

  /** Bytes that count against the budget. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Number of sequences held. */
  get count(): number {
    return this.#held.size;
  }

  /** Places of sequences that are not held, going up; of one that is there twice, the first. */
  missing(part: DataPart, sequences: Uint32Array): Uint32Array {
    const seen = new Set<number>();
    const places: number[] = [];
    sequences.forEach((sequence, place) => {
      const key = keyOf(part, sequence);
      if (this.#held.has(key) || seen.has(key)) return;
      seen.add(key);
      places.push(place);
    });
    return Uint32Array.from(places);
  }

  /**
   * Takes an assignment into the account and gives the rows of all its sequences, in their order.
   * @param fresh the rows of those that are {@link missing}, in the same order
   * @throws RangeError where there are too few or too many of them; nothing is changed then
   */
  use(part: DataPart, sequences: Uint32Array, fresh: readonly HeldRow<Row>[]): Row[] {
    const places = this.missing(part, sequences);
    if (places.length !== fresh.length) {
      throw new RangeError(`fresh: expected ${places.length} rows that are not held, got ${fresh.length}`);
    }
    places.forEach((place, index) => this.#add(keyOf(part, sequences[place] ?? 0), fresh[index]));
    const rows = Array.from(sequences, (sequence) => this.#touch(keyOf(part, sequence)));
    this.#dropOldest();
    return rows;
  }

  #add(key: number, held: HeldRow<Row> | undefined): void {
    if (!held) throw new RangeError("fresh: expected a row, got none");
    this.#held.set(key, held);
    this.#bytes += bytesOf(held);
  }

  /** Makes a sequence the most recently used one. */
  #touch(key: number): Row {
    const held = this.#held.get(key);
    if (!held) throw new RangeError("sequences: expected one that is held, got another");
    this.#held.delete(key);
    this.#held.set(key, held);
    return held.row;
  }

  #dropOldest(): void {
    // The iterator would pass over all that was moved before it comes to the first.
    if (this.#bytes <= this.budgetBytes) return;
    for (const [key, held] of this.#held) {
      if (this.#bytes <= this.budgetBytes) return;
      this.#held.delete(key);
      this.#bytes -= bytesOf(held);
    }
  }
}

function bytesOf({ size }: HeldRow<unknown>): number {
  return overheadBytes + 4 * size;
}

/** One number for a sequence of a part. */
function keyOf(part: DataPart, sequence: number): number {
  return dataParts.indexOf(part) * 2 ** 32 + sequence;
}
