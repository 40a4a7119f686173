import { parseArgs } from "node:util";

/** What the command line asks for. */
export type SimulateOptions =
  | { readonly does: "help" }
  | { readonly does: "many"; readonly from: number; readonly seeds: number }
  | {
      readonly does: "one";
      readonly seed: number;
      readonly trace: boolean;
      /** Places of the faults that are kept; absent: all. */
      readonly faults?: readonly number[];
    };

/** Arguments that make no sense; the message says which, and what was expected. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const usage = `Simulates the training of runs under faults, from seeds, and checks that each gives the undisturbed run's bits.

npm run simulate -- [--seeds N] [--from SEED]     N seeds from SEED on; defaults: 1000 and 0
npm run simulate -- --seed SEED [--trace] [--faults 0,3,4 | --faults none]

  --seeds N       how many seeds
  --from SEED     the first one
  --seed SEED     that one alone; a violation is shrunk to the faults that it needs
  --trace         print what happens, a line each
  --faults LIST   let only these of the seed's faults happen, by their places from 0
  --help          this text

Exit: 0 no violation, 1 violations, 2 usage.`;

const mostSeeds = 0x1_0000_0000;

/** @throws UsageError */
export function parseOptions(args: readonly string[]): SimulateOptions {
  const values = parsed(args);
  if (values.help) return { does: "help" };
  if (values.seed === undefined) {
    for (const name of ["trace", "faults"] as const)
      if (values[name] !== undefined) throw new UsageError(`--${name}: expected with --seed, got it without`);
    const from = whole("--from", values.from ?? "0", 0);
    const seeds = whole("--seeds", values.seeds ?? "1000", 1);
    if (from + seeds > mostSeeds)
      throw new UsageError(`--from and --seeds: expected seeds below 2^32, got up to ${from + seeds - 1}`);
    return { does: "many", from, seeds };
  }
  for (const name of ["seeds", "from"] as const)
    if (values[name] !== undefined) throw new UsageError(`--${name}: expected without --seed, got both`);
  return {
    does: "one",
    seed: whole("--seed", values.seed, 0),
    trace: values.trace ?? false,
    ...(values.faults === undefined ? {} : { faults: placesOf(values.faults) }),
  };
}

function parsed(args: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = { seeds: text, from: text, seed: text, faults: text, trace: flag, help: flag };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value < mostSeeds) return value;
  throw new UsageError(
    `${name}: expected a whole number from ${least} to 2^32 - 1, got ${JSON.stringify(text)}`,
  );
}

function placesOf(list: string): number[] {
  return list === "none" ? [] : list.split(",").map((place) => whole("--faults", place, 0));
}
