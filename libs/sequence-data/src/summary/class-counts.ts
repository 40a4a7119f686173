/** A class, and how many targets name it. */
export interface ClassCount {
  readonly classNumber: number;
  readonly label?: string;
  readonly count: number;
}

/** Most different whole numbers that are taken for classes where the data have no labels. */
const maxClasses = 100;

/** Counts targets that are class numbers, as long as they can be. */
export class ClassCounts {
  private readonly counts = new Map<number, number>();
  private areClasses = true;

  add(target: Float32Array): void {
    if (!this.areClasses) return;
    for (const value of target) {
      if (Number.isInteger(value) && value >= 0) this.counts.set(value, (this.counts.get(value) ?? 0) + 1);
      else this.areClasses = false;
    }
  }

  /** By class number; undefined where the targets are no class numbers. */
  finish(labels?: readonly string[]): ClassCount[] | undefined {
    if (!this.areClasses || (labels === undefined && this.counts.size > maxClasses)) return undefined;
    const named = (labels ?? []).map((_, classNumber) => classNumber);
    const numbers = new Set([...named, ...this.counts.keys()]);
    return [...numbers]
      .sort((a, b) => a - b)
      .map((classNumber) => {
        const label = labels?.[classNumber];
        const count = this.counts.get(classNumber) ?? 0;
        return { classNumber, ...(label !== undefined && { label }), count };
      });
  }
}
