import type {
  AddSpec,
  AverageSpec,
  MaximumSpec,
  MinimumSpec,
  MultiplySpec,
  SubtractSpec,
} from "@lockstep/job";
import type { LayerWriter } from "../program/layer-writer.js";

type MergeSpec = AddSpec | SubtractSpec | MultiplySpec | AverageSpec | MaximumSpec | MinimumSpec;

/** Rules in the order of core/layers/merge_rules.h. */
const rules: readonly MergeSpec["type"][] = ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"];

export const mergeWriter: LayerWriter<MergeSpec> = {
  code: 18,
  givesLogits: false,
  write({ spec }, program) {
    program.word(rules.indexOf(spec.type));
  },
};
