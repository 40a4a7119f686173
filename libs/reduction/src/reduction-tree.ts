/**
 * The canonical reduction tree over micro-batches 0..count-1 of a round:
 *
 *   node [i, i+2k) = node [i, i+k) + node [i+k, i+2k)   for powers of two k and i a multiple of 2k,
 *
 * with missing right parts skipped. Every partial sum anywhere is a node of this one tree, so the sum does not depend
 * on who added what, or when.
 */
export interface TreeNode {
  /** First micro-batch; a multiple of the node's span. */
  readonly first: number;
  /** Micro-batches under it: its span, cut at the end of the round. */
  readonly count: number;
}

/** What is summed: both vectors keep their lengths. */
export interface Sums {
  /** float32 sums */
  readonly gradient: Float32Array;
  /** float64 sums */
  readonly statistics: Float64Array;
}

/** Smallest power of two that is at least `count`. */
export function spanOf(count: number): number {
  let span = 1;
  while (span < count) span *= 2;
  return span;
}

/** Whether [first, first + count) is a node of the tree over `total` micro-batches. */
export function isTreeNode({ first, count }: TreeNode, total: number): boolean {
  if (!Number.isInteger(first) || !Number.isInteger(count) || first < 0 || count < 1) return false;
  const span = spanOf(count);
  return first % span === 0 && first + count <= total && (count === span || first + count === total);
}

/** The fewest nodes that cover [first, end) of a round of `total` micro-batches, in order. */
export function coveringNodes(first: number, end: number, total: number): TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let at = first; at < end;) {
    const count = largestNodeAt(at, end, total);
    nodes.push({ first: at, count });
    at += count;
  }
  return nodes;
}

function largestNodeAt(at: number, end: number, total: number): number {
  let span = 1;
  while (at % (span * 2) === 0 && reaches(at, span * 2, end, total)) span *= 2;
  return Math.min(span, total - at);
}

/** Whether the node of that span at `at` lies within [at, end); beyond the round there is nothing to cover. */
function reaches(at: number, span: number, end: number, total: number): boolean {
  return at + span <= end || (end === total && at + span / 2 < total);
}

/** Adds up nodes, given in any order, as the canonical tree does. It takes over the arrays it is given. */
export class ReductionTree {
  readonly #nodes = new Map<number, { span: number; sums: Sums }>();

  /** @param total micro-batches of the round */
  constructor(readonly total: number) {
    if (!Number.isInteger(total) || total < 1) {
      throw new RangeError(`total: expected a whole number of at least 1, got ${total}`);
    }
  }

  /** @throws RangeError where the range is no node of the tree or overlaps what was added before */
  add(node: TreeNode, sums: Sums): void {
    if (!isTreeNode(node, this.total)) {
      throw new RangeError(
        `expected a node of the tree over ${this.total}, got [${node.first}, +${node.count})`,
      );
    }
    if (this.#overlaps(node)) throw new RangeError(`[${node.first}, +${node.count}) was added before`);
    this.#insert(node.first, spanOf(node.count), sums);
  }

  /** The sum of all micro-batches; undefined until each was added. */
  get root(): Sums | undefined {
    const node = this.#nodes.get(0);
    return node && node.span >= this.total ? node.sums : undefined;
  }

  #overlaps({ first, count }: TreeNode): boolean {
    for (const [start, { span }] of this.#nodes) {
      if (start < first + count && first < start + span) return true;
    }
    return false;
  }

  #insert(first: number, span: number, sums: Sums): void {
    let node = { first, span, sums };
    for (let parent = this.#joined(node); parent; parent = this.#joined(node)) node = parent;
    this.#nodes.set(node.first, { span: node.span, sums: node.sums });
  }

  /** The parent, where the sibling is there or lies beyond the round. */
  #joined(node: { first: number; span: number; sums: Sums }): typeof node | undefined {
    const { first, span, sums } = node;
    if (first === 0 && span >= this.total) return undefined;
    const isLeft = (first / span) % 2 === 0;
    const siblingFirst = isLeft ? first + span : first - span;
    if (siblingFirst >= this.total) return { first, span: span * 2, sums };
    const sibling = this.#nodes.get(siblingFirst);
    if (sibling?.span !== span) return undefined;
    this.#nodes.delete(siblingFirst);
    const [left, right] = isLeft ? [sums, sibling.sums] : [sibling.sums, sums];
    return { first: Math.min(first, siblingFirst), span: span * 2, sums: addInto(left, right) };
  }
}

/** left + right, in left's arrays. A float64 sum of two float32 rounded to float32 is their float32 sum. */
function addInto(left: Sums, right: Sums): Sums {
  addVector(left.gradient, right.gradient);
  addVector(left.statistics, right.statistics);
  return left;
}

function addVector(target: Float32Array | Float64Array, values: Float32Array | Float64Array): void {
  if (target.length !== values.length) {
    throw new RangeError(`expected vectors of one length, got ${target.length} and ${values.length}`);
  }
  for (let index = 0; index < target.length; index++) {
    target[index] = (target[index] as number) + (values[index] as number);
  }
}
