/**
 * What random numbers are for: part of a stream's key, so that no two uses share numbers. Values are part of every
 * run's bits: add new ones, never change one.
 */
export const randomPurpose = {
  /** Order of the sequences of an epoch. */
  shuffle: 1,
  /** First values of parameters. */
  initializer: 2,
  /** Random data sets. */
  data: 3,
  /** Dropout masks. */
  dropout: 4,
  /** What a model is let to choose, such as the next token of a text. */
  generation: 5,
  /** Which ranges two workers compute. No number of a training depends on it. */
  audit: 6,
} as const;

export type RandomPurpose = (typeof randomPurpose)[keyof typeof randomPurpose];
