import { clusterRows, processRows } from "../profile/profile-rows.js";
import { processParts } from "../profile/process-profile.js";
import { ProfiledCluster, type ClusterProfile } from "../profile/profiled-cluster.js";
import { rowsOrReason } from "../load/load-section.js";
import type { ReportSection } from "../report/report.js";
import { blockOfShape } from "../shapes/block-of-shape.js";
import { shapeJob } from "../shapes/shape-job.js";
import { describeShape, type BenchmarkShape } from "../shapes/shape.js";
import { sampleOf } from "../shapes/training-sample.js";
import type { Bench, PartReport } from "./part.js";
import { measureSections, type Section } from "./section.js";

const workers = 2;

/** Milliseconds of a shape's rounds in one process, and of a run in the cluster. */
const budgetMs = 3_000;
const runMs = 1_000;

/** Where a step's time goes, for each shape: in one process, and in a cluster of two workers. */
export async function profilePart(bench: Bench): Promise<PartReport> {
  const { backends, shapes, note } = bench;
  note("starting a cluster to be profiled");
  const cluster = await ProfiledCluster.start(workers, backends.best.name);
  try {
    const sections: ReportSection[] = [];
    for (const shape of shapes) sections.push(await profileOf(shape, cluster, bench));
    return { sections, comparisons: [] };
  } finally {
    await cluster.close();
  }
}

async function profileOf(
  shape: BenchmarkShape,
  cluster: ProfiledCluster,
  bench: Bench,
): Promise<ReportSection> {
  const { name } = bench.backends.best;
  return {
    title: `Where a step's time goes on ${name}: ${describeShape(shape)}`,
    rows: [
      ...(await inProcess(shape, bench)),
      ...(await rowsOrReason(`${shape.id}/profile-cluster`, "a step of a cluster of two workers", async () =>
        clusterRows(shape.id, await inCluster(shape, cluster, bench)),
      )),
    ],
  };
}

async function inProcess(shape: BenchmarkShape, { backends, arithmetic, effort, note }: Bench) {
  const sample = await sampleOf(shape);
  const contenders = processParts(
    sample,
    backends.best,
    arithmetic,
    blockOfShape(shape, effort.repetitionMs),
  );
  const section: Section = { title: "", contenders };
  const outcomes = await measureSections(
    [section],
    Math.min(budgetMs, effort.shapeBudgetMs),
    effort,
    (round) => note(`${shape.id}: round ${round} of a step's parts`),
  );
  return processRows(shape.id, outcomes);
}

async function inCluster(
  shape: BenchmarkShape,
  cluster: ProfiledCluster,
  { effort, note }: Bench,
): Promise<ClusterProfile[]> {
  const measuredSteps = Math.min(500, Math.max(3, blockOfShape(shape, runMs).steps));
  const warmUpSteps = Math.max(2, Math.ceil(measuredSteps / 4));
  const job = shapeJob(shape, { steps: warmUpSteps + measuredSteps, epochs: 1 });
  const profiles: ClusterProfile[] = [];
  for (let turn = 1; turn <= effort.turns; turn++) {
    note(`${shape.id}: turn ${turn} of a cluster's profile`);
    profiles.push(await cluster.profile(job, warmUpSteps));
  }
  return profiles;
}
