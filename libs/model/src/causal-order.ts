import type { GraphNode } from "./model-graph.js";
import { ModelError } from "./model-error.js";

/**
 * The layers in an order in which each comes after those that it works on; the model's own order where that is one.
 * @param nodes in the model's order
 * @throws ModelError where layers work on each other in a circle
 */
export function inCausalOrder(nodes: readonly GraphNode[]): GraphNode[] {
  const placed = new Set<number>();
  const ordered: GraphNode[] = [];
  while (ordered.length < nodes.length) {
    const next = nodes.find(
      (node) => !placed.has(node.index) && layersBefore(node).every((at) => placed.has(at)),
    );
    if (next === undefined) throw circle(nodes, placed);
    placed.add(next.index);
    ordered.push(next);
  }
  return ordered;
}

function layersBefore({ inputs, initialStates }: GraphNode): number[] {
  return [...inputs, ...initialStates].flatMap((reference) =>
    reference.from === "layer" ? reference.index : [],
  );
}

/** Follows layers that wait for each other until one comes again. */
function circle(nodes: readonly GraphNode[], placed: ReadonlySet<number>): ModelError {
  const way: GraphNode[] = [];
  let node = nodes.find(({ index }) => !placed.has(index));
  while (node !== undefined && !way.includes(node)) {
    way.push(node);
    const before = layersBefore(node).find((index) => !placed.has(index));
    node = before === undefined ? undefined : nodes[before];
  }
  const round = way.slice(node === undefined ? 0 : way.indexOf(node)).reverse();
  const names = [...round, ...round.slice(0, 1)].map(({ layer }) => layer.name);
  const at = Math.min(...round.map(({ index }) => index));
  return new ModelError(
    `model.layers[${at}].inputs`,
    `expected layers that do not wait for each other, got the circle ${names.join(" -> ")}`,
  );
}
