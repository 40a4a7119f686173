import { bestBackend, openBackends, type OpenedBackend } from "./backends.js";
import { BenchmarkCluster } from "./contenders/benchmark-cluster.js";
import { openPeer } from "./contenders/peer-contenders.js";
import type { Effort } from "./effort.js";
import { thisMachine } from "./machine.js";
import { machinerySections, type MachinerySections } from "./machinery/machinery-section.js";
import { measureInTurns, type Outcome } from "./measure-in-turns.js";
import { notebookDescription } from "./notebook.js";
import { startUpSeconds } from "./processes/start-up-time.js";
import { compare } from "./report/comparisons.js";
import { largeModelSection, loadSection } from "./load/load-section.js";
import type { Report, ReportSection, Row } from "./report/report.js";
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
  const startUps = Array.from({ length: effort.startUps }, () => () => startUpSeconds(backend.name));
  const startUp = await oneByOne(startUps);
  note("starting the clusters, and looking for Keras and PyTorch");
  const [clusters, keras, torch] = await Promise.all([
    Promise.all([1, 2].map((workers) => BenchmarkCluster.start({ workers, backend: backend.name }))),
    openPeer("keras", effort.slowSteps * 5),
    openPeer("torch", effort.slowSteps * 5),
  ]);
  let machinery: MachinerySections | undefined;
  try {
    note("warming up");
    const sections: Section[] = [];
    for (const size of microBatchSizes) {
      const steps = effort.slowSteps * (size === 4 ? 1 : 5);
      sections.push(await stepSection(size, steps, backend, clusters));
    }
    sections.push(await gradientSection(opened, effort.slowSteps * 5));
    machinery = await machinerySections(backend, effort.slowSteps);
    sections.push(...machinery.sections);
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
        ...(await underLoad(effort, note)),
        { title: "Processes", rows: [startUpRow(startUp), ...(await memoryRows(clusters))] },
      ],
      comparisons: compare(outcomes),
      durationSeconds: (performance.now() - began) / 1000,
    };
  } finally {
    await machinery?.close();
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

/** One after the other, as each takes all cores. */
async function underLoad(effort: Effort, note: (text: string) => void): Promise<ReportSection[]> {
  return [await loadSection(effort, note), await largeModelSection(effort, note)];
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

/** Figures of something that has no contenders to take turns with. */
async function oneByOne(measurements: readonly (() => Promise<number>)[]): Promise<Outcome> {
  try {
    const figures: number[] = [];
    for (const measureOnce of measurements) figures.push(await measureOnce());
    return { kind: "measured", ...spreadOf(figures) };
  } catch (error) {
    return { kind: "unavailable", reason: error instanceof Error ? error.message : String(error) };
  }
}

function startUpRow(outcome: Outcome): Row {
  return { id: "start-up", label: "`lockstep run` to its first step, with 2 workers", unit: "s", outcome };
}

/** One figure of each cluster: the processes are alike in all. */
function memoryRows(clusters: readonly BenchmarkCluster[]): Promise<Row[]> {
  return Promise.all(
    (["coordinator", "worker"] as const).map(async (role) => ({
      id: `memory-${role}`,
      label: `memory of a ${role} after its runs`,
      unit: "MiB" as const,
      outcome: await oneByOne(clusters.map((cluster) => () => cluster.memoryOf(role))),
    })),
  );
}
