import { CliError } from "../cli-error.js";

/** Matches that a message names. */
const mostNamed = 5;

/**
 * The run that is meant by an id or by the beginning of one; otherwise as {@link matchRun}.
 * @throws {CliError} where several are
 */
export function meantRun<Run extends { readonly snapshot: { readonly runId: string } }>(
  typed: string,
  runs: readonly Run[],
  where: string,
): Run | undefined {
  const ids = runs.map(({ snapshot }) => snapshot.runId);
  const runId = matchRun(typed, ids, where);
  return runs.find(({ snapshot }) => snapshot.runId === runId);
}

/**
 * The id that is meant by an id or by the beginning of one.
 * @param where the runs are, for people
 * @returns undefined where none begins so
 * @throws {CliError} where several do
 */
export function matchRun(typed: string, ids: readonly string[], where: string): string | undefined {
  if (ids.includes(typed)) return typed;
  const matches = ids.filter((id) => id.startsWith(typed));
  if (matches.length <= 1) return matches[0];
  const more = matches.length > mostNamed ? `, and ${matches.length - mostNamed} more` : "";
  const named = matches.slice(0, mostNamed).join(", ") + more;
  throw new CliError(
    "usage",
    `run: expected the beginning of one id, got ${typed}, with which several in ${where} begin: ${named}`,
  );
}
