import * as tf from "@tensorflow/tfjs-core";
import { loadLayersModel } from "@tensorflow/tfjs-layers";
import "@tensorflow/tfjs-backend-cpu";
import type { TfjsFiles } from "@lockstep/model-formats";

/** What TensorFlow.js predicts with an exported model, on its own plain backend. */
export async function tfjsPredictions(
  { modelJson, weights }: TfjsFiles,
  x: Float32Array,
  shape: readonly number[],
): Promise<Float32Array> {
  await tf.setBackend("cpu");
  const { modelTopology, weightsManifest } = JSON.parse(modelJson) as {
    modelTopology: object;
    weightsManifest: { weights: tf.io.WeightsManifestEntry[] }[];
  };
  const weightSpecs = weightsManifest.flatMap((group) => group.weights);
  const weightData = new Uint8Array(weights).buffer;
  const model = await loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
  const output = model.predict(tf.tensor(x, [...shape])) as tf.Tensor;
  const predictions = await output.data<"float32">();
  model.dispose();
  return predictions;
}
