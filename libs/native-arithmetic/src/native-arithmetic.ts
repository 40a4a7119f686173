import type { ArithmeticEngine, VectorOperation } from "@lockstep/numerics";
import type { AddonThreadPool, AddonVectorArithmetic, ArithmeticAddon, VectorProgram } from "./addon.js";
import { ProgramWriter } from "./program-writer.js";

export interface NativeArithmeticOptions {
  /** Default: the fastest that the machine can run. */
  readonly instructionSet?: string | undefined;
  /** Elements, over all operations of a call, below which TypeScript is as fast. */
  readonly leastElements?: number | undefined;
  /** Elements from which they are done beside the event loop, which costs tens of microseconds more. */
  readonly elementsBeside?: number | undefined;
}

/** A call costs some microseconds, as much as TypeScript takes for a thousand elements. */
const defaultLeastElements = 4096;
/** Half a millisecond, or less. */
const defaultElementsBeside = 2 ** 20;

/** Does arithmetic on large vectors in the addon, and on very large ones on a thread of its own. */
export class NativeArithmetic implements ArithmeticEngine {
  readonly #vectors: AddonVectorArithmetic;
  readonly #writer: ProgramWriter;
  readonly #leastElements: number;
  readonly #elementsBeside: number;
  #pool: AddonThreadPool | undefined;

  /** @throws Error where the machine has not got the instruction set */
  constructor(
    private readonly addon: ArithmeticAddon,
    options: NativeArithmeticOptions = {},
  ) {
    const { instructionSet = addon.instructionSets()[0] } = options;
    this.#vectors = new addon.VectorArithmetic(String(instructionSet));
    this.#writer = new ProgramWriter(addon.operationNames());
    this.#leastElements = options.leastElements ?? defaultLeastElements;
    this.#elementsBeside = options.elementsBeside ?? defaultElementsBeside;
  }

  take(operations: readonly VectorOperation[]): boolean | Promise<void> {
    let elements = 0;
    for (const { begin, end } of operations) elements += end - begin;
    if (elements < this.#leastElements || !this.#hasAll(operations)) return false;
    const program = this.#writer.write(operations);
    if (elements >= this.#elementsBeside) return this.#doBeside(program);
    this.#vectors.run(program.words, program.numbers, program.strings, program.vectors);
    return true;
  }

  #hasAll(operations: readonly VectorOperation[]): boolean {
    return operations.every((operation) => this.#writer.has(operation));
  }

  #doBeside({ words, numbers, strings, vectors }: VectorProgram): Promise<void> {
    this.#pool ??= new this.addon.ThreadPool(1);
    return this.#vectors.submit(this.#pool, words, numbers, strings, vectors).result;
  }
}
