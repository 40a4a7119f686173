const golden = 0x9e3779b9;

/**
 * Random numbers of a simulation: a pure function of the seed, of a name, and of how many numbers were taken. Each part
 * of the world has a name of its own, so that one part taking more does not change what happens to another.
 */
export class Random {
  readonly #key: number;
  #taken = 0;

  constructor(seed: number, name: string) {
    let key = mix(seed >>> 0);
    for (let index = 0; index < name.length; index++) key = mix((key ^ name.charCodeAt(index)) + golden);
    this.#key = key;
  }

  /** Uniform in [0, 1), a multiple of 2^-32. */
  uniform(): number {
    this.#taken = (this.#taken + 1) | 0;
    return (mix(mix(this.#key + Math.imul(this.#taken, golden)) ^ this.#key) >>> 0) / 0x1_0000_0000;
  }

  /** A whole number in [0, n). */
  below(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** Uniform in [from, to). */
  between(from: number, to: number): number {
    return from + (to - from) * this.uniform();
  }

  /** Between two positive numbers, each order of magnitude as likely, roughly. */
  skewed(from: number, to: number): number {
    const share = this.uniform();
    return from + (to - from) * share * share * share;
  }

  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

/** A permutation of 32-bit words in which every bit depends on every other (the finaliser of MurmurHash3). */
function mix(word: number): number {
  let mixed = word | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
