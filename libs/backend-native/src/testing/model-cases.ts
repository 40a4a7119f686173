import type { Stack } from "@lockstep/backend/conformance";
import { sampleOfStack, stackNamed, stackNames, type SampleSizes } from "@lockstep/backend/conformance";
import { parseJobValue, type LossSpec, type MetricSpec } from "@lockstep/job";
import { objectiveOf, type Objective } from "@lockstep/objective";
import { encodeObjective } from "../objective/encode-objective.js";
import { modelProgram } from "../program/model-program.js";
import { CaseFileWriter } from "./case-file-writer.js";
import { wideStacks } from "./wide-stacks.js";

/** A model for the programs of kernel-tests/, which make parameters and batches of it themselves. */
interface ModelCase {
  readonly name: string;
  readonly stack: Stack;
  readonly sizes: SampleSizes;
  readonly objective: { readonly loss: LossSpec; readonly metrics: readonly MetricSpec[] };
}

/** As shapes of a batch go: few features and more time steps, and more features than a line of the cache has. */
const narrow = { rows: 1, timeSteps: 7, features: 3 };
const broad = { rows: 1, timeSteps: 4, features: 18 };
const wide = { rows: 1, timeSteps: 6, features: 19 };

const squaredError = objectivePart({ loss: "mean_squared_error", metrics: ["mean_absolute_error"] });
const ofClasses = objectivePart({ loss: "categorical_crossentropy", metrics: ["accuracy"] });
const ofSides = objectivePart({ loss: "binary_crossentropy", metrics: ["accuracy", "auc"] });

/** Models whose last activation the loss computes with its own. */
const crossentropies: readonly ModelCase[] = [
  {
    name: "the notebook's model",
    stack: {
      layers: [
        { type: "SimpleRNN", units: 10 },
        { type: "Dense", units: 1, activation: "sigmoid" },
      ],
    },
    sizes: { rows: 1, timeSteps: 10, features: 1 },
    objective: ofSides,
  },
  {
    name: "the classes of time steps",
    stack: {
      layers: [
        { type: "GRU", units: 9, returnSequences: true },
        { type: "Dense", units: 7, activation: "softmax" },
      ],
      mask: "any",
    },
    sizes: narrow,
    objective: ofClasses,
  },
];

/** Every model of the conformance tests in two shapes, wide ones, and some that end in logits. */
function modelCases(): readonly ModelCase[] {
  const small = stackNames.flatMap((name) => {
    const stack = stackNamed(name);
    return [
      { name: `${name}, narrow`, stack, sizes: narrow, objective: squaredError },
      { name: `${name}, broad`, stack, sizes: broad, objective: squaredError },
    ];
  });
  const large = Object.entries(wideStacks).map(([name, stack]) => ({
    name,
    stack,
    sizes: wide,
    objective: squaredError,
  }));
  return [...small, ...large, ...crossentropies];
}

/** The cases as kernel-tests/layers/case_file.h describes them. */
export function caseFile(): Uint8Array {
  const file = new CaseFileWriter();
  const cases = modelCases();
  file.word(cases.length);
  for (const each of cases) writeCase(each, file);
  return file.bytes;
}

function writeCase({ name, stack, sizes, objective }: ModelCase, file: CaseFileWriter): void {
  const { plan } = sampleOfStack(stack, sizes, 1);
  const measured: Objective = objectiveOf(objective, plan);
  const measure = encodeObjective(measured);
  if (measure === undefined) throw new Error(`expected an objective that the core has, for ${name}`);
  const least = Math.max(sizes.timeSteps, stack.minTimeSteps ?? 1);
  file.string(name).word(stack.tokens ?? 0);
  file.word(["none", "any", "some"].indexOf(stack.mask ?? "none"));
  file.flag(stack.zeroSteps === true).flag(stack.training === true);
  file.word(least).number(stack.scale ?? 0.8);
  file.program(modelProgram(plan, measured.fromLogits)).program(measure);
}

function objectivePart(part: { readonly loss: string; readonly metrics: readonly string[] }) {
  const { loss, metrics } = parseJobValue({
    name: "kernel tests",
    data: { train: { random: { sequences: 1, timeSteps: 1, features: 1, labels: "binary" } } },
    model: { layers: [{ type: "Dense", units: 1 }] },
    ...part,
  });
  return { loss, metrics };
}
