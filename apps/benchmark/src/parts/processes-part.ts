import type { Outcome } from "../measure-in-turns.js";
import { BenchmarkCluster } from "../contenders/benchmark-cluster.js";
import { idleWorkerMB } from "../processes/idle-memory.js";
import { startUpSeconds } from "../processes/start-up-time.js";
import { comparison, type Aim, type Comparison } from "../report/comparison.js";
import type { Row } from "../report/report.js";
import { notebookJob } from "../shapes/notebook.js";
import { spreadOf } from "../statistics.js";
import type { Bench, PartReport } from "./part.js";

/** Steps that a cluster takes before its memory is looked at. */
const stepsBefore = 400;

/** How long `lockstep run` takes to its first step, and what processes weigh. */
export async function processesPart({ backends, effort, note }: Bench): Promise<PartReport> {
  const { name } = backends.best;
  const times = Array.from({ length: effort.startUps });
  const warmed = `on ${name}`;
  note("starting `lockstep run`, once for the disk's sake");
  // What fails here fails below, where it is told.
  await measured([() => startUpSeconds(name)]);
  const startUp: Row = {
    ...{ id: "start-up", unit: "s" },
    label: `from typing \`lockstep run examples/keras-notebook.yaml\` to its first step, 2 workers, ${warmed}`,
    outcome: await measured(
      times.map(() => noted(`starting \`lockstep run\``, note, () => startUpSeconds(name))),
    ),
  };
  const idle: Row = {
    ...{ id: "memory-idle-worker", unit: "MB", label: `most memory of an idle worker's process, ${warmed}` },
    outcome: await measured(
      times.map(() => noted("starting an idle worker", note, () => idleWorkerMB(name))),
    ),
  };
  const rows = [startUp, idle, ...(await memoryAfterRuns(name, note))];
  return { sections: [{ title: "Processes", rows }], comparisons: processComparisons(startUp, idle) };
}

/** Asked of a machine whose disk has been read before. */
export function processComparisons(startUp: Row, idle: Row): Comparison[] {
  return [
    asked(startUp, { relation: "at most", value: 1 }),
    asked(idle, { relation: "at most", value: 120 }),
  ];
}

function asked({ id, label, unit, outcome }: Row, aim: Aim): Comparison {
  const values =
    outcome.kind === "measured" ? { ofMinima: outcome.minimum, ofMedians: outcome.median } : undefined;
  return comparison({ id: `${id}-asked`, label, unit }, values, aim);
}

/** One figure of each process: they are alike in all clusters. */
async function memoryAfterRuns(backend: string, note: (text: string) => void): Promise<Row[]> {
  note("training before memory is looked at");
  const after = await memory(backend);
  return (["coordinator", "worker"] as const).map((role) => ({
    id: `memory-${role}`,
    label: `memory of a ${role} after ${stepsBefore} steps`,
    unit: "MiB" as const,
    outcome: "reason" in after ? after : { kind: "measured", ...spreadOf([after[role]]) },
  }));
}

async function memory(
  backend: string,
): Promise<Record<"coordinator" | "worker", number> | Extract<Outcome, { kind: "unavailable" }>> {
  try {
    const cluster = await BenchmarkCluster.start({ workers: 2, backend });
    try {
      await cluster.stepMs(notebookJob({ steps: stepsBefore, epochs: 1, microBatchSize: 4 }), 0);
      return {
        coordinator: await cluster.memoryOf("coordinator"),
        worker: await cluster.memoryOf("worker"),
      };
    } finally {
      await cluster.close();
    }
  } catch (error) {
    return { kind: "unavailable", reason: error instanceof Error ? error.message : String(error) };
  }
}

function noted<Value>(
  text: string,
  note: (text: string) => void,
  measure: () => Promise<Value>,
): () => Promise<Value> {
  return () => {
    note(text);
    return measure();
  };
}

/** Figures of something that has no contenders to take turns with. */
async function measured(measurements: readonly (() => Promise<number>)[]): Promise<Outcome> {
  try {
    const figures: number[] = [];
    for (const measureOnce of measurements) figures.push(await measureOnce());
    return { kind: "measured", ...spreadOf(figures) };
  } catch (error) {
    return { kind: "unavailable", reason: error instanceof Error ? error.message : String(error) };
  }
}
