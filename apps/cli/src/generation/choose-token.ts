import { exp, log, type RandomStream } from "@lockstep/numerics";
import { CliError } from "../cli-error.js";

/** How a token is chosen of what a model says of all. */
export interface TokenChoice {
  /** Ids that may be chosen: from `from` to just before `to`. */
  readonly from: number;
  readonly to: number;
  /** 0: always the likeliest; below 1: likely ones more often than the model says; 1: as it says. */
  readonly temperature: number;
  /** Whether the model gives logits instead of probabilities. */
  readonly logits: boolean;
}

/**
 * The id of the next token. Equal outputs and random numbers give equal ids on every machine.
 * @param output one value for each id
 * @throws {CliError} where the model gives no token a probability
 */
export function chooseToken(output: Float32Array, choice: TokenChoice, random: RandomStream): number {
  const { from, to, temperature, logits } = choice;
  const scores = Array.from(output.subarray(from, to), (value) => (logits ? value : log(value)));
  const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!Number.isFinite(most)) {
    throw new CliError("failed", "the model gives no token of its vocabulary a probability that can be used");
  }
  if (temperature === 0) return from + scores.indexOf(most);
  const weights = scores.map((score) => exp((score - most) / temperature));
  return from + drawn(weights, random);
}

/** An index, each as likely as its weight says. */
function drawn(weights: readonly number[], random: RandomStream): number {
  let left = random.uniform53() * weights.reduce((sum, weight) => sum + weight, 0);
  for (let index = 0; index < weights.length; index++) {
    left -= weights[index] as number;
    if (left < 0) return index;
  }
  // What rounding left over falls to the last that can be chosen.
  return weights.findLastIndex((weight) => weight > 0);
}
