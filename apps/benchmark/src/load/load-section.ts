import type { Effort } from "../effort.js";
import type { Outcome } from "../measure-in-turns.js";
import { batchSize, notebookJob } from "../shapes/notebook.js";
import type { ReportSection, Row } from "../report/report.js";
import { quantile, spreadOf } from "../statistics.js";
import { largeJob, largeModelDescription } from "./large-job.js";
import { LoadCluster, type LoadFigures } from "./load-cluster.js";

/** Light workers, and the processes that they share. */
const workers = 200;
const workerProcesses = 4;

/** Sequences of a batch that has a micro-batch for every worker. */
const wideBatch = 256;

/** What a coordinator does with many workers: each speaks the protocol, none computes. */
export async function loadSection(effort: Effort, note: (text: string) => void): Promise<ReportSection> {
  return {
    title: `Load: ${workers} connected workers that answer at once, in ${workerProcesses} processes`,
    rows: await rowsOrReason("load", `${workers} light workers`, () => manyWorkers(effort, note)),
  };
}

/** How long the coordinator's event loop is held up by messages of a large model. */
export async function largeModelSection(
  effort: Effort,
  note: (text: string) => void,
): Promise<ReportSection> {
  return {
    title: `Large messages: ${largeModelDescription}, 2 light workers`,
    rows: await rowsOrReason("large-model", largeModelDescription, () => largeModel(effort, note)),
  };
}

async function manyWorkers(effort: Effort, note: (text: string) => void): Promise<Row[]> {
  const cluster = await LoadCluster.start();
  try {
    const alone = await cluster.coordinatorMemoryMiB();
    note(`connecting ${workers} light workers`);
    await cluster.addWorkers(workers, workerProcesses);
    const connected = await cluster.coordinatorMemoryMiB();
    const narrow = await turns(cluster, effort, note, { microBatchSize: batchSize / 8, batchSize });
    const wide = await turns(cluster, effort, note, { microBatchSize: 1, batchSize: wideBatch });
    const trained = await cluster.coordinatorMemoryMiB();
    return [
      ...figureRows("notebook", `the notebook's batch, 8 micro-batches`, narrow),
      ...figureRows("wide", `a batch of ${wideBatch}, ${wideBatch} micro-batches`, wide),
      memoryRow("memory-alone", "memory of the coordinator, no worker", alone),
      memoryRow("memory-connected", `the same, ${workers} workers connected`, connected),
      memoryRow("memory-trained", `the same, after these runs`, trained),
      row("memory-worker", "so a connected worker costs", "KiB", [((connected - alone) * 1024) / workers]),
    ];
  } finally {
    await cluster.close();
  }
}

async function largeModel(effort: Effort, note: (text: string) => void): Promise<Row[]> {
  const cluster = await LoadCluster.start();
  try {
    await cluster.addWorkers(2, 1);
    const warmUpSteps = 5;
    const job = largeJob(warmUpSteps + Math.ceil(effort.loadSteps / 10));
    const figures: LoadFigures[] = [];
    for (let turn = 1; turn <= effort.turns; turn++) {
      note(`large messages, turn ${turn}`);
      figures.push(await cluster.train(job, 2, warmUpSteps));
    }
    return [
      row(
        "large-step",
        "a step",
        "ms",
        figures.map(({ stepMs }) => stepMs),
      ),
      row(
        "large-longest-block",
        "longest block of the coordinator's event loop",
        "ms",
        figures.map(({ longestBlockMs }) => longestBlockMs),
      ),
      row(
        "large-block-99",
        "the same, 99 in a hundred are shorter",
        "ms",
        figures.map(({ block99Ms }) => block99Ms),
      ),
      ...roundTripRows("large", figures),
    ];
  } finally {
    await cluster.close();
  }
}

async function turns(
  cluster: LoadCluster,
  { turns: count, loadSteps }: Effort,
  note: (text: string) => void,
  size: { readonly microBatchSize: number; readonly batchSize: number },
): Promise<LoadFigures[]> {
  const warmUpSteps = Math.ceil(loadSteps / 4);
  const job = notebookJob({ ...size, steps: warmUpSteps + loadSteps, epochs: 1 });
  const figures: LoadFigures[] = [];
  for (let turn = 1; turn <= count; turn++) {
    note(`load, batch of ${size.batchSize}, turn ${turn}`);
    figures.push(await cluster.train(job, workers, warmUpSteps));
  }
  return figures;
}

function figureRows(id: string, label: string, figures: readonly LoadFigures[]): Row[] {
  const steps = figures.map(({ stepMs }) => 1000 / stepMs);
  return [
    row(`load-${id}-steps`, `steps a second, ${label}`, "steps/s", steps),
    ...roundTripRows(`load-${id}`, figures),
    row(
      `load-${id}-block`,
      "  longest block of the coordinator's event loop",
      "ms",
      figures.map(({ longestBlockMs }) => longestBlockMs),
    ),
  ];
}

function roundTripRows(id: string, figures: readonly LoadFigures[]): Row[] {
  const of = (share: number): number[] => figures.map(({ roundTripsMs }) => quantile(roundTripsMs, share));
  return [
    row(`${id}-heartbeat`, "  a heartbeat and its echo, median", "ms", of(0.5)),
    row(`${id}-heartbeat-99`, "  the same, 99 in a hundred are shorter", "ms", of(0.99)),
  ];
}

function memoryRow(id: string, label: string, mebibytes: number): Row {
  return row(id, label, "MiB", [mebibytes]);
}

function row(id: string, label: string, unit: Row["unit"], figures: readonly number[]): Row {
  return { id, label, unit, outcome: measured(figures) };
}

function measured(figures: readonly number[]): Outcome {
  return { kind: "measured", ...spreadOf(figures) };
}

/** One row with the reason where it could not be measured. */
export async function rowsOrReason(
  id: string,
  label: string,
  measure: () => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  try {
    return await measure();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ id, label, unit: "ms", outcome: { kind: "unavailable", reason } }];
  }
}
