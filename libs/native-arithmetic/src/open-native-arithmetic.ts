import type { ArithmeticEngine } from "@lockstep/numerics";
import { loadAddon } from "./load-addon.js";
import { NativeArithmetic, type NativeArithmeticOptions } from "./native-arithmetic.js";

/** The arithmetic, or why there is none. */
export type OpenedArithmetic =
  { readonly arithmetic: ArithmeticEngine } | { readonly unavailable: string; readonly cause: unknown };

export function openNativeArithmetic(options: NativeArithmeticOptions = {}): OpenedArithmetic {
  try {
    return { arithmetic: new NativeArithmetic(loadAddon(), options) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return { unavailable: reason.split("\n", 1)[0] as string, cause };
  }
}
