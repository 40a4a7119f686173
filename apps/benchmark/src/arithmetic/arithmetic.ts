import { openNativeArithmetic } from "@lockstep/native-arithmetic";
import type { ArithmeticEngine, Sliced } from "@lockstep/numerics";

/** Arithmetic on large vectors as a coordinator has it on this machine. */
export interface Arithmetic {
  /** Absent: all of it is TypeScript's. */
  readonly engine?: ArithmeticEngine;
  /** Why there is no engine. */
  readonly unavailable?: string;
}

export function coordinatorsArithmetic(): Arithmetic {
  const opened = openNativeArithmetic();
  return "arithmetic" in opened ? { engine: opened.arithmetic } : { unavailable: opened.unavailable };
}

/** Draws a computation to its end; a promise where some of it goes on beside this thread. */
export function drawn<Value>(sliced: Sliced<Value>): Value | Promise<Value> {
  for (;;) {
    const next = sliced.next();
    if (next.done) return next.value;
    if (next.value) return next.value.then(() => drawn(sliced));
  }
}
