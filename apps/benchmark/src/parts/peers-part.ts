import { join } from "node:path";
import { expectedLosses, shapeContenders } from "../contenders/shape-contenders.js";
import type { Contender, MissingContender } from "../contenders/contender.js";
import { Comparer } from "../report/comparer.js";
import { writePeerCase } from "../shapes/peer-case.js";
import { describeShape, notebookShape, type BenchmarkShape } from "../shapes/shape.js";
import { sampleOf } from "../shapes/training-sample.js";
import { ofEachShape, type Bench, type PartReport } from "./part.js";
import { peerComparisons } from "./peer-comparisons.js";
import { measureSections, reportSection, type Section } from "./section.js";

/** A whole training step of each shape, beside Keras, PyTorch and JAX, and the machine's speed at products. */
export function peersPart(bench: Bench): Promise<PartReport> {
  return ofEachShape(bench, besidePeers);
}

async function besidePeers(shape: BenchmarkShape, bench: Bench): Promise<PartReport> {
  const { effort, backends, note } = bench;
  const section: Section = {
    title: `Training step in one process: ${describeShape(shape)}`,
    contenders: await contendersOf(shape, bench),
  };
  const outcomes = await measureSections([section], effort.shapeBudgetMs, effort, (round) =>
    note(`${shape.id}: round ${round} of steps beside the peers`),
  );
  const labels = new Map(section.contenders.map(({ id, label }) => [id, label]));
  const names = backends.opened.map(({ name }) => name);
  return {
    sections: [reportSection(section, outcomes)],
    comparisons: peerComparisons(shape, names, new Comparer(outcomes), labels),
  };
}

async function contendersOf(shape: BenchmarkShape, bench: Bench): Promise<(Contender | MissingContender)[]> {
  const { backends, arithmetic, peers, note } = bench;
  const { repetitionMs } = bench.effort;
  note(`${shape.id}: making the contenders`);
  const sample = await sampleOf(shape);
  const folder = join(bench.folder, shape.id);
  await writePeerCase(folder, sample);
  const losses = await expectedLosses(backends.best, sample);
  const contenders: (Contender | MissingContender)[] = [];
  // Slower backends take a second and more for a step of a large shape.
  for (const opened of shape === notebookShape ? backends.opened : backends.upToBest)
    contenders.push(...(await shapeContenders(opened, sample, repetitionMs, losses, arithmetic)));
  const task = { folder, idPrefix: `${shape.id}/`, repetitionMs, losses };
  contenders.push(...(await peers.contendersOf({ ...task, note: (text) => note(`${shape.id}: ${text}`) })));
  return contenders;
}
