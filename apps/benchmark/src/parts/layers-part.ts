import type { OpenedBackend } from "../backends.js";
import type { BlockSize, Contender, MissingContender } from "../contenders/contender.js";
import { gradientContender } from "../contenders/gradient-contender.js";
import { Comparer } from "../report/comparer.js";
import type { Aim, Comparison } from "../report/comparison.js";
import { notebookDescription } from "../shapes/notebook.js";
import type { Bench, PartReport } from "./part.js";
import { measureSections, reportSection, type Section } from "./section.js";

/** Milliseconds of all rounds. */
const budgetMs = 10_000;

const layersId = "layers-train-on-batch";
const aim: Aim = { relation: "at least", value: 4 };

/** The gradient of the notebook's batch on each backend, beside a whole step of tfjs-layers. */
export async function layersPart({ backends, effort, note }: Bench): Promise<PartReport> {
  const { opened } = backends;
  const section = await sectionOf(opened, effort.slowSteps * 5);
  const outcomes = await measureSections(
    [section],
    Math.min(budgetMs, effort.shapeBudgetMs),
    effort,
    (round) => note(`round ${round} of gradients beside tfjs-layers`),
  );
  return {
    sections: [reportSection(section, outcomes)],
    comparisons: layersComparisons(opened, new Comparer(outcomes)),
  };
}

export function layersComparisons(
  backends: readonly { readonly name: string }[],
  comparer: Comparer,
): Comparison[] {
  return backends.map(({ name }) => {
    const label = `gradient on ${name} against tfjs-layers' trainOnBatch`;
    return comparer.ratio(`layers-${name}`, label, [layersId], [gradientId(name)], aim);
  });
}

function gradientId(backend: string): string {
  return `gradient-${backend}`;
}

async function sectionOf(opened: readonly OpenedBackend[], steps: number): Promise<Section> {
  const block: BlockSize = { warmUpSteps: Math.ceil(steps / 5), steps };
  const contenders: (Contender | MissingContender)[] = [];
  for (const one of opened) {
    const [id, label] = [gradientId(one.name), `gradient on ${one.name}`];
    if ("backend" in one) contenders.push(await gradientContender(id, label, block, one.backend));
    else contenders.push({ id, label, unavailable: one.unavailable });
  }
  contenders.push(await layers(opened, steps));
  return { title: `Gradient as one micro-batch, and tfjs-layers: ${notebookDescription}`, contenders };
}

async function layers(
  opened: readonly OpenedBackend[],
  steps: number,
): Promise<Contender | MissingContender> {
  const [id, label] = [layersId, "trainOnBatch of tfjs-layers on tfjs-node"];
  const tensorflow = opened.find(({ name }) => name === "tensorflow");
  if (!tensorflow || "unavailable" in tensorflow)
    return { id, label, unavailable: tensorflow?.unavailable ?? "the backend tensorflow was not asked for" };
  const { layersContender } = await import("../contenders/layers-contender.js");
  // Five to ten times as slow as the gradient.
  return layersContender(id, label, { warmUpSteps: Math.ceil(steps / 20), steps: Math.ceil(steps / 5) });
}
