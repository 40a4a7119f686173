import { BackendError, type GradientBackend } from "@lockstep/backend";
import type { InstructionSet } from "./addon/addon.js";
import { loadAddon } from "./addon/load-addon.js";
import { usableCores } from "./addon/usable-cores.js";
import { NativeBackend } from "./native-backend.js";

export interface NativeBackendOptions {
  /** Default: the fastest that this machine can run. The numbers are the same on each. */
  readonly instructionSet?: InstructionSet;
  /** Threads for ranges of micro-batches. Default: one for each core that this process may use. */
  readonly threads?: number;
}

/** A backend that has models for ranges. */
export type OpenedNativeBackend = GradientBackend & Required<Pick<GradientBackend, "prepareForRanges">>;

/** @throws BackendError `unavailable` where there is no addon, or the machine has not got the instruction set */
export function openNativeBackend(options: NativeBackendOptions = {}): OpenedNativeBackend {
  const addon = loadAddon();
  const sets = addon.instructionSets();
  const set = options.instructionSet ?? sets[0];
  if (set === undefined || !sets.includes(set)) {
    throw new BackendError(
      "unavailable",
      `instructionSet: expected one of ${sets.join(", ")}, got ${String(set)}`,
    );
  }
  return new NativeBackend(addon, set, options.threads ?? usableCores());
}
