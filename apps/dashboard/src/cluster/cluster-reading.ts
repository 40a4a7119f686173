import type { WorkerSnapshot } from "@lockstep/telemetry/events";
import type { WorkerView } from "@lockstep/telemetry/views";
import { counted } from "../format/counted.js";

/** `2 live, 1 silent, 1 on standby`: how many workers are in each state, those that work first. */
export function workerCounts(workers: readonly WorkerSnapshot[]): string {
  if (workers.length === 0) return "no workers";
  return stateWords
    .map(([state, words]) => [workers.filter((worker) => worker.state === state).length, words] as const)
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
    .join(", ");
}

const stateWords = [
  ["live", "live"],
  ["leaving", "leaving"],
  ["lease-expired", "silent"],
  ["standby", "on standby"],
  ["quarantined", "quarantined"],
] as const satisfies readonly (readonly [WorkerSnapshot["state"], string])[];

/** The fingerprint of those that do the most of the work; of equals, what most workers have. */
export function usualFingerprint(workers: readonly WorkerView[]): string | undefined {
  const groups = new Map<string, { share: number; count: number }>();
  for (const { fingerprint, share } of workers) {
    const group = groups.get(fingerprint) ?? { share: 0, count: 0 };
    groups.set(fingerprint, { share: group.share + share, count: group.count + 1 });
  }
  return [...groups].sort(([, a], [, b]) => b.share - a.share || b.count - a.count)[0]?.[0];
}

/** Whether all compute the same bits, by what their fingerprints say. */
export function fingerprintText(workers: readonly WorkerView[]): string {
  const usual = usualFingerprint(workers);
  if (usual === undefined) return "";
  const others = workers.filter(({ fingerprint }) => fingerprint !== usual);
  if (others.length === 0) return "All workers have the same fingerprint: they compute the same bits.";
  const names = others.map(({ workerId }) => workerId).join(", ");
  return `${counted(others.length, "worker has", "workers have")} another fingerprint than the others: ${names}.`;
}

/** How much of its lease a silent worker has used up, from 0 to 1; undefined while there is no lease. */
export function leaseUsed(worker: {
  readonly leaseAgeMs: number;
  readonly leaseDurationMs?: number;
}): number | undefined {
  if (worker.leaseDurationMs === undefined || worker.leaseDurationMs <= 0) return undefined;
  return Math.min(1, worker.leaseAgeMs / worker.leaseDurationMs);
}

/** Why a worker cannot be drained; undefined where it can be. */
export function drainRefusal({ state }: WorkerSnapshot): string | undefined {
  switch (state) {
    case "leaving":
      return "It is leaving already.";
    case "lease-expired":
      return "It is silent: it would not hear of it. Its work went to others.";
    case "live":
    case "quarantined":
    case "standby":
      return undefined;
  }
}
