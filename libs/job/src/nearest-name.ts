import { distance } from "fastest-levenshtein";

/** The known name that `name` is most likely a slip of, if any is near enough. Case does not count. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const reach = Math.max(2, Math.floor(name.length / 2));
  let best: { name: string; distance: number } | undefined;
  for (const candidate of known) {
    const found = distance(plain(name), plain(candidate));
    if (found <= reach && found < candidate.length && found < (best?.distance ?? Infinity)) {
      best = { name: candidate, distance: found };
    }
  }
  return best?.name;
}

/** `; did you mean "epochs"?`, or nothing. */
export function suggestion(name: unknown, known: readonly string[]): string {
  const nearest = typeof name === "string" && name.length <= 100 ? nearestName(name, known) : undefined;
  return nearest === undefined ? "" : `; did you mean ${JSON.stringify(nearest)}?`;
}

/** Keras's snake_case and our camelCase are one. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll("_", "");
}
