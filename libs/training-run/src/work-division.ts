import { coveringNodes, type TreeNode } from "@lockstep/reduction";

/** A worker and the share of the work it should get, in any unit. */
export interface Share {
  readonly worker: string;
  readonly weight: number;
}

/**
 * Divides pending micro-batches among workers in proportion to their weights: each gets one stretch of the list, cut
 * into nodes of the canonical tree.
 * @param pending indices in ascending order
 * @param total micro-batches of the round
 */
export function divideWork(
  pending: readonly number[],
  total: number,
  shares: readonly Share[],
): { worker: string; node: TreeNode }[] {
  const weightOfAll = shares.reduce((sum, share) => sum + share.weight, 0);
  let weight = 0;
  let from = 0;
  return shares.flatMap((share) => {
    weight += share.weight;
    const to = Math.floor((pending.length * weight) / weightOfAll);
    const nodes = stretches(pending.slice(from, to)).flatMap(({ first, end }) =>
      coveringNodes(first, end, total),
    );
    from = to;
    return nodes.map((node) => ({ worker: share.worker, node }));
  });
}

/** Runs of consecutive numbers. */
function stretches(indices: readonly number[]): { first: number; end: number }[] {
  const found: { first: number; end: number }[] = [];
  for (const index of indices) {
    const last = found.at(-1);
    if (last?.end === index) last.end++;
    else found.push({ first: index, end: index + 1 });
  }
  return found;
}
