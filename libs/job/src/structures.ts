import * as z from "zod";
import { choiceMessage } from "./fields.js";
import { suggestion } from "./nearest-name.js";
import { showValue } from "./show-value.js";

/**
 * A mapping with these keys and no others. Its message for unknown keys has one line per key, in the issue's order.
 */
export function mapping<const Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => `unknown key${suggestion(key, known)}`).join("\n")
        : `expected a mapping with the keys ${known.join(", ")}, got ${showValue(issue.input)}`,
  });
}

/** Message of a union told apart by `type`, whose members are `names`. */
export function typeMessage(names: readonly string[]) {
  return (issue: { readonly code?: string; readonly input?: unknown }): string =>
    issue.code === "invalid_union"
      ? choiceMessage(names, (issue.input as { type?: unknown }).type)
      : `expected a mapping with a type (${names.join(", ")}), got ${showValue(issue.input)}`;
}

/** A list with at least one and at most `most` items. */
export function list<Item extends z.core.SomeType>(item: Item, what: string, least: number, most: number) {
  const error = (issue: { readonly input?: unknown }) => {
    const got = Array.isArray(issue.input) ? `${issue.input.length}` : showValue(issue.input);
    return `expected a list of ${least} to ${most} ${what}, got ${got}`;
  };
  return z.array(item, { error }).min(least, { error }).max(most, { error });
}
