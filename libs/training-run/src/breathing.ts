import type { Sliced } from "@lockstep/numerics";
import type { RunCommand } from "./run-messages.js";

const breathe: RunCommand = { type: "breathe" };

/** A computation whose stops are commands. */
export function* breathing<T>(sliced: Sliced<T>): Generator<RunCommand, T> {
  let next = sliced.next();
  while (next.done !== true) {
    yield next.value ? { type: "breathe", until: next.value } : breathe;
    next = sliced.next();
  }
  return next.value;
}
