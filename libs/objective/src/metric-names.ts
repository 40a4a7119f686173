import { ObjectiveError } from "./objective-error.js";

/**
 * Names of metrics in Keras's history: of equal ones the second is `name_1`; a weighted one that is taken by an
 * unweighted one is `weighted_name`.
 * @throws ObjectiveError where a name would stand for two metrics
 */
export function historyNames(unweighted: readonly string[], weighted: readonly string[]): string[] {
  const counts = new Map<string, number>();
  const numbered = (name: string) => {
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  };
  const names = [
    ...unweighted.map(numbered),
    ...weighted.map((name) => numbered(counts.has(name) ? `weighted_${name}` : name)),
  ];
  for (const [index, name] of names.entries()) {
    if (name !== "loss" && names.indexOf(name) === index) continue;
    throw new ObjectiveError("wrong-metric", `metrics: expected another name than "${name}", which is taken`);
  }
  return names;
}
