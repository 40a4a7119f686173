import type { Predictions } from "@lockstep/client";
import { CliError } from "../cli-error.js";

/**
 * The class that is predicted as likeliest, sequence by sequence; one for each time step where these are predicted. Of
 * one value, the probability of the second of two classes, the first up to 0.5. Where the model has no labels, classes
 * are named by their numbers.
 * @throws {CliError} where predictions are no probabilities of classes
 */
export function predictedLabels({ shape, values, classLabels }: Predictions): string[][] {
  const [sequences = 0, ...perSequence] = shape;
  const width = perSequence.at(-1) ?? 1;
  const classes = classNumbers(values, width);
  const entries = perSequence.slice(0, -1).reduce((product, size) => product * size, 1);
  return Array.from({ length: sequences }, (_, sequence) =>
    classes
      .slice(sequence * entries, (sequence + 1) * entries)
      .map((classNumber) => classLabels?.[classNumber] ?? `${classNumber}`),
  );
}

/** A class for each entry of `width` values. */
function classNumbers(values: Float32Array, width: number): number[] {
  if (width === 1) return Array.from(values, secondClass);
  return Array.from({ length: values.length / width }, (_, entry) =>
    likeliest(values.subarray(entry * width, (entry + 1) * width)),
  );
}

/** As Keras's accuracy takes it. */
function secondClass(probability: number): number {
  if (isProbability(probability)) return probability > 0.5 ? 1 : 0;
  throw new CliError(
    "usage",
    `--labels: expected a model that predicts classes, with a probability from 0 to 1, got ${probability}`,
  );
}

/** Whether predictions can be read as classes. */
export function areClasses({ shape, values }: Predictions): boolean {
  return (shape.length > 1 ? shape.at(-1) : 1) !== 1 || values.every(isProbability);
}

function isProbability(value: number): boolean {
  return value >= 0 && value <= 1;
}

/** The first of the largest. */
function likeliest(values: Float32Array): number {
  return values.reduce((best, value, index) => (value > (values[best] as number) ? index : best), 0);
}
