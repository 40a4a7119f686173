import { parseJobValue, type Job } from "@lockstep/job";
import type { Arithmetic } from "../arithmetic/arithmetic.js";
import type { Contender, MissingContender } from "../contenders/contender.js";
import type { Section } from "../parts/section.js";
import { digestOnce } from "./bare-steps.js";
import { CoordinatorSide } from "./coordinator-side.js";

/** SimpleRNN on one feature: about as many parameters as the square of its units. */
const sizes = [
  { units: 316, title: "a hundred thousand parameters", size: "100k" },
  { units: 999, title: "a million parameters", size: "1m" },
] as const;

export type ArithmeticSize = (typeof sizes)[number]["size"];
export type ArithmeticPart = "plain" | "plain-busy" | "native" | "native-busy" | "digest";

export function arithmeticId(size: ArithmeticSize, part: ArithmeticPart): string {
  return `arithmetic-${size}-${part}`;
}

export const arithmeticSizes = sizes.map(({ size, title }) => ({ size, title }));

/** All that a coordinator does for a step of a large model, in TypeScript and as it does it here. */
export async function arithmeticSection(
  { engine, unavailable = "there is no native arithmetic" }: Arithmetic,
  slowSteps: number,
  sides: CoordinatorSide[],
): Promise<Section> {
  const contenders: (Contender | MissingContender)[] = [];
  for (const { units, title, size } of sizes) {
    const job = largeJob(units);
    const steps = Math.ceil((slowSteps * 100) / units);
    const sideOf = async (...side: Parameters<typeof CoordinatorSide.open>): Promise<CoordinatorSide> => {
      const opened = await CoordinatorSide.open(...side);
      sides.push(opened);
      await opened.stepMs(steps);
      return opened;
    };
    const id = (part: ArithmeticPart): string => arithmeticId(size, part);
    const plain = await sideOf(job, [1, 1], {});
    contenders.push(...contendersOf(plain, steps, id, "plain", `${title}, in TypeScript`));
    const native = engine && (await sideOf(job, [1, 1], { engine }));
    if (native) contenders.push(...contendersOf(native, steps, id, "native", "  in the addon"));
    else contenders.push({ id: id("native"), label: "  in the addon", unavailable });
    const digest = digestOnce(job, [1, 1]);
    contenders.push({ id: id("digest"), label: "  of it the digest", measure: () => timed(digest, steps) });
  }
  return {
    title: "The coordinator alone, large models with Adam, 2 workers that answer at once",
    contenders,
  };
}

/** How long a step takes, and how long the event loop is busy with it. */
function contendersOf(
  side: CoordinatorSide,
  steps: number,
  id: (part: ArithmeticPart) => string,
  part: "plain" | "native",
  label: string,
): Contender[] {
  return [
    { id: id(part), label, measure: () => side.stepMs(steps) },
    {
      ...{ id: id(`${part}-busy`), label: "  of it on the event loop" },
      async measure() {
        const before = performance.eventLoopUtilization();
        await side.stepMs(steps);
        return performance.eventLoopUtilization(before).active / steps;
      },
    },
  ];
}

function timed(work: () => unknown, times: number): Promise<number> {
  const began = performance.now();
  for (let count = 0; count < times; count++) work();
  return Promise.resolve((performance.now() - began) / times);
}

function largeJob(units: number): Job {
  return parseJobValue({
    name: "large",
    data: { train: { random: { sequences: 3200, timeSteps: 1, features: 1, labels: "binary" } } },
    model: {
      layers: [
        // Orthogonal ones take half a minute to make.
        { type: "SimpleRNN", units, recurrentInitializer: { type: "GlorotUniform" } },
        { type: "Dense", units: 1, activation: "sigmoid" },
      ],
    },
    loss: "binary_crossentropy",
    optimizer: { type: "Adam" },
    fit: { epochs: 1_000_000, batchSize: 32 },
    cluster: { microBatchSize: 4 },
  });
}
