import type * as z from "zod";
import { choice, wholeNumber } from "../fields.js";
import { laterMapping } from "../structures.js";

/** How text is made plain before it is cut, as Keras's TextVectorization names it. */
export const standardizeField = (byDefault: "lower_and_strip_punctuation" | "none") =>
  choice(["lower_and_strip_punctuation", "lower", "strip_punctuation", "none"])
    .default(byDefault)
    .describe(
      `What happens to text first: lower_and_strip_punctuation, lower, strip_punctuation or none. Default: ${byDefault}.`,
    );

export const vocabularySizeField = () =>
  wholeNumber(3, 2 ** 24)
    .exactOptional()
    .describe(
      "Most tokens of the vocabulary, 0 (padding) and 1 (unknown) included; the rarest become unknown. Default: no bound.",
    );

export const tokensSchema = laterMapping(() => ({
  by: choice(["word", "character"])
    .default("word")
    .describe("What a token is: word or character. Default: word."),
  vocabularySize: vocabularySizeField(),
  standardize: standardizeField("lower_and_strip_punctuation"),
}));

/** How text becomes token ids: 0 is padding, 1 an unknown token, then by how often they come. */
export type TokensSpec = z.output<typeof tokensSchema>;

/** Schema of how a text becomes token ids. */
export const tokensField = (what: string) =>
  tokensSchema
    .exactOptional()
    .describe(
      `${what} is text, to be cut into token ids (0 padding, 1 unknown, then by frequency); the vocabulary comes from the training data and is saved with the model. Default: none, it holds numbers.`,
    );
