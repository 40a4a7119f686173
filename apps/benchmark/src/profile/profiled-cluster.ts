import { connect, type Client } from "@lockstep/client";
import type { Job } from "@lockstep/job";
import { startWorker } from "../contenders/benchmark-cluster.js";
import { AskedProcess } from "../load/asked-process.js";
import { joinedWorkers } from "../processes/joined-workers.js";
import type { LockstepProcess } from "../processes/lockstep-process.js";
import { removeFolder, temporaryFolder } from "../processes/temporary-folder.js";
import type { AskedOfProfile, SaidByProfile } from "./profiled-coordinator.js";
import { meanPhases, type StepPhases } from "./step-phases.js";

/** Means of a run's steps. */
export interface ClusterProfile {
  /** As the run's events tell it. */
  readonly stepMs: number;
  readonly phases: StepPhases;
}

/** A coordinator that tells where its time goes, and workers as they are. */
export class ProfiledCluster {
  private constructor(
    private readonly coordinator: AskedProcess<AskedOfProfile, SaidByProfile>,
    private readonly workers: readonly LockstepProcess[],
    private readonly client: Client,
    private readonly folder: string,
  ) {}

  static async start(workers: number, backend: string): Promise<ProfiledCluster> {
    const folder = await temporaryFolder();
    const coordinator = new AskedProcess<AskedOfProfile, SaidByProfile>(
      "../profile/profiled-coordinator.js",
      [folder],
    );
    const started: LockstepProcess[] = [];
    try {
      const { grpc, http } = await coordinator.next("ready");
      started.push(...Array.from({ length: workers }, (_, index) => startWorker(grpc, backend, index + 1)));
      await Promise.race([joinedWorkers(http, workers), ...started.map((process) => process.failure)]);
      return new ProfiledCluster(coordinator, started, connect(grpc), folder);
    } catch (error) {
      await Promise.all([coordinator, ...started].map((process) => process.close()));
      throw error;
    }
  }

  /** Trains a job, and looks at the steps after the first ones. @throws Error where there are none */
  async profile(job: Job, warmUpSteps: number): Promise<ClusterProfile> {
    const failures = [this.coordinator, ...this.workers].map((process) => process.failure);
    return Promise.race([this.#train(job, warmUpSteps), ...failures]);
  }

  async #train(job: Job, warmUpSteps: number): Promise<ClusterProfile> {
    this.coordinator.ask("reset");
    await this.coordinator.next("reset");
    const runId = await this.client.submit({ kind: "train", job, minWorkers: this.workers.length });
    const durations: number[] = [];
    for await (const event of this.client.watch(runId)) {
      if (event.type === "step" && event.step > warmUpSteps) durations.push(event.durationMs);
      if (event.type === "run-finished" && event.outcome !== "completed")
        throw new Error(`the run ${event.outcome}: ${event.reason ?? "no reason was given"}`);
    }
    this.coordinator.ask("phases");
    const { steps } = await this.coordinator.next("phases");
    const stepMs = durations.reduce((sum, duration) => sum + duration, 0) / durations.length;
    const measured = steps.filter(({ version }) => version >= warmUpSteps);
    return { stepMs, phases: meanPhases(measured.map(({ phases }) => phases)) };
  }

  async close(): Promise<void> {
    this.client.close();
    await Promise.all([this.coordinator, ...this.workers].map((process) => process.close()));
    removeFolder(this.folder);
  }
}
