import { addition, Pace, wholly, type Sliced } from "@lockstep/numerics";

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

const unpaced = new Pace(Infinity);

/** Adds up nodes, given in any order, as the canonical tree does. It takes over the arrays it is given. */
export class ReductionTree {
  readonly #nodes = new Map<number, Subtree>();

  /**
   * @param total micro-batches of the round
   * @param spent told of each gradient that was added to another one: nobody looks at it any more
   */
  constructor(
    readonly total: number,
    private readonly spent?: (gradient: Float32Array) => void,
  ) {
    if (!Number.isInteger(total) || total < 1) {
      throw new RangeError(`total: expected a whole number of at least 1, got ${total}`);
    }
  }

  /** @throws RangeError where the range is no node of the tree or overlaps what was added before */
  add(node: TreeNode, sums: Sums): void {
    wholly(this.addInSlices(node, sums, unpaced));
  }

  /** As {@link ReductionTree.add}, with stops; meanwhile nothing else may be added. */
  *addInSlices(node: TreeNode, sums: Sums, pace: Pace): Sliced<void> {
    if (!isTreeNode(node, this.total)) {
      throw new RangeError(
        `expected a node of the tree over ${this.total}, got [${node.first}, +${node.count})`,
      );
    }
    if (this.#overlaps(node)) throw new RangeError(`[${node.first}, +${node.count}) was added before`);
    let subtree: Subtree = { first: node.first, span: spanOf(node.count), sums };
    for (let join = this.#joinOf(subtree); join; join = this.#joinOf(subtree)) {
      const [left, right] = join.children;
      if (right) {
        yield* addInto(left, right, pace);
        this.spent?.(right.gradient);
      }
      subtree = { first: join.first, span: join.span, sums: left };
    }
    this.#nodes.set(subtree.first, subtree);
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

  /** What the parent is made of, where the sibling is there (it is taken out) or lies beyond the round. */
  #joinOf({ first, span, sums }: Subtree): Join | undefined {
    if (first === 0 && span >= this.total) return undefined;
    const isLeft = (first / span) % 2 === 0;
    const siblingFirst = isLeft ? first + span : first - span;
    if (siblingFirst >= this.total) return { first, span: span * 2, children: [sums] };
    const sibling = this.#nodes.get(siblingFirst);
    if (sibling?.span !== span) return undefined;
    this.#nodes.delete(siblingFirst);
    return {
      first: Math.min(first, siblingFirst),
      span: span * 2,
      children: isLeft ? [sums, sibling.sums] : [sibling.sums, sums],
    };
  }
}

/** A node with the sums of what is under it. */
interface Subtree {
  readonly first: number;
  readonly span: number;
  readonly sums: Sums;
}

/** A parent that can be made. */
interface Join {
  readonly first: number;
  readonly span: number;
  /** The right one is missing where it lies beyond the round. */
  readonly children: readonly [left: Sums, right?: Sums];
}

/** left + right, in left's arrays. */
function* addInto(left: Sums, right: Sums, pace: Pace): Sliced<void> {
  checkLengths(left.gradient, right.gradient);
  checkLengths(left.statistics, right.statistics);
  yield* pace.run([addition(left.gradient, right.gradient)]);
  for (let index = 0; index < left.statistics.length; index++)
    left.statistics[index] = (left.statistics[index] as number) + (right.statistics[index] as number);
}

function checkLengths(a: { readonly length: number }, b: { readonly length: number }): void {
  if (a.length !== b.length)
    throw new RangeError(`expected vectors of one length, got ${a.length} and ${b.length}`);
}
