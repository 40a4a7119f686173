import * as tf from "@tensorflow/tfjs-core";

/** Takes tfjs-core's advice off stderr and its checks of every tensor off the path. */
export function prepareTfjsCore(): void {
  tf.env().set("PROD", true);
}
