import type * as z from "zod";
import { choice, wholeNumber } from "../fields.js";
import { laterMapping, mapping } from "../structures.js";
import { sourcePath } from "./source-fields.js";
import { standardizeField, vocabularySizeField } from "./tokens.js";

const most = 2 ** 31 - 1;

export const textSourceSchema = laterMapping(() => ({
  text: sourcePath("text file, UTF-8"),
  by: choice(["character", "word"])
    .default("character")
    .describe("What a token is: character or word. Default: character."),
  windows: mapping({
    length: wholeNumber(1, most).describe("Tokens of a window."),
    stride: wholeNumber(1, most)
      .default(1)
      .describe("Tokens from the start of a window to that of the next. Default: 1."),
  }).describe("How the text is cut into sequences."),
  target: choice(["next", "sequence"])
    .default("next")
    .describe(
      "next: the token that follows the window; sequence: the token that follows each of the window's. Default: next.",
    ),
  vocabularySize: vocabularySizeField(),
  standardize: standardizeField("none"),
})).describe(
  "A text, as windows of token ids (0 padding, 1 unknown, then by frequency) and the tokens that follow.",
);

/** A text with all defaults filled in. */
export type TextSource = z.output<typeof textSourceSchema>;
