import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { Script, constants } from "node:vm";

/** What the bundle exports: each loads a program of a process or a thread, and starts it. */
export type Programs = Readonly<Record<string, () => Promise<unknown>>>;

export interface LoadedBundle {
  readonly programs: Programs;
  /** What V8 has compiled of the bundle until now, to be given to it the next time. */
  codeCache(): Buffer;
}

type BundleFunction = (exports: object, require: NodeJS.Require, module: object, ...names: string[]) => void;

/**
 * Evaluates the bundle as Node does a CommonJS file, with what V8 compiled of it before. Where there is nothing of
 * the kind, or it is another V8's, it is compiled anew, which takes longer.
 * @param file a CommonJS file in ASCII
 * @param cacheFile what `codeCache` gave, of this very bundle; it need not be there
 */
export function loadBundle(file: string, cacheFile: string): LoadedBundle {
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, "latin1")}\n})`;
  const cachedData = readIfThere(cacheFile);
  const script = new Script(source, {
    filename: file,
    ...(cachedData ? { cachedData } : {}),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  const evaluate = script.runInThisContext() as BundleFunction;
  evaluate(module.exports, createRequire(file), module, file, dirname(file));
  return { programs: module.exports, codeCache: () => script.createCachedData() };
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
