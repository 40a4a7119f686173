import type { FlattenSpec, ReshapeSpec } from "@lockstep/job";
import type { LayerWriter } from "../program/layer-writer.js";

export const reshapeWriter: LayerWriter<FlattenSpec | ReshapeSpec> = {
  code: 10,
  givesLogits: false,
  write({ spec, inputShape, outputShape }, program) {
    const [first = 1, ...rest] = outputShape;
    const timed = rest.length > 0;
    const size = rest.reduce((product, length) => product * length, 1);
    program.string(spec.type).words(inputShape);
    program
      .word(timed ? first : 1)
      .word(timed ? size : first)
      .flag(timed);
  },
};
