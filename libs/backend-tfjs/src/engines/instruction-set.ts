import { readFileSync } from "node:fs";
import { cpus } from "node:os";

/** From the widest: the sets among which TensorFlow's kernels choose by the CPU; the environment caps them at AVX2. */
const x64Sets = [
  { name: "avx2-fma", flags: ["avx2", "fma"] },
  { name: "avx", flags: ["avx"] },
  { name: "sse4", flags: ["sse4_1"] },
] as const;

/** The CPU as far as it decides the bits of TensorFlow's results, such as `x64-avx2-fma`. */
export function instructionSet(): string {
  if (process.platform !== "linux" || process.arch !== "x64") return `${process.arch}-${cpuModel()}`;
  return instructionSetOf(readFileSync("/proc/cpuinfo", "utf8"));
}

/** @param cpuInfo text of Linux's /proc/cpuinfo on x86-64 */
export function instructionSetOf(cpuInfo: string): string {
  const flags = new Set(/^flags\s*:\s*(.*)$/m.exec(cpuInfo)?.[1]?.split(/\s+/));
  const widest = x64Sets.find((set) => set.flags.every((flag) => flags.has(flag)));
  return `x64-${widest?.name ?? "sse2"}`;
}

/** Where the flags cannot be read, only equal CPU models are known to compute alike. */
function cpuModel(): string {
  const model = cpus().at(0)?.model ?? "unknown";
  return model.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}
