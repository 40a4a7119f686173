import { tensorflowEnvironment } from "@lockstep/backend-tfjs/environment";

/**
 * Sets what native libraries read from the environment. Threads get a copy of it, so it must be there before the first
 * one starts.
 */
export function prepareEnvironment(): void {
  Object.assign(process.env, tensorflowEnvironment());
}
