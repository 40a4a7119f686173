import { log } from "./log.js";
import { philox4x32 } from "./philox.js";
import type { Block } from "./philox.js";
import type { RandomPurpose } from "./random-purpose.js";

const twoTo32 = 0x1_0000_0000;

/** What a stream is for; equal keys give equal streams, different ones independent streams. */
export interface StreamKey {
  /** The job's seed, an unsigned 32-bit number. */
  readonly seed: number;
  readonly purpose: RandomPurpose;
  /** Which one of its kind (an epoch, a parameter, a step and a sequence): up to two unsigned 32-bit numbers. */
  readonly counters?: readonly [number] | readonly [number, number];
  /** Which of several streams with these counters, an unsigned 32-bit number; each has 2^34 words. Default: 0. */
  readonly substream?: number;
}

/** A stream of random numbers: a pure function of its key and of how many numbers were taken. */
export class RandomStream {
  private readonly key: readonly [number, number];
  private readonly counters: readonly [number, number];
  private readonly substream: number;
  private blockIndex = 0;
  private block: Block = [0, 0, 0, 0];
  private taken = 4;
  private spareNormal: number | undefined;

  constructor({ seed, purpose, counters = [0], substream = 0 }: StreamKey) {
    this.key = [checkWord("seed", seed), purpose];
    this.counters = [checkWord("counter", counters[0]), checkWord("counter", counters[1] ?? 0)];
    this.substream = checkWord("substream", substream);
  }

  /** An unsigned 32-bit word, each as likely. */
  word(): number {
    if (this.taken === 4) {
      this.block = philox4x32([this.blockIndex >>> 0, this.substream, ...this.counters], this.key);
      this.blockIndex += 1;
      this.taken = 0;
    }
    const word = this.block[this.taken] ?? 0;
    this.taken += 1;
    return word;
  }

  /** Uniform in [0, 1), a multiple of 2^-24: exact in float32. */
  uniform24(): number {
    return (this.word() >>> 8) / 0x100_0000;
  }

  /** Uniform in [0, 1), a multiple of 2^-53. */
  uniform53(): number {
    const high = this.word() >>> 5;
    return (high * 0x400_0000 + (this.word() >>> 6)) / 0x20_0000_0000_0000;
  }

  /** A whole number in [0, n), each exactly as likely; n from 1 to 2^32. */
  below(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > twoTo32) {
      throw new RangeError(`below: expected a whole number from 1 to 2^32, got ${n}`);
    }
    // Words from the last, incomplete multiple of n on are drawn again.
    const end = twoTo32 - (twoTo32 % n);
    let word = this.word();
    while (word >= end) word = this.word();
    return word % n;
  }

  /** Normal with mean 0 and variance 1, by Marsaglia's polar method (SIAM Review 6, 1964). */
  normal(): number {
    if (this.spareNormal !== undefined) {
      const spare = this.spareNormal;
      this.spareNormal = undefined;
      return spare;
    }
    for (;;) {
      const u = 2 * this.uniform53() - 1;
      const v = 2 * this.uniform53() - 1;
      const square = u * u + v * v;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * log(square)) / square);
      this.spareNormal = v * scale;
      return u * scale;
    }
  }
}

function checkWord(what: string, value: number): number {
  if (Number.isInteger(value) && value >= 0 && value < twoTo32) return value;
  throw new RangeError(`random stream: expected a ${what} from 0 to 2^32 - 1, got ${value}`);
}
