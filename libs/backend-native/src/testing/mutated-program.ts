import * as fc from "fast-check";
import type { Program } from "../program/program-writer.js";

/** A change of a program. Places are counted from its beginning, again and again. */
export type Mutation =
  | { readonly kind: "word"; readonly at: number; readonly to: number }
  | { readonly kind: "shift"; readonly at: number; readonly by: number }
  | { readonly kind: "copy"; readonly at: number; readonly from: number }
  | { readonly kind: "remove" | "repeat"; readonly at: number; readonly count: number }
  | { readonly kind: "end"; readonly at: number }
  | { readonly kind: "number"; readonly at: number; readonly to: number }
  | { readonly kind: "noNumbers" | "noStrings" };

/**
 * What sizes, counts and indices are tried as. Between a hundred and 2^30 a size may be one that the machine can
 * just hold, which would take long.
 */
const words = [-(2 ** 31), -1, 0, 1, 2, 3, 5, 17, 33, 100, 2 ** 30 - 1, 2 ** 30, 2 ** 31 - 1];
const numbers = [NaN, Infinity, -Infinity, -1, -0, 0.5, 1, 1 - 2 ** -30, 1e-300, 1e300, 2 ** 40];

const at = fc.nat(400);
const count = fc.integer({ min: 1, max: 12 });

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("word" as const), at, to: fc.constantFrom(...words) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("shift" as const), at, by: fc.constantFrom(-1, 1, 2) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("copy" as const), at, from: at }) },
  fc.record({ kind: fc.constantFrom("remove" as const, "repeat" as const), at, count }),
  fc.record({ kind: fc.constant("end" as const), at }),
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("number" as const), at, to: fc.constantFrom(...numbers) }),
  },
  fc.record({ kind: fc.constantFrom("noNumbers" as const, "noStrings" as const) }),
);

/** One change or a few. */
export const mutations = fc.array(mutation, { minLength: 1, maxLength: 2 });

interface Lists {
  words: number[];
  numbers: number[];
  strings: string[];
}

export function mutated(program: Program, changes: readonly Mutation[]): Program {
  const lists: Lists = {
    words: [...program.words],
    numbers: [...program.numbers],
    strings: [...program.strings],
  };
  for (const change of changes) mutate(lists, change);
  return {
    words: Int32Array.from(lists.words),
    numbers: Float64Array.from(lists.numbers),
    strings: lists.strings,
  };
}

function mutate(lists: Lists, change: Mutation): void {
  const place = (index: number) => index % Math.max(lists.words.length, 1);
  switch (change.kind) {
    case "word":
      lists.words[place(change.at)] = change.to;
      return;
    case "shift":
      lists.words[place(change.at)] = (lists.words[place(change.at)] ?? 0) + change.by;
      return;
    case "copy":
      lists.words[place(change.at)] = lists.words[place(change.from)] ?? 0;
      return;
    case "remove":
      lists.words.splice(place(change.at), change.count);
      return;
    case "repeat":
      lists.words.splice(
        place(change.at),
        0,
        ...lists.words.slice(place(change.at), place(change.at) + change.count),
      );
      return;
    case "end":
      lists.words.length = place(change.at);
      return;
    case "number":
      if (lists.numbers.length > 0) lists.numbers[change.at % lists.numbers.length] = change.to;
      return;
    case "noNumbers":
      lists.numbers = [];
      return;
    case "noStrings":
      lists.strings = [];
  }
}
