import type { GradientBackend } from "@lockstep/backend";
import type { Job } from "@lockstep/job";
import type { Arithmetic } from "../arithmetic/arithmetic.js";
import { steppingContender, type Contender } from "../contenders/contender.js";
import { InProcessRun } from "../contenders/in-process-run.js";
import { notebookInput, notebookJob } from "../shapes/notebook.js";
import type { Section } from "../parts/section.js";
import { shapeJob } from "../shapes/shape-job.js";
import { describeShape, inputOf, lstm128 } from "../shapes/shape.js";
import { arithmeticSection } from "./arithmetic-section.js";
import { bareStep, digestOnce } from "./bare-steps.js";
import { CoordinatorSide, type Machinery } from "./coordinator-side.js";
import { machineryId, type MachineryModel, type MachineryPart } from "./machinery-parts.js";

const levels: readonly (readonly [MachineryPart, string, Machinery])[] = [
  ["off", "coordinator's own work, no checkpoints, no database", {}],
  ["default", "the same, checkpoints every 30 s, database", { checkpoints: { everyMs: 30_000 } }],
  [
    "every-step",
    "the same, a checkpoint wanted after every step, database",
    { checkpoints: { everySteps: 1 } },
  ],
];

interface Measured {
  readonly model: MachineryModel;
  readonly job: Job;
  readonly inputShape: readonly number[];
  readonly title: string;
  /** Steps of a repetition, of the coordinator alone and of a whole step. */
  readonly steps: number;
  readonly wholeSteps: number;
}

/** Sections, and what is to be closed after they were measured. */
export interface MachinerySections {
  readonly sections: readonly Section[];
  close(): Promise<void>;
}

/** What a coordinator does for a step beside its arithmetic, part by part, for a small model and a usual one. */
export async function machinerySections(
  backend: GradientBackend,
  arithmetic: Arithmetic,
  slowSteps: number,
): Promise<MachinerySections> {
  const sides: CoordinatorSide[] = [];
  const measured: readonly Measured[] = [
    {
      ...{ model: "notebook", inputShape: notebookInput, title: "the notebook's model" },
      job: notebookJob({ steps: 100, epochs: 1_000_000, microBatchSize: 4 }),
      ...{ steps: slowSteps * 10, wholeSteps: slowSteps },
    },
    {
      ...{ model: "lstm", inputShape: inputOf(lstm128), title: describeShape(lstm128) },
      job: shapeJob(lstm128, { steps: 100, epochs: 1_000_000, microBatchSize: 4 }),
      ...{ steps: slowSteps * 2, wholeSteps: Math.ceil(slowSteps / 20) },
    },
  ];
  const sections: Section[] = [];
  for (const one of measured) sections.push(await sectionOf(one, backend, arithmetic, sides));
  sections.push(await arithmeticSection(arithmetic, slowSteps, sides));
  return {
    sections,
    close: async () => {
      for (const side of sides) await side.close();
    },
  };
}

async function sectionOf(
  measured: Measured,
  backend: GradientBackend,
  arithmetic: Arithmetic,
  sides: CoordinatorSide[],
): Promise<Section> {
  const { model, job, inputShape, title, steps, wholeSteps } = measured;
  const block = { warmUpSteps: Math.ceil(steps / 10), steps };
  const whole = await InProcessRun.open(job, inputShape, backend);
  const contenders: Contender[] = [
    steppingContender(
      machineryId(model, "step"),
      "a whole step in one process, for comparison",
      { warmUpSteps: 1, steps: wholeSteps },
      () => whole.step(),
    ),
    steppingContender(
      machineryId(model, "bare"),
      "bare arithmetic: sum, mean, optimizer",
      block,
      bareStep(job, inputShape, arithmetic),
    ),
    steppingContender(
      machineryId(model, "digest"),
      "digest of the parameters",
      block,
      digestOnce(job, inputShape),
    ),
  ];
  for (const [part, label, machinery] of levels) {
    const side = await CoordinatorSide.open(job, inputShape, { ...machinery, engine: arithmetic.engine });
    sides.push(side);
    // Node compiles what runs often: the first steps would measure that.
    await side.stepMs(4 * steps);
    contenders.push({
      ...{ id: machineryId(model, part), label },
      async measure() {
        await side.stepMs(block.warmUpSteps);
        return side.stepMs(steps);
      },
    });
  }
  return { title: `The coordinator alone, ${title}, 2 workers that answer at once`, contenders };
}
