import { setTimeout as after } from "node:timers/promises";
import type { StreamMessage } from "@lockstep/telemetry";

type Snapshot = Extract<StreamMessage, { type: "snapshot" }>["snapshot"];

/** Between two looks. */
const intervalMs = 20;
const limitMs = 60_000;

/** Resolves once a coordinator has so many workers. @param http its host:port @throws Error where it never has */
export async function joinedWorkers(http: string, workers: number): Promise<void> {
  const until = performance.now() + limitMs;
  for (;;) {
    const response = await fetch(`http://${http}/v1/snapshot`);
    const joined = ((await response.json()) as Snapshot).workers.length;
    if (joined >= workers) return;
    if (performance.now() > until) throw new Error(`workers: expected ${workers} to join, got ${joined}`);
    await after(intervalMs);
  }
}
