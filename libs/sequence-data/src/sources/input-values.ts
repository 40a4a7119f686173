import { invalidData } from "../data-error.js";
import type { TokenNumbers } from "../preprocessing/vocabulary.js";
import { checkNumber, showUnknown } from "./parse-number.js";

/** Reads inputs of sequences: all have as many features as the first. */
export class InputValues {
  private width: number | undefined;

  /** @param tokens makes ids of texts; absent: inputs are numbers */
  constructor(private readonly tokens?: TokenNumbers) {}

  /** Features F of a time step; 1 before the first sequence. */
  get features(): number {
    return this.width ?? 1;
  }

  /**
   * @param x a number or a list of F numbers for each time step; or a text, or its tokens
   * @returns (T, F)
   * @throws DataError
   */
  read(x: unknown, place: string): number[] {
    if (this.tokens) return readTokens(this.tokens, x, place);
    if (!Array.isArray(x)) {
      const hint = typeof x === "string" ? " (a text needs the option tokens)" : "";
      throw invalidData(`${place}: x`, `expected a list of time steps, got ${showUnknown(x)}${hint}`);
    }
    if (x.length === 0)
      throw invalidData(`${place}: x`, "expected at least one time step, got an empty list");
    const steps = x as readonly unknown[];
    this.width ??= Array.isArray(steps[0]) ? steps[0].length : 1;
    if (this.width === 0)
      throw invalidData(`${place}: x[0]`, "expected at least one feature, got an empty list");
    return steps.flatMap((step, index) => this.stepFeatures(step, index, place));
  }

  private stepFeatures(step: unknown, index: number, place: string): number[] {
    const given: readonly unknown[] = Array.isArray(step) ? step : [step];
    if (given.length !== this.features) {
      const message = `expected ${this.features} features as the first time step has, got ${given.length}`;
      throw invalidData(`${place}: x[${index}]`, message);
    }
    return given.map((value, feature) =>
      checkNumber(value, () => `${place}: x[${index}]${Array.isArray(step) ? `[${feature}]` : ""}`),
    );
  }
}

function readTokens(tokens: TokenNumbers, x: unknown, place: string): number[] {
  const where = () => `${place}: x`;
  if (typeof x === "string") return tokens.ofText(x, where);
  if (Array.isArray(x) && x.every((token) => typeof token === "string")) return tokens.ofTokens(x, where);
  throw invalidData(where(), `expected a text or a list of tokens, got ${showUnknown(x)}`);
}
