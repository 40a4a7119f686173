import type * as z from "zod";

/** Keys and list indices from the job's root. */
export type JobPath = readonly PropertyKey[];

/** A problem with its place as keys and indices. */
export interface PlacedProblem {
  readonly path: JobPath;
  readonly message: string;
}

type Issue = z.core.$ZodIssue;

/** What zod found, one problem for each thing that is wrong, in the words of the schema. */
export function problemsOf(issues: readonly Issue[], base: JobPath = []): PlacedProblem[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path];
    switch (issue.code) {
      case "unrecognized_keys": {
        const messages = issue.message.split("\n");
        return issue.keys.map((key, index) => ({
          path: [...path, key],
          message: messages[index] ?? "unknown key",
        }));
      }
      case "invalid_union": {
        const meant = meantBranch(issue.errors);
        return meant === undefined ? [{ path, message: issue.message }] : problemsOf(meant, path);
      }
      default:
        return [{ path, message: issue.message }];
    }
  });
}

/**
 * The branch of a union that was most likely meant: of those that fit in kind, the one with the fewest keys too many
 * or missing. None where two are as likely. A union within the union counts as its own branches.
 */
function meantBranch(given: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const branches = given.flatMap((issues) => {
    const [only] = issues;
    const isUnion = issues.length === 1 && only?.code === "invalid_union" && only.path.length === 0;
    return isUnion && only.errors.length > 0 ? only.errors : [issues];
  });
  const ranked = branches
    .filter((issues) => !issues.some(refusesKind))
    .map((issues) => ({ issues, misfit: issues.reduce((sum, issue) => sum + misfit(issue), 0) }))
    .sort((a, b) => a.misfit - b.misfit);
  const [first, second] = ranked;
  return first !== undefined && first.misfit !== second?.misfit ? first.issues : undefined;
}

function refusesKind(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value");
}

function misfit(issue: Issue): number {
  if (issue.path.length === 0 && issue.code === "unrecognized_keys") return issue.keys.length;
  return issue.path.length === 1 && issue.message.endsWith("got nothing") ? 1 : 0;
}

/** `model.layers[0].units` */
export function formatPath(path: JobPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    const key = String(part);
    const plain = /^[A-Za-z_][\w-]*$/.test(key);
    if (!plain) return `${text}[${JSON.stringify(key.slice(0, 100))}]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
}
