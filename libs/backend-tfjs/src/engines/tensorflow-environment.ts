import { BackendError } from "@lockstep/backend";

const environment = {
  // One thread inside an operation and one operation at a time: sums are always taken in one order.
  TF_NUM_INTRAOP_THREADS: "1",
  TF_NUM_INTEROP_THREADS: "1",
  TF_CPP_MIN_LOG_LEVEL: "3",
  // Eigen's kernels: on small matrices a third faster than oneDNN's, on large ones as fast; and oneDNN prints a banner.
  TF_ENABLE_ONEDNN_OPTS: "0",
  // Eigen's matrix product is oneDNN's. Capped, every CPU from AVX2 on takes the same kernel, so the same bits; and its
  // AVX-512 kernel corrupts the heap when a signal arrives inside it (seen with TensorFlow 2.21 under `node --cpu-prof`).
  ONEDNN_MAX_CPU_ISA: "AVX2",
} as const;

/**
 * Environment variables that a process must have before it loads TensorFlow. libtensorflow reads the process's real
 * environment: in a worker thread `process.env` is a copy, so set them where the process is started.
 */
export function tensorflowEnvironment(): Record<string, string> {
  return { ...environment };
}

/** @throws BackendError naming each variable that is not in effect. */
export function checkTensorflowEnvironment(actual: NodeJS.ProcessEnv): void {
  const wrong = Object.entries(environment)
    .filter(([name, value]) => actual[name] !== value)
    .map(([name, value]) => `${name}=${value} (is ${actual[name] ?? "not set"})`);
  if (wrong.length === 0) return;
  throw new BackendError(
    "unavailable",
    `backend tensorflow: expected ${wrong.join(", ")} in the environment before the process loads TensorFlow; start the process with tensorflowEnvironment()`,
  );
}
