/** The last lines of a text that may be long. */
export class TextTail {
  readonly #lines: string[] = [];

  constructor(private readonly maxLines = 40) {}

  add(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > this.maxLines) this.#lines.shift();
  }

  get lines(): readonly string[] {
    return this.#lines;
  }
}
