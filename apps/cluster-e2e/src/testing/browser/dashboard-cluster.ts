import { createServer, type AddressInfo } from "node:net";
import { parseJob } from "@lockstep/job";
import type { RunEvent } from "@lockstep/telemetry";
import { LastingCoordinator } from "../lasting-coordinator.js";
import { LockstepProcess } from "../lockstep-process.js";
import { Workspace } from "../workspace.js";

type Finished = Extract<RunEvent, { type: "run-finished" }>;

/** A coordinator with its dashboard on a fixed port, and workers by name. */
export class DashboardCluster {
  readonly #workers = new Map<string, LockstepProcess>();

  private constructor(
    readonly workspace: Workspace,
    readonly coordinator: LastingCoordinator,
    /** Without a slash at its end. */
    readonly address: string,
  ) {}

  static async start(...workerIds: readonly string[]): Promise<DashboardCluster> {
    const workspace = await Workspace.open();
    const http = `127.0.0.1:${await freePort()}`;
    const coordinator = await LastingCoordinator.start(workspace.folder, "data", ["--http", http]);
    const cluster = new DashboardCluster(workspace, coordinator, `http://${http}`);
    for (const workerId of workerIds) cluster.addWorker(workerId);
    return cluster;
  }

  addWorker(workerId: string): void {
    const args = ["worker", "--coordinator", this.coordinator.address, "--worker-id", workerId];
    const options = { cwd: this.workspace.folder };
    this.#workers.set(workerId, new LockstepProcess([...args, "--slots", "1"], options));
  }

  async killWorker(workerId: string): Promise<void> {
    const worker = this.#workers.get(workerId);
    worker?.kill("SIGKILL");
    await worker?.ended;
  }

  /** @param job as JSON */
  submit(job: string): Promise<string> {
    return this.coordinator.submit(parseJob(job, { format: "json" }));
  }

  /** How a run ended, when it has. */
  async finished(runId: string): Promise<Finished> {
    for await (const event of this.coordinator.watch(runId)) if (event.type === "run-finished") return event;
    throw new Error(`run ${runId} has no end`);
  }

  /** Ends all runs that have not ended, so that the next one has its turn. */
  async stopAll(): Promise<void> {
    const { client } = this.coordinator;
    for (const { runId, state } of await client.runs()) {
      if (["completed", "stopped", "failed"].includes(state)) continue;
      await client.stop(runId);
      await this.finished(runId);
    }
  }

  async close(): Promise<void> {
    this.coordinator.close();
    await this.workspace.close();
  }
}

/** One that nobody has at the moment. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
