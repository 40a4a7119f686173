import { connect, type Client } from "@lockstep/client";
import type { Job } from "@lockstep/job";
import { removeFolder, temporaryFolder } from "../processes/temporary-folder.js";
import { AskedProcess } from "./asked-process.js";
import type { AskedOfWorkers, SaidByWorkers } from "./light-workers.js";
import type { AskedOfCoordinator, CoordinatorLoad, SaidByCoordinator } from "./probed-coordinator.js";

/** What one run under load came to. */
export interface LoadFigures extends CoordinatorLoad {
  /** Of the steps after the first ones. */
  readonly stepMs: number;
  /** Milliseconds from each heartbeat of each worker to its echo. */
  readonly roundTripsMs: readonly number[];
}

/** A coordinator's process, and processes with light workers. */
export class LoadCluster {
  readonly #workers: AskedProcess<AskedOfWorkers, SaidByWorkers>[] = [];

  private constructor(
    private readonly coordinator: AskedProcess<AskedOfCoordinator, SaidByCoordinator>,
    private readonly folder: string,
    private readonly address: string,
    private readonly client: Client,
  ) {}

  static async start(): Promise<LoadCluster> {
    const folder = await temporaryFolder();
    const coordinator = new AskedProcess<AskedOfCoordinator, SaidByCoordinator>("./probed-coordinator.js", [
      folder,
    ]);
    const { grpc } = await coordinator.next("ready");
    return new LoadCluster(coordinator, folder, grpc, connect(grpc));
  }

  /** Adds workers, spread over some processes, and waits until all have joined. */
  async addWorkers(workers: number, processes: number): Promise<void> {
    const added = Array.from({ length: processes }, (_, index) => {
      const count =
        Math.floor(((index + 1) * workers) / processes) - Math.floor((index * workers) / processes);
      const name = `light-${this.#workers.length + index}`;
      const args = [this.address, `${count}`, name];
      return new AskedProcess<AskedOfWorkers, SaidByWorkers>("./light-workers.js", args);
    });
    this.#workers.push(...added);
    await Promise.all(added.map((process) => process.next("joined")));
  }

  /** Resident memory of the coordinator in MiB, after what is not used any more was let go. */
  async coordinatorMemoryMiB(): Promise<number> {
    this.coordinator.ask("memory");
    return (await this.coordinator.next("memory")).residentMiB;
  }

  /** Trains a job, and measures from the step after `warmUpSteps` to the last. */
  async train(job: Job, minWorkers: number, warmUpSteps: number): Promise<LoadFigures> {
    const failures = [this.coordinator, ...this.#workers].map((process) => process.failure);
    return Promise.race([this.#train(job, minWorkers, warmUpSteps), ...failures]);
  }

  async #train(job: Job, minWorkers: number, warmUpSteps: number): Promise<LoadFigures> {
    const runId = await this.client.submit({ kind: "train", job, minWorkers });
    let [beganAt, endedAt, steps] = [0, 0, 0];
    for await (const event of this.client.watch(runId)) {
      if (event.type === "step" && event.step === warmUpSteps) {
        // As the coordinator has it: events come in groups.
        beganAt = event.time;
        await this.#reset();
      } else if (event.type === "step" && event.step > warmUpSteps) {
        endedAt = event.time;
        steps = event.step - warmUpSteps;
      } else if (event.type === "run-finished" && event.outcome !== "completed") {
        throw new Error(`the run ${event.outcome}: ${event.reason ?? "no reason was given"}`);
      }
    }
    return { ...(await this.#report()), stepMs: (endedAt - beganAt) / steps };
  }

  async #reset(): Promise<void> {
    for (const process of this.#workers) process.ask("reset");
    this.coordinator.ask("reset");
    await this.coordinator.next("reset");
  }

  async #report(): Promise<Omit<LoadFigures, "stepMs">> {
    this.coordinator.ask("load");
    for (const process of this.#workers) process.ask("report");
    const { load } = await this.coordinator.next("load");
    const reports = await Promise.all(this.#workers.map((process) => process.next("report")));
    return { ...load, roundTripsMs: reports.flatMap(({ roundTripsMs }) => roundTripsMs) };
  }

  async close(): Promise<void> {
    this.client.close();
    await Promise.all([this.coordinator, ...this.#workers].map((process) => process.close()));
    removeFolder(this.folder);
  }
}
