import type { Comparer } from "../report/comparer.js";
import type { Aim, Comparison } from "../report/comparison.js";
import {
  arithmeticId,
  arithmeticSizes,
  type ArithmeticPart,
  type ArithmeticSize,
} from "./arithmetic-section.js";
import { machineryId, machineryModels, type MachineryModel, type MachineryPart } from "./machinery-parts.js";

/**
 * In milliseconds a step: 5 % and 1 % of what steps of these models took before there were native kernels, 3.5 and 68 ms.
 * The machinery costs what it costs, however fast the computing beside it has become.
 */
const aims: Readonly<Record<MachineryModel, number>> = { notebook: 0.17, lstm: 0.68 };

const modelNames: Readonly<Record<MachineryModel, string>> = {
  notebook: "the notebook's model",
  lstm: "LSTM(128)",
};

/** What leases, speculation, events, checkpoints and the digest cost a step, and as shares of a whole one. */
export function machineryComparisons(comparer: Comparer): Comparison[] {
  return [
    ...machineryModels.flatMap((model) => comparisonsOf(comparer, model)),
    ...arithmeticSizes.flatMap(({ size, title }) => nativeComparisons(comparer, size, title)),
  ];
}

/** How much the addon takes off a large model's steps, and off the event loop. */
function nativeComparisons(comparer: Comparer, size: ArithmeticSize, title: string): Comparison[] {
  const times = (id: string, label: string, slow: ArithmeticPart, fast: ArithmeticPart): Comparison =>
    comparer.ratio(
      `arithmetic-${size}-${id}`,
      `${label}, ${title}`,
      [arithmeticId(size, slow)],
      [arithmeticId(size, fast)],
    );
  return [
    times("native", "the coordinator's step in TypeScript over the addon's", "plain", "native"),
    times("native-busy", "the same, on the event loop", "plain-busy", "native-busy"),
  ];
}

function comparisonsOf(comparer: Comparer, model: MachineryModel): Comparison[] {
  const name = modelNames[model];
  const share = (id: string, label: string, more: MachineryPart, less?: MachineryPart) =>
    comparer.share(
      `machinery-${model}-${id}`,
      `${label}, ${name}`,
      machineryId(model, more),
      less && machineryId(model, less),
      machineryId(model, "step"),
    );
  const aim: Aim = { relation: "at most", value: aims[model] };
  return [
    comparer.difference(
      `machinery-${model}-over-bare`,
      `machinery over bare arithmetic, a step, ${name}`,
      [machineryId(model, "default")],
      [machineryId(model, "bare")],
      aim,
    ),
    share("share", "the same, as a share of a step in one process", "default", "bare"),
    share("kept", "of it database and checkpoints every 30 s", "default", "off"),
    share("checkpoints", "the same with a checkpoint wanted after every step", "every-step", "off"),
    share("digest-share", "of it the digest", "digest"),
  ];
}
