import type { RunSnapshot } from "@lockstep/telemetry/events";

/** Runs whose parameters are the same to the bit after as many steps. */
export interface DigestGroup {
  readonly digest: string;
  readonly runs: readonly RunSnapshot[];
}

/** Runs by the digest of their parameters as they are now, largest groups first; those without one are left out. */
export function digestGroups(runs: readonly RunSnapshot[]): readonly DigestGroup[] {
  const groups = new Map<string, RunSnapshot[]>();
  for (const run of runs) {
    if (run.digest === undefined || run.digest === "") continue;
    groups.set(run.digest, [...(groups.get(run.digest) ?? []), run]);
  }
  const all = [...groups].map(([digest, alike]) => ({ digest, runs: alike }));
  return all.sort((a, b) => b.runs.length - a.runs.length);
}

/** Sentences that say which runs have the same parameters. `nameOf` says what a run is called here. */
export function digestWords(
  runs: readonly RunSnapshot[],
  nameOf: (run: RunSnapshot) => string,
): readonly string[] {
  const groups = digestGroups(runs);
  const known = groups.reduce((sum, group) => sum + group.runs.length, 0);
  if (known < 2) return ["There are no two runs with parameters to compare yet."];
  const [only] = groups;
  if (groups.length === known) return [`The parameters of ${names(runs.filter(hasDigest), nameOf)} differ.`];
  const equal = groups.filter((group) => group.runs.length > 1).map((group) => equalWords(group, nameOf));
  return only?.runs.length === known ? equal : [...equal, "Other pairs differ."];
}

function equalWords({ runs }: DigestGroup, nameOf: (run: RunSnapshot) => string): string {
  return `The parameters of ${names(runs, nameOf)} are the same to the bit.`;
}

function hasDigest({ digest }: RunSnapshot): boolean {
  return digest !== undefined && digest !== "";
}

function names(runs: readonly RunSnapshot[], nameOf: (run: RunSnapshot) => string): string {
  const all = runs.map(nameOf);
  const last = all.pop() ?? "";
  return all.length === 0 ? last : `${all.join(", ")} and ${last}`;
}
