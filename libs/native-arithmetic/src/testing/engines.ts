import type { ArithmeticEngine, VectorOperation } from "@lockstep/numerics";
import { Pace, type Sliced } from "@lockstep/numerics";
import { loadAddon } from "../load-addon.js";
import { NativeArithmetic } from "../native-arithmetic.js";

export const addon = loadAddon();

/** Takes everything, and fails where the addon does not. Keeps the names of what it did. */
export class WholeEngine implements ArithmeticEngine {
  readonly names = new Set<string>();

  constructor(private readonly native: NativeArithmetic) {}

  take(operations: readonly VectorOperation[]): boolean | Promise<void> {
    const taken = this.native.take(operations);
    if (taken === false) {
      const names = operations.map(({ name }) => name).join(", ");
      throw new Error(`the addon takes all operations but some of ${names}`);
    }
    for (const { name } of operations) this.names.add(name);
    return taken;
  }
}

export interface NamedEngine {
  readonly name: string;
  readonly engine: WholeEngine;
}

/** One that does everything in the call for each instruction set that the machine can run, and one beside. */
export const engines: readonly NamedEngine[] = [
  ...addon.instructionSets().map((instructionSet) => ({
    name: `in the call, ${instructionSet}`,
    engine: new WholeEngine(
      new NativeArithmetic(addon, { instructionSet, leastElements: 0, elementsBeside: Infinity }),
    ),
  })),
  {
    name: "beside the event loop",
    engine: new WholeEngine(new NativeArithmetic(addon, { leastElements: 0, elementsBeside: 0 })),
  },
];

/** Draws arithmetic to its end, waiting for what goes on elsewhere. */
export async function drawn<T>(sliced: Sliced<T>): Promise<T> {
  let next = sliced.next();
  for (; next.done !== true; next = sliced.next()) await next.value;
  return next.value;
}

/** Operations in TypeScript, and then the same on an engine, each on vectors of their own. */
export async function bothWays<T>(
  engine: ArithmeticEngine,
  make: () => { readonly operations: readonly VectorOperation[]; readonly result: T },
): Promise<[plain: T, native: T]> {
  const plain = make();
  await drawn(new Pace(Infinity).run(plain.operations));
  const native = make();
  await drawn(new Pace(Infinity, engine).run(native.operations));
  return [plain.result, native.result];
}
