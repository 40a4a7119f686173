import * as z from "zod";
import { suggestion } from "./nearest-name.js";
import { showValue } from "./show-value.js";

/** The message of every check of a field: what is expected, what came. */
export function expected(what: string): (issue: { readonly input?: unknown }) => string {
  return (issue) => `expected ${what}, got ${showValue(issue.input)}`;
}

/** A whole number within bounds, both included. */
export function wholeNumber(least: number, most: number) {
  const tooSmall = expected(`a whole number of at least ${least}`);
  const tooLarge = expected(`a whole number of at most ${most}`);
  // Whole numbers beyond 2^53 fail as kind already: that is all to tell of them.
  return z
    .int({
      abort: true,
      error: (issue) => (typeof issue.input === "number" && issue.input > most ? tooLarge : tooSmall)(issue),
    })
    .min(least, { error: tooSmall })
    .max(most, { error: tooLarge });
}

/** A number above 0, also as float32. */
export function positiveFloat32() {
  const error = expected("a number above 0");
  return z
    .number({ error })
    .positive({ error })
    .refine(isFiniteFloat32, { error: expected("a number whose float32 is finite") })
    .refine((value) => value <= 0 || Math.fround(value) > 0, {
      error: expected("a number whose float32 is above 0"),
    });
}

/** A number of at least 0, finite as float32. */
export function nonNegativeFloat32() {
  const error = expected("a number of at least 0");
  return z
    .number({ error })
    .nonnegative({ error })
    .refine(isFiniteFloat32, { error: expected("a number whose float32 is finite") });
}

function isFiniteFloat32(value: number): boolean {
  return Number.isFinite(Math.fround(value));
}

/** Any number that is finite as float32. */
export function float32() {
  return z
    .number({ error: expected("a number") })
    .refine(isFiniteFloat32, { error: expected("a number whose float32 is finite") });
}

/** A number from `least` to `most`, both included. */
export function numberWithin(least: number, most: number) {
  const error = expected(`a number from ${least} to ${most}`);
  return z.number({ error }).min(least, { error }).max(most, { error });
}

/** A number from 0 to just below 1. */
export function fraction() {
  const error = expected("a number of at least 0 and below 1");
  return z.number({ error }).min(0, { error }).lt(1, { error });
}

/** A number from 0 to just below 1, also as float32. */
export function fractionFloat32() {
  return fraction().refine((value) => value >= 1 || Math.fround(value) < 1, {
    error: expected("a number whose float32 is below 1"),
  });
}

export function flag() {
  return z.boolean({ error: expected("true or false") });
}

/** A text that is not empty, without control characters. */
export function text(what: string, longest = 200) {
  const error = expected(`${what} (1 to ${longest} characters, no control characters)`);
  return z
    .string({ error })
    .min(1, { error })
    .max(longest, { error })
    .regex(/^\P{Cc}*$/u, { error });
}

/** A layer's name: it becomes part of parameter names, so `/` is out. */
export function layerName() {
  const error = expected("a name of letters, digits, `_`, `-` and `.` (1 to 100, a letter or digit first)");
  return z.string({ error }).regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/, { error });
}

/** Where a value comes from: the name of an input or of a layer, `name:k` for the layer's k-th output. */
export function reference() {
  const error = expected("the name of a layer or an input, or name:k for a layer's k-th output");
  return z.string({ error }).regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}(:\d{1,3})?$/, { error, abort: true });
}

/** A file's path, relative to the job file's folder. */
export function filePath() {
  return text("a file's path", 4096);
}

/** One of some names. */
export function choice<const Names extends readonly [string, ...string[]]>(names: Names) {
  return z.enum(names, { error: (issue) => choiceMessage(names, issue.input) });
}

/** One of some names, or another word for one; gives the name. */
export function choiceWithAliases<
  const Names extends readonly [string, ...string[]],
  const Aliases extends Readonly<Record<string, Names[number]>>,
>(names: Names, aliases: Aliases) {
  const words = [...names, ...Object.keys(aliases)] as [string, ...string[]] as unknown as [
    ...Names,
    keyof Aliases & string,
  ];
  return z
    .enum(words, { error: (issue) => choiceMessage(names, issue.input, words) })
    .transform((word): Names[number] => (Object.hasOwn(aliases, word) ? aliases[word] : word));
}

/**
 * `expected "tanh" or "relu", got "tan"; did you mean "tanh"?`
 * @param words all that may be meant, where more than the names may be written
 */
export function choiceMessage(names: readonly string[], got: unknown, words = names): string {
  return `expected ${listNames(names)}, got ${showValue(got)}${suggestion(got, words)}`;
}

/** `"a"`, `"a" or "b"`, `"a", "b" or "c"`. */
export function listNames(names: readonly string[]): string {
  const quoted = names.map((name) => JSON.stringify(name));
  return quoted.length < 2
    ? quoted.join("")
    : `${quoted.slice(0, -1).join(", ")} or ${quoted.slice(-1).join("")}`;
}
