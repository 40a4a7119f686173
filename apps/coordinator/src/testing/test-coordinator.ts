import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { connect, type Client } from "@lockstep/client";
// Requests are read in a thread, started from a file that Node can run: the built one.
import { startCoordinator, type Coordinator, type CoordinatorOptions } from "@lockstep/coordinator";
import { silentLogger } from "@lockstep/logging";
import type { Assignment, Result } from "@lockstep/protocol";
import { serialiseNpy } from "@lockstep/sequence-data";
import type { RunEvent } from "@lockstep/telemetry";
import { ZipFile } from "yazl";
import { RawWorker } from "./raw-worker.js";

/** A coordinator with a folder, a client and workers that are the test's. */
export class TestCoordinator {
  readonly #workers: RawWorker[] = [];

  private constructor(
    readonly dataDir: string,
    readonly coordinator: Coordinator,
    readonly client: Client,
  ) {}

  static async start(): Promise<TestCoordinator> {
    const dataDir = await mkdtemp(join(tmpdir(), "lockstep-coordinator-"));
    const coordinator = await startCoordinator(optionsFor(dataDir));
    return new TestCoordinator(dataDir, coordinator, connect(coordinator.grpcAddress));
  }

  rawWorker(): RawWorker {
    const worker = new RawWorker(this.coordinator.grpcAddress);
    this.#workers.push(worker);
    return worker;
  }

  async eventsOf(runId: string): Promise<RunEvent[]> {
    const events: RunEvent[] = [];
    for await (const event of this.client.watch(runId)) events.push(event);
    return events;
  }

  /** Writes `<name>.npz` below the data root. */
  writeNpz(name: string, arrays: Record<string, NpyArray>): Promise<void> {
    return writeNpz(join(this.dataDir, name), arrays);
  }

  async close(): Promise<void> {
    this.client.close();
    for (const worker of this.#workers) worker.close();
    await this.coordinator.close();
    await rm(this.dataDir, { recursive: true });
  }
}

export function optionsFor(dataDir: string): CoordinatorOptions {
  const local = { host: "127.0.0.1", port: 0 };
  return { listen: local, http: local, dataDir, dataRoot: dataDir, logger: silentLogger() };
}

export interface NpyArray {
  readonly shape: number[];
  readonly values: Float32Array;
}

export async function writeNpz(path: string, arrays: Record<string, NpyArray>): Promise<void> {
  const zip = new ZipFile();
  for (const [name, { shape, values }] of Object.entries(arrays))
    zip.addBuffer(Buffer.from(serialiseNpy(shape, values)), `${name}.npy`);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}

/** Answers every assignment of a run, in their order, until the run ends. Gives the assignments. */
export async function answerAll(
  worker: RawWorker,
  runId: string,
  answer: (assignment: Assignment) => Result,
): Promise<Assignment[]> {
  const answered: Assignment[] = [];
  const ended = worker.next("run-end", (end) => end.runId === runId);
  for (;;) {
    const next = await Promise.race([
      ended,
      worker.next("assignment", (one) => one.runId === runId && !answered.includes(one)),
    ]);
    if (next.type === "run-end") return answered;
    answered.push(next);
    const { parametersVersion } = next;
    const parameters = worker.next(
      "parameters",
      (one) => one.runId === runId && one.version === parametersVersion,
    );
    // A run may end before it makes the parameters of a round that travelled ahead.
    if ((await Promise.race([ended, parameters])).type === "run-end") return answered;
    worker.say(answer(next));
  }
}
