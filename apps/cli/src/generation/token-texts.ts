import type { Vocabulary } from "@lockstep/sequence-data";

/** Texts of tokens, one after the other; words with blanks between. */
export class TokenTexts {
  #follows: boolean;

  /** @param before the text that they follow */
  constructor(
    private readonly vocabulary: Vocabulary,
    before: string,
  ) {
    this.#follows = before !== "" && !/\s$/.test(before);
  }

  next(id: number): string {
    const { by, tokens } = this.vocabulary;
    const blank = by === "word" && this.#follows ? " " : "";
    this.#follows = true;
    return blank + (tokens[id] ?? "");
  }
}
