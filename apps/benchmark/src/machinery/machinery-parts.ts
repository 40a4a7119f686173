/** Models whose coordinator is measured without a network. */
export const machineryModels = ["notebook", "lstm"] as const;
export type MachineryModel = (typeof machineryModels)[number];

/** What is measured of each, a part of its contenders' ids. */
export type MachineryPart = "step" | "bare" | "off" | "default" | "every-step" | "digest";

export function machineryId(model: MachineryModel, part: MachineryPart): string {
  return `machinery-${model}-${part}`;
}
