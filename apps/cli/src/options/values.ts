import { InvalidArgumentError } from "commander";

/** A parser of whole numbers within bounds, both inclusive. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d{1,10}$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}, got "${text}".`);
  };
}

/** How boldly a text is written: a number from 0 to 100. */
export function parseTemperature(text: string): number {
  const number = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && number <= 100) return number;
  throw new InvalidArgumentError(`Expected a number from 0 to 100, got "${text}".`);
}

/** The path of a file or a folder. */
export function parsePath(text: string): string {
  if (text !== "" && !text.includes("\0")) return text;
  throw new InvalidArgumentError(
    text === "" ? "Expected a path, got nothing." : "Expected a path without NUL.",
  );
}

/** A name as people give to workers: it goes into messages and logs. */
export function parseWorkerId(text: string): string {
  if (/^[\w.:-]{1,128}$/.test(text)) return text;
  throw new InvalidArgumentError(`Expected 1 to 128 letters, digits, ".", "_", ":" or "-", got "${text}".`);
}

/** The id of a run, or the beginning of one. */
export function parseRunId(text: string): string {
  if (/^[\w-]{1,128}$/.test(text)) return text;
  throw new InvalidArgumentError(
    `Expected the id of a run: 1 to 128 letters, digits, "_" or "-", got ${JSON.stringify(text)}.`,
  );
}

/** A line for people. */
export function parseReason(text: string): string {
  if (/^[^\p{Cc}]{1,1000}$/u.test(text)) return text;
  throw new InvalidArgumentError("Expected a line of 1 to 1000 characters.");
}
