import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { Script } from "node:vm";

type ModuleFunction = (
  exports: object,
  require: NodeJS.Require,
  module: object,
  filename: string,
  dirname: string,
  importModule: (specifier: string) => Promise<unknown>,
) => void;

/** What a CommonJS file knows, and what it imports modules with: compiled code that was kept cannot by itself. */
const known = "exports, require, module, __filename, __dirname, importModule";

/** All that a process or a thread runs, in one CommonJS file, and beside it what V8 compiled of it before. */
export class BundledProgram {
  readonly #script: Script;

  /**
   * Where what was compiled is not there, or is another V8's, it is compiled anew, which takes longer.
   * @param file in ASCII
   */
  constructor(private readonly file: string) {
    const source = `(function (${known}) {${readFileSync(file, "latin1")}\n})`;
    const cachedData = readIfThere(this.codeFile);
    this.#script = new Script(source, { filename: file, ...(cachedData ? { cachedData } : {}) });
  }

  /** Where compiled code is kept; it is good for this very bundle alone. */
  get codeFile(): string {
    return `${this.file}.code`;
  }

  /** What V8 has compiled until now. */
  get code(): Buffer {
    return this.#script.createCachedData();
  }

  /** Evaluates it, as Node does a CommonJS file. */
  run(): void {
    const module = { exports: {} };
    const evaluate = this.#script.runInThisContext() as ModuleFunction;
    // Relative ones too: this file lies beside the bundle.
    const importModule = (specifier: string): Promise<unknown> => import(specifier);
    const require = createRequire(this.file);
    evaluate(module.exports, require, module, this.file, dirname(this.file), importModule);
  }
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
