import { bestBackend, openBackends, type OpenedBackend } from "./backends.js";
import { BenchmarkCluster } from "./contenders/benchmark-cluster.js";
import { openPeer } from "./contenders/peer-contenders.js";
import type { Effort } from "./effort.js";
import { thisMachine } from "./machine.js";
import { measureInTurns, type Outcome } from "./measure-in-turns.js";
import { notebookDescription } from "./notebook.js";
import { startUpSeconds } from "./processes/start-up-time.js";
import { compare } from "./report/comparisons.js";
import type { Report, Row } from "./report/report.js";
import { gradientSection, microBatchSizes, stepSection, type Section } from "./sections.js";
import { spreadOf } from "./statistics.js";

/** Measures everything. @param note takes a line of progress */
export async function runBenchmark(effort: Effort, note: (text: string) => void): Promise<Report> {
  const began = performance.now();
  const machine = thisMachine();
  note("opening the backends");
  const opened = await openBackends();
  const backend = bestBackend(opened);
  note("starting `lockstep run`");
  const startUp = await repeated(effort.startUps, () => startUpSeconds(backend.name));
  note("starting the clusters, and looking for Keras and PyTorch");
  const [clusters, keras, torch] = await Promise.all([
    Promise.all([1, 2].map((workers) => BenchmarkCluster.start({ workers, backend: backend.name }))),
    openPeer("keras", effort.slowSteps * 5),
    openPeer("torch", effort.slowSteps * 5),
  ]);
  try {
    const sections: Section[] = [];
    for (const size of microBatchSizes) {
      const steps = effort.slowSteps * (size === 4 ? 1 : 5);
      sections.push(await stepSection(size, steps, backend, clusters));
    }
    sections.push(await gradientSection(opened, effort.slowSteps * 5));
    sections.push({
      title: "Training step of others",
      contenders: [...keras.contenders, ...torch.contenders],
    });
    const outcomes = await measure(sections, effort, note);
    const rows = sections.map((section) => ({ title: section.title, rows: rowsOf(section, outcomes) }));
    return {
      machine,
      model: notebookDescription,
      versions: { ...backendVersions(opened), ...keras.versions, ...torch.versions },
      sections: [
        ...rows,
        { title: "Processes", rows: [startUpRow(startUp), ...(await memoryRows(clusters))] },
      ],
      comparisons: compare(outcomes),
      durationSeconds: (performance.now() - began) / 1000,
    };
  } finally {
    await Promise.all([...clusters, keras, torch].map((process) => process.close()));
  }
}

async function measure(
  sections: readonly Section[],
  effort: Effort,
  note: (text: string) => void,
): Promise<ReadonlyMap<string, Outcome>> {
  const contenders = sections.flatMap((section) => section.contenders);
  const { budgetMs, leastRounds, mostRounds } = effort;
  return measureInTurns(contenders, {
    budgetMs,
    leastRounds,
    mostRounds,
    now: () => performance.now(),
    onRound: (round) =>
      note(
        `round ${round}: ${contenders.length} contenders in turn (about ${budgetMs / 1000} s for all rounds)`,
      ),
  });
}

function rowsOf(section: Section, outcomes: ReadonlyMap<string, Outcome>): Row[] {
  return section.contenders.map(({ id, label }) => {
    const outcome = outcomes.get(id) ?? { kind: "unavailable", reason: "it was not measured" };
    return { id, label, unit: "ms", outcome };
  });
}

function backendVersions(opened: readonly OpenedBackend[]): Record<string, string> {
  return Object.fromEntries(
    opened.map((one) => [`backend ${one.name}`, "backend" in one ? one.backend.version : "not available"]),
  );
}

async function repeated(times: number, measureOnce: () => Promise<number>): Promise<Outcome> {
  const figures: number[] = [];
  try {
    for (let count = 0; count < times; count++) figures.push(await measureOnce());
    return { kind: "measured", ...spreadOf(figures) };
  } catch (error) {
    return { kind: "unavailable", reason: error instanceof Error ? error.message : String(error) };
  }
}

function startUpRow(outcome: Outcome): Row {
  return { id: "start-up", label: "`lockstep run` to its first step, with 2 workers", unit: "s", outcome };
}

/** Memory of the processes that are alike in all clusters. */
async function memoryRows(clusters: readonly BenchmarkCluster[]): Promise<Row[]> {
  const memories = await Promise.all(clusters.map((cluster) => cluster.memory()));
  const row = (id: string, label: string, figures: readonly number[]): Row => ({
    id,
    label,
    unit: "MiB",
    outcome: { kind: "measured", ...spreadOf(figures) },
  });
  return [
    row(
      "memory-coordinator",
      "memory of a coordinator after its runs",
      memories.map(({ coordinator }) => coordinator),
    ),
    row(
      "memory-worker",
      "memory of a worker after its runs",
      memories.map(({ worker }) => worker),
    ),
  ];
}
