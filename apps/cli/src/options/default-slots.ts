import { usableCores } from "@lockstep/backend-native/usable-cores";

/** Each slot holds a copy of the backend: more of them must be asked for. */
const mostDefaultSlots = 8;

/** Slots of a worker that shares the cores that this process may use with others. */
export function defaultSlots(workers: number, cores = usableCores()): number {
  return Math.min(mostDefaultSlots, Math.max(1, Math.floor(cores / workers)));
}
