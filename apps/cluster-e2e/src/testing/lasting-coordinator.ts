import { connect, type Client } from "@lockstep/client";
import type { Job } from "@lockstep/job";
import type { RunEvent } from "@lockstep/telemetry";
import { LockstepProcess } from "./lockstep-process.js";

/** A coordinator on one address and one data folder that is killed and started again. */
export class LastingCoordinator {
  #process: LockstepProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly options: readonly string[],
    readonly address: string,
    readonly client: Client,
  ) {}

  /** @param options further ones of `lockstep coordinator` */
  static async start(
    folder: string,
    dataDir: string,
    options: readonly string[] = [],
  ): Promise<LastingCoordinator> {
    const all = ["--http", "127.0.0.1:0", "--data-dir", dataDir, ...options];
    const first = await launch(folder, "127.0.0.1:0", all);
    const lasting = new LastingCoordinator(folder, all, first.address, connect(first.address));
    lasting.#process = first.process;
    return lasting;
  }

  /** Of the process that runs now. */
  get stderr(): string {
    return this.#process?.stderr ?? "";
  }

  /** Ends the process without a word, and waits until it is gone. */
  async kill(): Promise<void> {
    this.#process?.kill("SIGKILL");
    await this.#process?.ended;
  }

  /** Starts it again where it was. */
  async restart(): Promise<void> {
    this.#process = (await launch(this.folder, this.address, this.options)).process;
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal);
  }

  /** Resolves when the process is gone. */
  async ended(): Promise<void> {
    await this.#process?.ended;
  }

  async submit(job: Job, minWorkers = 1): Promise<string> {
    return this.client.submit({ kind: "train", job, minWorkers });
  }

  /** All events of a run, each once, over as many lives of the coordinator as it takes. */
  async *watch(runId: string): AsyncGenerator<RunEvent, void> {
    let after = 0;
    for (;;) {
      try {
        for await (const event of this.client.watch(runId, { after })) {
          after = event.sequence;
          yield event;
          if (event.type === "run-finished") return;
        }
      } catch (error) {
        // Between two lives; any other error is a failure of the test.
        if ((error as { code?: string }).code !== "unreachable") throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  close(): void {
    this.client.close();
  }
}

async function launch(
  folder: string,
  listen: string,
  options: readonly string[],
): Promise<{ process: LockstepProcess; address: string }> {
  const process = new LockstepProcess(["coordinator", "--listen", listen, ...options], {
    cwd: folder,
    ipc: true,
  });
  return { process, address: String((await process.message("ready")).grpc) };
}
