import type { Program } from "../program/program-writer.js";

/** Writes what kernel-tests/layers/case_file.cpp reads: little-endian numbers one after the other, lists with their lengths. */
export class CaseFileWriter {
  readonly #parts: Buffer[] = [];

  word(value: number): this {
    const part = Buffer.alloc(4);
    part.writeInt32LE(value);
    return this.#add(part);
  }

  flag(value: boolean): this {
    return this.word(value ? 1 : 0);
  }

  number(value: number): this {
    const part = Buffer.alloc(8);
    part.writeDoubleLE(value);
    return this.#add(part);
  }

  string(value: string): this {
    const part = Buffer.from(value);
    return this.word(part.length).#add(part);
  }

  program({ words, numbers, strings }: Program): this {
    this.word(words.length);
    for (const word of words) this.word(word);
    this.word(numbers.length);
    for (const number of numbers) this.number(number);
    this.word(strings.length);
    for (const text of strings) this.string(text);
    return this;
  }

  get bytes(): Uint8Array {
    return Buffer.concat(this.#parts);
  }

  #add(part: Buffer): this {
    this.#parts.push(part);
    return this;
  }
}
