import { randomPurpose, RandomStream } from "@lockstep/numerics";
import { paddingId, unknownId } from "@lockstep/sequence-data";
import type { Predictor } from "@lockstep/worker";
import { chooseToken } from "./choose-token.js";
import type { TokenModel } from "./token-model.js";

export interface TextSettings {
  /** Ids of the tokens to go on from; at least one. */
  readonly prompt: readonly number[];
  /** Number of tokens to write. */
  readonly tokens: number;
  readonly temperature: number;
  /** An unsigned 32-bit number. */
  readonly seed: number;
}

/**
 * Writes a text token by token: each is chosen of what the model says of the tokens before it.
 * @returns ids, a pure function of the model and the settings
 */
export function* generateText(
  predictor: Predictor,
  model: TokenModel,
  { prompt, tokens, temperature, seed }: TextSettings,
): Generator<number, void, void> {
  const { vocabulary, timeSteps, width, logits } = model;
  const random = new RandomStream({ seed, purpose: randomPurpose.generation });
  const choice = { from: unknownId + 1, to: vocabulary.tokens.length, temperature, logits };
  let read = prompt.slice(-timeSteps);
  for (let written = 0; written < tokens; written++) {
    const window = predictor.takesAnyTime ? read : filledUp(read, timeSteps);
    const output = predictor.predict(Float32Array.from(window), window.length);
    // Of a model that tells what follows each token, the last one counts.
    const id = chooseToken(output.subarray(output.length - width), choice, random);
    yield id;
    read = [...read, id].slice(-timeSteps);
  }
}

/** On the left, whatever the job's side: what follows the padding is not what is asked for. */
function filledUp(ids: readonly number[], timeSteps: number): number[] {
  return [...new Array<number>(timeSteps - ids.length).fill(paddingId), ...ids];
}
