import { invalidData } from "../data-error.js";

/** Most different texts: float32 tells as many numbers apart, and a model's file has to hold them. */
const maxTexts = 1 << 20;

/** Gives each different text a number as it comes, and counts how often it comes. */
export class NumberedTexts {
  private readonly numbers = new Map<string, number>();
  private readonly counted: number[] = [];

  /** @param what plural, for errors: tokens, class labels */
  constructor(private readonly what: string) {}

  /** @throws DataError where there are too many */
  numberOf(text: string, place: () => string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) {
      this.counted[known] = (this.counted[known] as number) + 1;
      return known;
    }
    if (this.numbers.size === maxTexts) {
      throw invalidData(place(), `expected at most ${maxTexts} different ${this.what}, got more`);
    }
    this.numbers.set(text, this.counted.length);
    return this.counted.push(1) - 1;
  }

  /** By number. */
  get texts(): string[] {
    return [...this.numbers.keys()];
  }

  /** How often each came, by number. */
  get counts(): readonly number[] {
    return this.counted;
  }
}
