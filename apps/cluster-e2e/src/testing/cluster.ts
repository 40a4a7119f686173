import { connect, type Client } from "@lockstep/client";
import type { Job } from "@lockstep/job";
import type { RunEvent } from "@lockstep/telemetry";
import { startCoordinator } from "./coordinator-process.js";
import { LockstepProcess } from "./lockstep-process.js";
import type { Workspace } from "./workspace.js";

/** A coordinator and workers, each a process, that stay for many runs. */
export class Cluster {
  readonly #workers = new Map<string, LockstepProcess>();

  private constructor(
    private readonly workspace: Workspace,
    private readonly address: string,
    readonly client: Client,
  ) {}

  /** The coordinator may read files anywhere. */
  static async start(workspace: Workspace, workers: number): Promise<Cluster> {
    const { address } = await startCoordinator(workspace, ["--data-root", "/"]);
    const cluster = new Cluster(workspace, address, connect(address));
    for (let index = 0; index < workers; index++) cluster.addWorker(`worker-${index}`);
    return cluster;
  }

  addWorker(workerId: string): void {
    const args = ["worker", "--coordinator", this.address, "--worker-id", workerId, "--slots", "1"];
    this.#workers.set(workerId, new LockstepProcess(args, { cwd: this.workspace.folder }));
  }

  /** Ends a worker without a word; it is not waited for any more. */
  kill(workerId: string): void {
    this.#workers.get(workerId)?.kill("SIGKILL");
    this.#workers.delete(workerId);
  }

  /**
   * Trains with all workers there.
   * @param react is handed each event as it comes
   */
  async train(job: Job, react: (event: RunEvent) => void = () => undefined): Promise<RunEvent[]> {
    const events: RunEvent[] = [];
    const minWorkers = this.#workers.size;
    const runId = await this.client.submit({ kind: "train", job, minWorkers });
    for await (const event of this.client.watch(runId)) {
      events.push(event);
      react(event);
    }
    return events;
  }

  /** Its processes are the workspace's to end. */
  close(): void {
    this.client.close();
  }
}
