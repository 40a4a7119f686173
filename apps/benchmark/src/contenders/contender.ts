/** What is measured in turns with others. */
export interface Contender {
  /** Kebab-case, unique; the row's key in the JSON document. */
  readonly id: string;
  readonly label: string;
  /** One repetition: warm-up steps that are not counted, then a block of steps. Gives milliseconds per step. */
  measure(): Promise<number>;
  /**
   * Forms of the same, of which the best counts: one that is much slower than another takes no more turns after the
   * first ones.
   */
  readonly formOf?: string;
}

/** A contender that cannot be measured on this machine. */
export interface MissingContender {
  readonly id: string;
  readonly label: string;
  /** Why, and what to do about it. */
  readonly unavailable: string;
}

/** How long one repetition is. */
export interface BlockSize {
  readonly warmUpSteps: number;
  readonly steps: number;
}

export function isMissing(contender: Contender | MissingContender): contender is MissingContender {
  return "unavailable" in contender;
}

/** A contender whose steps run on this thread, or are awaited one after the other. */
export function steppingContender(
  id: string,
  label: string,
  block: BlockSize,
  step: () => unknown,
): Contender {
  return {
    id,
    label,
    async measure() {
      for (let count = 0; count < block.warmUpSteps; count++) await step();
      const began = performance.now();
      for (let count = 0; count < block.steps; count++) await step();
      return (performance.now() - began) / block.steps;
    },
  };
}
