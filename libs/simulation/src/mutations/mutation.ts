/** A change of the built code that must not go unnoticed. */
export interface Mutation {
  /** What the code does no longer. */
  readonly name: string;
  /** Of the workspace, without its scope. */
  readonly package: string;
  /** Below the package's dist. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** @throws Error where the text does not stand in the source exactly once: the mutation is to be written anew */
export function mutated(source: string, { name, file, find, replace }: Mutation): string {
  const found = source.split(find).length - 1;
  if (found !== 1)
    throw new Error(`${name}: expected ${JSON.stringify(find)} once in ${file}, got it ${found} times`);
  return source.replace(find, () => replace);
}
