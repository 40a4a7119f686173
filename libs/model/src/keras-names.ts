import type { LayerSpec, RnnCellSpec } from "@lockstep/job";

/**
 * Gives layers their names: given ones as they are, others as Keras makes them in a fresh session: `simple_rnn`,
 * `simple_rnn_1`, counted by type among the layers without a name.
 */
export class KerasNames {
  private readonly made = new Map<string, number>();

  /** The name of the next layer or cell, in the order in which Keras would construct them. */
  next({
    type,
    name,
  }: {
    readonly type: LayerSpec["type"] | RnnCellSpec["type"];
    readonly name?: string;
  }): string {
    if (name !== undefined) return name;
    const base = kerasSnakeCase(type);
    const count = this.made.get(base) ?? 0;
    this.made.set(base, count + 1);
    return count === 0 ? base : `${base}_${count}`;
  }
}

/** Keras's `to_snake_case`: SimpleRNN becomes simple_rnn. */
export function kerasSnakeCase(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
