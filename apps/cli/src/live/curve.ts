/** Points that a curve keeps: more than any terminal has columns. */
const mostPoints = 1024;

/**
 * Values in their order, in bounded memory: when there are too many, neighbours become their mean, and so do as many
 * of those to come.
 */
export class Curve {
  #points: number[] = [];
  /** Values that make a point. */
  #share = 1;
  #sum = 0;
  #count = 0;

  add(value: number): void {
    this.#sum += value;
    if (++this.#count < this.#share) return;
    this.#points.push(this.#sum / this.#count);
    this.#sum = 0;
    this.#count = 0;
    if (this.#points.length === mostPoints) this.#halve();
  }

  /** The newest last. */
  get points(): readonly number[] {
    return this.#count === 0 ? this.#points : [...this.#points, this.#sum / this.#count];
  }

  #halve(): void {
    const pairs = this.#points;
    this.#points = [];
    for (let index = 0; index < pairs.length; index += 2)
      this.#points.push(((pairs[index] as number) + (pairs[index + 1] as number)) / 2);
    this.#share *= 2;
  }
}
