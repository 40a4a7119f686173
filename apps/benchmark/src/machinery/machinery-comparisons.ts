import type { Comparer } from "../report/comparer.js";
import type { Aim, Comparison } from "../report/comparison.js";
import { machineryId, machineryModels, type MachineryModel, type MachineryPart } from "./machinery-parts.js";

/** Shares of a step, in percent. */
const aims: Readonly<Record<MachineryModel, number>> = { notebook: 5, lstm: 1 };

const modelNames: Readonly<Record<MachineryModel, string>> = {
  notebook: "the notebook's model",
  lstm: "LSTM(128)",
};

/** What leases, speculation, events, checkpoints and the digest cost, as shares of a whole step. */
export function machineryComparisons(comparer: Comparer): Comparison[] {
  return machineryModels.flatMap((model) => comparisonsOf(comparer, model));
}

function comparisonsOf(comparer: Comparer, model: MachineryModel): Comparison[] {
  const name = modelNames[model];
  const share = (id: string, label: string, more: MachineryPart, less?: MachineryPart, aim?: Aim) =>
    comparer.share(
      `machinery-${model}-${id}`,
      `${label}, ${name}`,
      machineryId(model, more),
      less && machineryId(model, less),
      machineryId(model, "step"),
      aim,
    );
  const aim: Aim = { relation: "at most", value: aims[model] };
  return [
    share("share", "machinery over bare arithmetic, in a step", "default", "bare", aim),
    share("kept", "of it database and checkpoints every 30 s", "default", "off"),
    share("checkpoints", "the same with a checkpoint wanted after every step", "every-step", "off"),
    share("digest-share", "of it the digest", "digest"),
  ];
}
