import { connect, type Client } from "@lockstep/client";
import type { Job } from "@lockstep/job";
import { residentMemoryMiB } from "../processes/resident-memory.js";
import { LockstepProcess } from "../processes/lockstep-process.js";
import { temporaryFolder } from "../processes/temporary-folder.js";
import { joinedWorkers } from "../processes/joined-workers.js";

export interface ClusterSettings {
  readonly workers: number;
  readonly backend: string;
}

/** A coordinator and workers, each a real process started by the command line, kept for several runs. */
export class BenchmarkCluster {
  private constructor(
    private readonly coordinator: LockstepProcess,
    private readonly workers: readonly LockstepProcess[],
    private readonly client: Client,
  ) {}

  /** @throws Error where a process ends before all workers have joined */
  static async start({ workers, backend }: ClusterSettings): Promise<BenchmarkCluster> {
    const folder = await temporaryFolder();
    const coordinator = new LockstepProcess([
      ...["coordinator", "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0", "--log-level", "error"],
      ...["--data-dir", folder, "--data-root", folder],
    ]);
    const started: LockstepProcess[] = [];
    try {
      const { grpc, http } = await Promise.race([coordinator.listening, coordinator.failure]);
      started.push(...Array.from({ length: workers }, (_, index) => startWorker(grpc, backend, index + 1)));
      const failures = [coordinator, ...started].map((process) => process.failure);
      await Promise.race([joinedWorkers(http, workers), ...failures]);
      return new BenchmarkCluster(coordinator, started, connect(grpc));
    } catch (error) {
      await Promise.all([coordinator, ...started].map((process) => process.close()));
      throw error;
    }
  }

  /** Trains a job of one run. Gives the mean of its steps' durations in milliseconds, without the first ones. */
  async stepMs(job: Job, warmUpSteps: number): Promise<number> {
    const failures = [this.coordinator, ...this.workers].map((process) => process.failure);
    return Promise.race([this.#train(job, warmUpSteps), ...failures]);
  }

  async #train(job: Job, warmUpSteps: number): Promise<number> {
    const runId = await this.client.submit({ kind: "train", job, minWorkers: this.workers.length });
    const durations: number[] = [];
    for await (const event of this.client.watch(runId)) {
      if (event.type === "step" && event.step > warmUpSteps) durations.push(event.durationMs);
      if (event.type === "run-finished" && event.outcome !== "completed") {
        throw new Error(`the run ${event.outcome}: ${event.reason ?? "no reason was given"}`);
      }
    }
    return durations.reduce((sum, duration) => sum + duration, 0) / durations.length;
  }

  /** Resident memory in MiB. @throws Error where the process has ended */
  memoryOf(role: "coordinator" | "worker"): Promise<number> {
    return residentMemoryMiB(role === "coordinator" ? this.coordinator.pid : this.workers[0]?.pid);
  }

  async close(): Promise<void> {
    this.client.close();
    await Promise.all([this.coordinator, ...this.workers].map((process) => process.close()));
  }
}

/** With one slot. */
export function startWorker(coordinator: string, backend: string, number: number): LockstepProcess {
  return new LockstepProcess([
    ...["worker", "--coordinator", coordinator, "--backend", backend, "--slots", "1"],
    ...["--worker-id", `worker-${number}`, "--log-level", "error"],
  ]);
}
