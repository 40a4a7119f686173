import type { RecordedRun } from "@lockstep/coordinator";
import type { IdentityDifference } from "./run-difference.js";

type Identity = RecordedRun["identity"];

/** What two runs of a data folder were asked to do differently; undefined where one of them is not kept any more. */
export async function identityDifferences(
  dataDir: string,
  [one, other]: readonly [string, string],
): Promise<readonly IdentityDifference[] | undefined> {
  const { openRecordedRun } = await import("@lockstep/coordinator");
  const open = async (runId: string): Promise<Identity | undefined> => {
    try {
      return (await openRecordedRun({ dataDir, dataRoot: "/", runId })).identity;
    } catch (error) {
      if ((error as { readonly code?: unknown }).code === "NOT_FOUND") return undefined;
      throw error;
    }
  };
  const [first, second] = [await open(one), await open(other)];
  return first && second && differencesOf(first, second);
}

/** Of the job's name nothing depends. */
export function differencesOf(one: Identity, other: Identity): readonly IdentityDifference[] {
  const fields = { ...flattened(one.job), ...flattened(other.job) };
  const [a, b] = [flattened(one.job), flattened(other.job)];
  const differences = Object.keys(fields)
    .filter((field) => field !== "name" && a[field] !== b[field])
    .map((field) => ({ field, values: [parsed(a[field]), parsed(b[field])] as const }));
  if (one.dataDigest === other.dataDigest) return differences;
  return [...differences, { field: "data", values: [one.dataDigest, other.dataDigest] }];
}

/** Leaves by their paths, as JSON. */
function flattened(value: unknown, path = ""): Record<string, string> {
  if (value === undefined) return {};
  if (typeof value !== "object" || value === null) return { [path]: JSON.stringify(value) };
  const entries = Object.entries(value);
  // An empty list is a leaf too.
  if (entries.length === 0) return { [path]: JSON.stringify(value) };
  const key = (name: string): string =>
    Array.isArray(value) ? `${path}[${name}]` : path === "" ? name : `${path}.${name}`;
  return Object.assign({}, ...entries.map(([name, inner]) => flattened(inner, key(name)))) as Record<
    string,
    string
  >;
}

function parsed(json: string | undefined): unknown {
  return json === undefined ? undefined : JSON.parse(json);
}
