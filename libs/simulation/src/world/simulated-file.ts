import type { Random } from "../random.js";

/** A file's contents: as the processes see them, and as far as they are on the disk. */
export class SimulatedFile {
  /** Of the last flush that was honest; undefined: none of it is on the disk for certain. */
  #flushed: Uint8Array | undefined;
  /** A flush was answered and not carried out. */
  #wasLiedAbout = false;

  constructor(public seen: Uint8Array) {}

  write(bytes: Uint8Array): void {
    this.seen = bytes;
  }

  flush(lies: boolean): void {
    this.#wasLiedAbout = lies;
    if (!lies) this.#flushed = this.seen;
  }

  /** Its contents change on the disk, without anybody's doing. */
  rot(bytes: Uint8Array): void {
    this.seen = this.#flushed = bytes;
  }

  /** Whether a crash cannot change it. */
  get isSafe(): boolean {
    return this.#flushed === this.seen;
  }

  get wasLiedAbout(): boolean {
    return this.#wasLiedAbout;
  }

  /**
   * What a crash leaves of contents that were not flushed: nothing, all, the beginning, or blocks of zeros.
   * @returns whether they changed
   */
  crash(random: Random): boolean {
    this.#wasLiedAbout = false;
    if (this.isSafe) return false;
    const { seen } = this;
    const fate = random.below(5);
    if (fate === 0) this.seen = this.#flushed ?? new Uint8Array();
    if (fate === 1) this.seen = seen.slice(0, random.below(seen.length + 1));
    if (fate >= 2 && fate <= 3) this.seen = withHoles(seen, random);
    this.#flushed = this.seen;
    return this.seen !== seen;
  }
}

const blockLength = 512;

/** Some blocks did not reach the disk. */
function withHoles(bytes: Uint8Array, random: Random): Uint8Array {
  const torn = bytes.slice();
  for (let at = 0; at < torn.length; at += blockLength) {
    if (random.chance(0.4)) torn.fill(0, at, at + blockLength);
  }
  return torn;
}
