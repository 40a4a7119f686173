import type { ClusterView, WorkerView } from "@lockstep/telemetry/views";

export function workerSample(more: Partial<WorkerView> = {}): WorkerView {
  return {
    workerId: "worker-1",
    state: "live",
    slots: 2,
    backend: "native",
    fingerprint: "a91f0b77c3d2e45890aa",
    address: "10.0.0.11:51234",
    joinedMs: 1_796_000_000_000,
    leaseAgeMs: 240,
    leaseDurationMs: 5000,
    roundTripMs: 0.8,
    microBatchesPerSecond: 212.4,
    share: 0.46,
    held: 4,
    dropped: 0,
    cpu: 1.93,
    memoryBytes: 312e6,
    ...more,
  };
}

/** Five workers in all states that there are, one of them with another fingerprint. */
export function clusterSample(time = 1_796_000_300_000): ClusterView {
  const workers = [
    workerSample({ joinedMs: time - 3_000_000 }),
    workerSample({
      workerId: "worker-2",
      address: "10.0.0.12:50022",
      joinedMs: time - 3_000_000,
      roundTripMs: 1.2,
      microBatchesPerSecond: 198.7,
      share: 0.43,
      cpu: 1.88,
      memoryBytes: 305e6,
    }),
    workerSample({
      workerId: "worker-3",
      address: "10.0.0.13:40110",
      state: "lease-expired",
      slots: 1,
      backend: "tfjs-wasm",
      leaseAgeMs: 7300,
      roundTripMs: 48,
      microBatchesPerSecond: 50.8,
      share: 0.11,
      held: 0,
      dropped: 3,
      cpu: 0.31,
      memoryBytes: 590e6,
    }),
    workerSample({
      workerId: "worker-4",
      address: "[fd00::14]:50818",
      state: "quarantined",
      fingerprint: "77b2c0d1e2f300112233",
      microBatchesPerSecond: 0,
      share: 0,
      held: 0,
      cpu: 0.02,
    }),
    standby(),
  ];
  return { time, workers, coordinator: { cpu: 0.42, memoryBytes: 184e6 } };
}

/** It joined right now: little is known of it. */
function standby(): WorkerView {
  return {
    workerId: "worker-5",
    state: "standby",
    slots: 4,
    backend: "native",
    fingerprint: "a91f0b77c3d2e45890aa",
    address: "10.0.0.15:50001",
    joinedMs: 1_796_000_299_000,
    leaseAgeMs: 90,
    microBatchesPerSecond: 0,
    share: 0,
    held: 0,
    dropped: 0,
  };
}
