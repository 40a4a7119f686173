import { constants } from "node:os";
import type { StopSignal } from "./io.js";

/** 0 done, 1 failed, 2 what was typed or named cannot be used; 128 + n after signal n. */
export const exitCodes = { done: 0, failed: 1, usage: 2 } as const;

export function signalExitCode(signal: StopSignal): number {
  return 128 + constants.signals[signal];
}
