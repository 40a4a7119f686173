/** What the addon exports: the types of the native boundary. */
export interface Addon {
  /** Names the bits that the kernels give; the same on every processor. */
  readonly numericsVersion: string;
  /** The instruction sets that this machine can run, the fastest first. */
  instructionSets(): readonly InstructionSet[];
}

export type InstructionSet = "avx512" | "avx2" | "neon" | "portable";
