import type { RnnSpec } from "@lockstep/job";
import type { LayerWriter } from "../program/layer-writer.js";

/** The plan has the cells as recurrent layers that one after the other compute what the stack does. */
export const rnnWriter: LayerWriter<RnnSpec> = {
  code: 3,
  givesLogits: false,
  write({ inner }, program, writeInner) {
    program.list(inner, writeInner);
  },
};
