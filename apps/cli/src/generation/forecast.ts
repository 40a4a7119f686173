import { restoreTargets, type Standardisation } from "@lockstep/sequence-data";
import type { Predictor } from "@lockstep/worker";
import type { ForecastModel } from "./forecast-model.js";

export interface ForecastSettings {
  /** The series' last time steps as the model is given them, (timeSteps, columns). */
  readonly window: Float32Array;
  /** Time steps to predict. */
  readonly steps: number;
  /** What inputs and targets were scaled by. */
  readonly standardisation: Standardisation;
}

/**
 * Predicts several time steps ahead: what was predicted is the model's input for what follows.
 * @returns (steps, columns), in the units of the data
 */
export function forecast(
  predictor: Predictor,
  { columns, windows: { steps: stepsAtOnce } }: ForecastModel,
  { window, steps, standardisation }: ForecastSettings,
): Float32Array {
  const timeSteps = window.length / columns;
  const predicted = new Float32Array(Math.ceil(steps / stepsAtOnce) * stepsAtOnce * columns);
  let seen = window;
  for (let at = 0; at < steps * columns; at += stepsAtOnce * columns) {
    const values = restoreTargets(predictor.predict(seen, timeSteps), standardisation);
    predicted.set(values, at);
    seen = shifted(seen, asInput(values, columns, standardisation));
  }
  return predicted.subarray(0, steps * columns);
}

/** Values as the model is given them. */
function asInput(values: Float32Array, columns: number, standardisation: Standardisation): Float32Array {
  const scale = standardisation.find(({ array }) => array === "x");
  if (!scale) return values;
  return values.map((value, index) => {
    const column = index % columns;
    return (value - (scale.mean[column] as number)) / (scale.std[column] as number);
  });
}

/** The window of equal size that ends with the values. */
function shifted(window: Float32Array, values: Float32Array): Float32Array {
  const joined = new Float32Array(window.length + values.length);
  joined.set(window);
  joined.set(values, window.length);
  return joined.subarray(values.length);
}
