import * as z from "zod";

/** Most tokens or labels that a model's file may hold. */
const maxTexts = 1 << 20;
const maxFeatures = 1 << 20;

const scaleSchema = z
  .strictObject({
    array: z.string().min(1).max(200),
    mean: z.array(z.number()).min(1).max(maxFeatures),
    std: z.array(z.number().positive()).min(1).max(maxFeatures),
  })
  .refine(({ mean, std }) => mean.length === std.length, { error: "expected as many std as mean" });

const vocabularySchema = z.strictObject({
  by: z.enum(["word", "character"]),
  standardize: z.enum(["lower_and_strip_punctuation", "lower", "strip_punctuation", "none"]),
  tokens: z
    .array(z.string())
    .min(2)
    .max(maxTexts)
    .refine((tokens) => tokens[0] === "" && tokens[1] === "[UNK]", {
      error: 'expected "" and "[UNK]" as the first tokens',
    })
    .refine(isDistinct, { error: "expected each token once" }),
});

/** What was fitted on the training data: plain JSON, saved with the model and applied to all other data. */
export const preprocessingSchema = z.strictObject({
  /** Mean and standard deviation of each feature, array by array. */
  standardisation: z.array(scaleSchema).max(1000).optional(),
  /** Tokens by id. */
  vocabulary: vocabularySchema.optional(),
  /** Class labels by class number. */
  classLabels: z
    .array(z.string())
    .min(1)
    .max(maxTexts)
    .refine(isDistinct, { error: "expected each label once" })
    .optional(),
});

export type Preprocessing = z.output<typeof preprocessingSchema>;

/** Class labels by class number. */
export type ClassLabels = readonly string[];

function isDistinct(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}
