import type { Pace, Sliced } from "@lockstep/numerics";
import type { Holding } from "./assignment-board.js";
import type { ResultValues } from "./run-messages.js";

/** What a worker made of an audited range. */
export interface Opinion {
  readonly worker: string;
  readonly holding: Holding;
  readonly values: ResultValues;
}

/** What several results of one range come to. */
export interface Verdict {
  /** The opinion that counts. */
  readonly opinion: Opinion;
  /** Who said otherwise, be it only once. */
  readonly liars: readonly string[];
}

/** Results of one range, sorted by their bits. */
export class Opinions {
  #groups: Opinion[][] = [];

  /** Takes a further one in. */
  *add(opinion: Opinion, pace: Pace): Sliced<void> {
    for (const group of this.#groups) {
      if (!(yield* sameBits((group[0] as Opinion).values, opinion.values, pace))) continue;
      group.push(opinion);
      return;
    }
    this.#groups.push([opinion]);
  }

  /** Leaves out what the worker said. Gives the ranges that it had answered. */
  discard(worker: string): Holding[] {
    const discarded = this.all.filter((opinion) => opinion.worker === worker);
    this.#groups = this.#groups
      .map((group) => group.filter((opinion) => opinion.worker !== worker))
      .filter((group) => group.length > 0);
    return discarded.map(({ holding }) => holding);
  }

  get all(): Opinion[] {
    return this.#groups.flat();
  }

  /** Who answered. */
  get workers(): string[] {
    return [...workersOf(this.all)];
  }

  /** Whether two differ. */
  get differ(): boolean {
    return this.#groups.length > 1;
  }

  /** How often the worker answered. */
  countOf(worker: string): number {
    return this.all.filter((opinion) => opinion.worker === worker).length;
  }

  /** What two workers agree on, or more of them than on anything else. */
  get agreed(): Verdict | undefined {
    const [most] = [...this.#groups].sort((a, b) => workersOf(b).size - workersOf(a).size);
    return most && workersOf(most).size > 1 ? this.#verdictOf(most) : undefined;
  }

  /** Where no two agree: what is said by those who say the same each time, if that is one thing. */
  get consistent(): Verdict | undefined {
    const said = this.#groups.filter((group) =>
      group.some(({ worker }) => {
        const times = group.filter((other) => other.worker === worker).length;
        return times > 1 && times === this.countOf(worker);
      }),
    );
    return said.length === 1 ? this.#verdictOf(said[0] as Opinion[]) : undefined;
  }

  #verdictOf(group: Opinion[]): Verdict {
    const others = this.#groups.filter((other) => other !== group).flat();
    return { opinion: group[0] as Opinion, liars: [...workersOf(others)] };
  }
}

function workersOf(opinions: readonly Opinion[]): Set<string> {
  return new Set(opinions.map(({ worker }) => worker));
}

/** Whether two results have the same bits in every vector. */
export function* sameBits(a: ResultValues, b: ResultValues, pace: Pace): Sliced<boolean> {
  for (const field of ["gradient", "statistics", "predictions", "states"] as const) {
    const [one, other] = [bitsOf(a[field]), bitsOf(b[field])];
    if (one.length !== other.length) return false;
    let differences = 0;
    yield* pace.over(0, one.length, (begin, end) => {
      for (let index = begin; index < end; index++) if (one[index] !== other[index]) differences++;
    });
    if (differences > 0) return false;
  }
  return true;
}

function bitsOf({ buffer, byteOffset, byteLength }: Float32Array | Float64Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}
