/** What the core's reader takes: words, numbers and strings, each in the order in which they are read. */
export interface Program {
  readonly words: Int32Array;
  readonly numbers: Float64Array;
  readonly strings: readonly string[];
}

/** Writes a program; the methods are those of core/program/reader.h. */
export class ProgramWriter {
  readonly #words: number[] = [];
  readonly #numbers: number[] = [];
  readonly #strings: string[] = [];

  /** @throws RangeError where it is no whole number of 32 bits */
  word(value: number): this {
    if ((value | 0) !== value)
      throw new RangeError(`program: expected a whole number of 32 bits, got ${value}`);
    this.#words.push(value);
    return this;
  }

  flag(value: boolean): this {
    return this.word(value ? 1 : 0);
  }

  number(value: number): this {
    this.#numbers.push(value);
    return this;
  }

  string(value: string): this {
    this.#strings.push(value);
    return this.word(this.#strings.length - 1);
  }

  /** A list with its length before it. */
  list<Item>(items: readonly Item[], write: (item: Item) => void): this {
    this.word(items.length);
    items.forEach(write);
    return this;
  }

  words(values: readonly number[]): this {
    return this.list(values, (value) => this.word(value));
  }

  get program(): Program {
    return {
      words: Int32Array.from(this.#words),
      numbers: Float64Array.from(this.#numbers),
      strings: [...this.#strings],
    };
  }
}
