import { availableParallelism } from "node:os";
import type { Contender, MissingContender } from "../contenders/contender.js";
import { Comparer } from "../report/comparer.js";
import { describeShape, nameOf, type BenchmarkShape } from "../shapes/shape.js";
import { sampleOf } from "../shapes/training-sample.js";
import { SlotThroughput } from "../slots/slot-throughput.js";
import { ofEachShape, type Bench, type PartReport } from "./part.js";
import { measureSections, reportSection, type Section } from "./section.js";

const slotCounts = [1, 2] as const;

/** Milliseconds of a shape's rounds: each is a range on one slot and on two. */
const budgetMs = 10_000;

/** A range of micro-batches through a worker's slot pool: two slots, each on a core, against one. */
export function slotsPart(bench: Bench): Promise<PartReport> {
  return ofEachShape(bench, slotsOf);
}

async function slotsOf(shape: BenchmarkShape, bench: Bench): Promise<PartReport> {
  const { backends, effort, note } = bench;
  const { name } = backends.best;
  const sample = await sampleOf(shape);
  const opened: SlotThroughput[] = [];
  try {
    const contenders: (Contender | MissingContender)[] = [];
    for (const slots of slotCounts) contenders.push(await contenderOf(slots));
    const section: Section = {
      title: `Micro-batches of the default size through a worker's slots, a batch's worth: ${describeShape(shape)}`,
      contenders,
    };
    const outcomes = await measureSections(
      [section],
      Math.min(budgetMs, effort.shapeBudgetMs),
      effort,
      (round) => note(`${shape.id}: round ${round} of slots`),
    );
    const ratio = new Comparer(outcomes).ratio(
      `${shape.id}/two-slots`,
      `${nameOf(shape)}: two slots against one, on ${name}`,
      [idOf(1)],
      [idOf(2)],
      { relation: "at least", value: 1.8 },
    );
    return { sections: [reportSection(section, outcomes)], comparisons: [ratio] };
  } finally {
    for (const throughput of opened) await throughput.close();
  }

  function idOf(slots: number): string {
    return `${shape.id}/slots-${slots}`;
  }

  async function contenderOf(slots: number): Promise<Contender | MissingContender> {
    const named = { id: idOf(slots), label: `${slots} ${slots === 1 ? "slot" : "slots"} on ${name}` };
    if (availableParallelism() < slots)
      return { ...named, unavailable: `expected at least ${slots} cores, got ${availableParallelism()}` };
    try {
      const throughput = await SlotThroughput.open(name, slots, sample);
      opened.push(throughput);
      await throughput.msPerBatch();
      return { ...named, measure: () => throughput.msPerBatch() };
    } catch (error) {
      return { ...named, unavailable: error instanceof Error ? error.message : String(error) };
    }
  }
}
