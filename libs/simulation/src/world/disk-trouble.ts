/** What is wrong with a disk at the moment. */
export interface DiskTrouble {
  /** Simulated times until which: there is no room, */
  fullUntil: number;
  /** operations fail now and then, with this probability, */
  failingUntil: number;
  failureShare: number;
  /** flushes are answered at once and not carried out. */
  lyingUntil: number;
}

export function noTrouble(): DiskTrouble {
  return { fullUntil: 0, failingUntil: 0, failureShare: 0, lyingUntil: 0 };
}
