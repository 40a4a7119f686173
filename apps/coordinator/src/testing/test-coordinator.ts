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
import type { EventOf, RunEvent } from "@lockstep/telemetry";
import { ZipFile } from "yazl";
import { RawWorker } from "./raw-worker.js";

/** A coordinator with a folder, a client and workers that are the test's. */
export class TestCoordinator {
  readonly #workers: RawWorker[] = [];

  private constructor(
    readonly dataDir: string,
    public coordinator: Coordinator,
    public client: Client,
  ) {}

  static async start(change: Partial<CoordinatorOptions> = {}): Promise<TestCoordinator> {
    const dataDir = await mkdtemp(join(tmpdir(), "lockstep-coordinator-"));
    const coordinator = await startCoordinator({ ...optionsFor(dataDir), ...change });
    return new TestCoordinator(dataDir, coordinator, connect(coordinator.grpcAddress));
  }

  /** Ends it without a word to its runs. */
  async crash(): Promise<void> {
    this.client.close();
    for (const worker of this.#workers.splice(0)) worker.close();
    await this.coordinator.close();
  }

  /** Starts another one on the same folder. */
  async restart(change: Partial<CoordinatorOptions> = {}): Promise<void> {
    this.coordinator = await startCoordinator({ ...optionsFor(this.dataDir), ...change });
    this.client = connect(this.coordinator.grpcAddress);
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

  /** The first event of a run that satisfies the test. */
  async event<Type extends RunEvent["type"]>(
    runId: string,
    type: Type,
    fits: (event: EventOf<Type>) => boolean = () => true,
  ): Promise<EventOf<Type>> {
    for await (const event of this.client.watch(runId))
      if (event.type === type && fits(event as EventOf<Type>)) return event as EventOf<Type>;
    throw new Error(`the run ended without such an event of type ${type}`);
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
export function answerAll(
  worker: RawWorker,
  runId: string,
  answer: (assignment: Assignment) => Result,
): Promise<Assignment[]> {
  return answerUntil(worker, runId, Infinity, answer);
}

/** As {@link answerAll}, but leaves rounds from `endRound` on unanswered: gives what it answered when one comes. */
export async function answerUntil(
  worker: RawWorker,
  runId: string,
  endRound: number,
  answer: (assignment: Assignment) => Result,
): Promise<Assignment[]> {
  const answered: Assignment[] = [];
  const ended = worker.next("run-end", (end) => end.runId === runId);
  /** As a worker does: what can be computed first comes first. */
  const isReady = (one: Assignment): boolean =>
    worker.received.some(
      (message) =>
        message.type === "parameters" && message.runId === runId && message.version === one.parametersVersion,
    );
  for (;;) {
    const next = await Promise.race([
      ended,
      worker.next(
        "assignment",
        (one) => one.runId === runId && !answered.includes(one) && (one.round >= endRound || isReady(one)),
      ),
    ]);
    if (next.type === "run-end" || next.round >= endRound) return answered;
    answered.push(next);
    worker.say(answer(next));
  }
}
