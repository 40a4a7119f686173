import type { Readable } from "node:stream";

/** Characters that are kept. */
const keptLength = 2_000;

/** The end of what a process writes, for the message when it fails. */
export class OutputTail {
  #text = "";

  constructor(output: Readable | null) {
    output?.setEncoding("utf8").on("data", (text: string) => {
      this.#text = (this.#text + text).slice(-keptLength);
    });
  }

  get text(): string {
    return this.#text.trim();
  }
}
