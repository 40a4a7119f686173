import type { Logger } from "@lockstep/logging";
import type { ModelPlan } from "@lockstep/model";
import type { ArithmeticEngine } from "@lockstep/numerics";

/** Gives arithmetic for large vectors, or why there is none. */
export type OpenArithmetic = () =>
  { readonly arithmetic: ArithmeticEngine } | { readonly unavailable: string; readonly cause: unknown };

/** Parameters from which native arithmetic takes a hundred microseconds off a step. */
const leastParameters = 10_000;

/** Arithmetic for runs of large models: opened with the first of them, and missed aloud once. */
export class LargeModelArithmetic {
  #opened: { readonly arithmetic: ArithmeticEngine | undefined } | undefined;

  /** @param open absent: there is none, and nobody misses it */
  constructor(
    private readonly logger: Logger,
    private readonly open: OpenArithmetic | undefined,
  ) {}

  /** Undefined: TypeScript's is as good, or all there is. */
  of({ parameterCount }: Pick<ModelPlan, "parameterCount">): ArithmeticEngine | undefined {
    if (parameterCount < leastParameters || !this.open) return undefined;
    this.#opened ??= { arithmetic: this.#openAloud(this.open) };
    return this.#opened.arithmetic;
  }

  #openAloud(open: OpenArithmetic): ArithmeticEngine | undefined {
    const opened = open();
    if ("arithmetic" in opened) return opened.arithmetic;
    this.logger.warn(
      { error: opened.cause },
      "updates of large models are computed in TypeScript, with the same bits and several times slower: " +
        "the native addon cannot be loaded",
    );
    return undefined;
  }
}
