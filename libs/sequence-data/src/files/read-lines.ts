import { invalidData } from "../data-error.js";
import { readText } from "./read-text.js";

/** Longest line, in UTF-16 units: what is longer is no file of lines. */
const maxLineLength = 1 << 26;

export interface TextLine {
  /** Without its line break. */
  readonly text: string;
  /** From 1. */
  readonly number: number;
}

/**
 * Lines of a text file, one after the other.
 * @throws DataError where the file is no text, or a line is longer than any sequence
 */
export async function* readLines(path: string, longest = maxLineLength): AsyncGenerator<TextLine> {
  let begun: string[] = [];
  let begunLength = 0;
  let number = 1;
  for await (const chunk of readText(path)) {
    let from = 0;
    for (let to = chunk.indexOf("\n"); to !== -1; to = chunk.indexOf("\n", from)) {
      begun.push(chunk.slice(from, to));
      yield { text: begun.join("").replace(/\r$/, ""), number: number++ };
      begun = [];
      begunLength = 0;
      from = to + 1;
    }
    begun.push(chunk.slice(from));
    begunLength += chunk.length - from;
    if (begunLength > longest) {
      throw invalidData(`${path}: line ${number}`, `expected at most ${longest} characters, got more`);
    }
  }
  if (begunLength > 0) yield { text: begun.join("").replace(/\r$/, ""), number };
}
