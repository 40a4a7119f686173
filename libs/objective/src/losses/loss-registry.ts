import type { LossSpec } from "@lockstep/job";
import { binaryCrossentropy } from "./binary-crossentropy.js";
import type { LossFactory } from "./loss.js";

/** Every loss by Keras's name. A further loss is one more file and one more line here. */
export const lossRegistry: Readonly<Record<LossSpec["type"], LossFactory>> = {
  binary_crossentropy: binaryCrossentropy,
};
