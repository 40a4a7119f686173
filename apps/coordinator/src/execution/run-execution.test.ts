import type { DurableCommand, DurableRun } from "@lockstep/durable-run";
import { silentLogger } from "@lockstep/logging";
import type { EventLog } from "@lockstep/telemetry";
import type { RunResult } from "@lockstep/training-run";
import { expect, it } from "vitest";
import type { ClusterEndpoint } from "../cluster-endpoint.js";
import { CoordinatorError } from "../coordinator-error.js";
import { RunObserver } from "../observation/run-observer.js";
import type { PreparedRun } from "../prepared-run.js";
import type { RunFiles } from "../run-files.js";
import type { WorkerSession } from "../worker-session.js";
import { RunExecution, type RunEnding } from "./run-execution.js";

/** Takes a step whose rows for the next one cannot be read, in two halves with a wait between them. */
class HalvesMachine {
  readonly state = "running";
  readonly deadline = Infinity;
  readonly halves: string[] = [];

  constructor(private readonly secondHalf: Promise<void>) {}

  *handle(): Generator<DurableCommand, void> {
    yield { type: "begin", worker: "a", version: 0, parameters: new Float32Array(1) };
    this.halves.push("parameters");
    yield { type: "breathe", until: this.secondHalf };
    this.halves.push("digest");
  }

  fail(reason: string): RunResult {
    this.halves.push("failed");
    return { outcome: "failed", reason } as RunResult;
  }
}

const session = {
  workerId: "a",
  incarnation: 1,
  creditBytes: 100,
  hello: { slots: 1, backend: "native", fingerprint: "native 1" },
  allowTensorBytes: () => undefined,
} as unknown as WorkerSession;

it("takes a step to its end before a row that cannot be read ends the run", async () => {
  let finishStep = (): void => undefined;
  const machine = new HalvesMachine(new Promise((resolve) => (finishStep = resolve)));
  const endings: RunEnding[] = [];
  const unreadable = new CoordinatorError("INVALID_REQUEST", "x.npy: expected a finite number in row 4");
  const execution = new RunExecution({
    run: {
      runId: "run",
      plan: { inputs: [], outputShape: [], stateSize: 0, parameterCount: 1 },
      definition: { leaseDurationMs: 1e6, shape: { batchSize: 1 } },
      data: { inFiles: {}, layouts: {}, largestRowBytes: 4 },
    } as unknown as PreparedRun,
    machine: machine as unknown as DurableRun,
    files: {} as unknown as RunFiles,
    events: {} as unknown as EventLog,
    logger: silentLogger(),
    now: () => 0,
    cluster: {
      send: () => {
        throw unreadable;
      },
    } as unknown as ClusterEndpoint,
    observer: new RunObserver("run", () => 0),
    finished: (ending) => endings.push(ending),
  });
  execution.join(session);
  await new Promise(setImmediate);
  expect(machine.halves).toEqual(["parameters"]);
  expect(endings).toEqual([]);
  finishStep();
  await new Promise(setImmediate);
  expect(machine.halves).toEqual(["parameters", "digest", "failed"]);
  expect(endings).toEqual([{ result: { outcome: "failed", reason: unreadable.message } }]);
});
