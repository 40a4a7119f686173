import { describeConformance, type OpenBackend } from "@lockstep/backend/conformance";
import { loadAddon } from "./addon/load-addon.js";
import type { InstructionSet } from "./addon/addon.js";
import { openNativeBackend } from "./open-native-backend.js";

/** Left out only where the processor has not got the instruction set. */
function opening(instructionSet: InstructionSet): OpenBackend {
  return () => {
    const sets = loadAddon().instructionSets();
    if (!sets.includes(instructionSet))
      return Promise.resolve({ unavailable: `this processor has ${sets.join(", ")}` });
    return Promise.resolve(openNativeBackend({ instructionSet }));
  };
}

for (const set of ["avx512", "avx2", "neon", "portable"] as const)
  describeConformance(`native, ${set}`, opening(set));
