/** What happens to a text before it is split: Keras's `TextVectorization(standardize=...)`. */
export type Standardize = "lower_and_strip_punctuation" | "lower" | "strip_punctuation" | "none";

/** How a text is split into tokens. */
export interface Splitting {
  readonly by: "word" | "character";
  readonly standardize: Standardize;
}

/** Keras's set. */
const punctuation = /[!"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~']/g;

/**
 * Tokens of a text, in order: what lies between white space, or code points. Letters and white space of every script
 * count; Keras's lower-case and split know ASCII alone.
 */
export function splitTokens(text: string, { by, standardize }: Splitting): string[] {
  const standard = standardized(text, standardize);
  if (by === "character") return Array.from(standard);
  return standard.split(/\s+/u).filter((token) => token !== "");
}

function standardized(text: string, how: Standardize): string {
  switch (how) {
    case "none":
      return text;
    case "lower":
      return text.toLowerCase();
    case "strip_punctuation":
      return text.replace(punctuation, "");
    case "lower_and_strip_punctuation":
      return text.toLowerCase().replace(punctuation, "");
  }
}
