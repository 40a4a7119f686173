import type { AveragePooling1dSpec, MaxPooling1dSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import type { LayerWriter } from "../program/layer-writer.js";
import type { ProgramWriter } from "../program/program-writer.js";
import { writeTimeWindows } from "../program/time-windows.js";

export const averagePooling1dWriter: LayerWriter<AveragePooling1dSpec> = {
  code: 14,
  givesLogits: false,
  write: writePool,
};

export const maxPooling1dWriter: LayerWriter<MaxPooling1dSpec> = {
  code: 15,
  givesLogits: false,
  write: writePool,
};

function writePool(
  { spec }: LayerPlan<AveragePooling1dSpec | MaxPooling1dSpec>,
  program: ProgramWriter,
): void {
  const { poolSize, strides = poolSize, padding } = spec;
  writeTimeWindows({ size: poolSize, stride: strides, padding }, program);
}
