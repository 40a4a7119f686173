import type { SavedModel } from "@lockstep/checkpoint";
import { splitTokens, unknownId, type Vocabulary } from "@lockstep/sequence-data";
import { CliError } from "../cli-error.js";

/** A model that tells the next token of a text. */
export interface TokenModel {
  readonly vocabulary: Vocabulary;
  /** Tokens that it was trained to look at. */
  readonly timeSteps: number;
  /** Values of the output for a token. */
  readonly width: number;
  /** Whether its output are logits instead of probabilities. */
  readonly logits: boolean;
}

/** What a model says of the next token, if it is one that does. @throws {CliError} that names why it does not */
export function tokenModelOf({ job, plan, preprocessing, inputShapes }: SavedModel): TokenModel {
  const { train } = job.data;
  if (!("text" in train)) {
    throw refuse(`data.train: a model trained on text with windows, got one trained on ${kindOf(train)}`);
  }
  const { vocabulary } = preprocessing;
  if (!vocabulary) throw refuse("a model with a vocabulary, got none");
  if (job.loss.type !== "sparse_categorical_crossentropy") {
    throw refuse(
      `loss: sparse_categorical_crossentropy, which makes the output one value for each token, got ${job.loss.type}`,
    );
  }
  const width = plan.outputShape.at(-1) ?? 0;
  const least = vocabulary.tokens.length;
  if (width < least) throw refuse(`an output for each of ${least} tokens, got ${width}`);
  const timeSteps = inputShapes[0]?.[0] ?? train.windows.length;
  return { vocabulary, timeSteps, width, logits: job.loss.fromLogits };
}

/**
 * Token ids of a text to go on from. Of an empty one that is a new line, or the commonest token.
 * @throws {CliError} that names what is not in the vocabulary
 */
export function promptIds(prompt: string, vocabulary: Vocabulary): number[] {
  const ids = new Map(vocabulary.tokens.map((token, id) => [token, id] as const));
  const tokens = splitTokens(prompt, vocabulary);
  if (tokens.length === 0) return [ids.get("\n") ?? unknownId + 1];
  return tokens.map((token) => {
    const id = ids.get(token) ?? unknownId;
    if (id > unknownId) return id;
    const expected = `--prompt: expected ${vocabulary.by}s of the model's vocabulary`;
    throw new CliError("usage", `${expected}, got ${JSON.stringify(token)}`);
  });
}

function kindOf(source: object): string {
  return Object.keys(source)[0] ?? "nothing";
}

function refuse(expected: string): CliError {
  return new CliError("usage", `--generate: expected ${expected}`);
}
