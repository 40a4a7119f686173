import type { BidirectionalSpec } from "@lockstep/job";
import type { LayerWriter } from "../program/layer-writer.js";

/** In the order of core/layers/direction_merge.h. */
const mergeModes: readonly BidirectionalSpec["mergeMode"][] = ["concat", "sum", "mul", "ave", "none"];

/** The plan has the options of the layers inside as Keras sets them. */
export const bidirectionalWriter: LayerWriter<BidirectionalSpec> = {
  code: 2,
  givesLogits: false,
  write({ spec, inner }, program, writeInner) {
    program.word(mergeModes.indexOf(spec.mergeMode));
    inner.forEach(writeInner);
  },
};
