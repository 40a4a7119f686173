import * as z from "zod";
import { choice, choiceMessage, expected } from "./fields.js";
import { suggestion } from "./nearest-name.js";
import { showValue } from "./show-value.js";

/** Names that Keras has and Lockstep refuses, with the reason. */
export type Refused = Readonly<Record<string, string>>;

/**
 * A mapping with these keys and no others. Its message for unknown keys has one line per key, in the issue's order.
 * @param refused options of Keras that are not supported, with the reason that the message tells
 */
export function mapping<const Shape extends z.core.$ZodLooseShape>(shape: Shape, refused: Refused = {}) {
  const schema = z.strictObject(shape, {
    error: (issue) => mappingMessage(Object.keys(shape), refused, issue),
  });
  return Object.keys(refused).length === 0 ? schema : schema.meta({ refused });
}

function mappingMessage(
  known: readonly string[],
  refused: Refused,
  issue: z.core.$ZodRawIssue<z.core.$ZodIssueUnrecognizedKeys | z.core.$ZodIssueInvalidType>,
): string {
  return issue.code === "unrecognized_keys"
    ? issue.keys.map((key) => refusal(refused, key) ?? `unknown key${suggestion(key, known)}`).join("\n")
    : `expected a mapping with the keys ${known.join(", ")}, got ${showValue(issue.input)}`;
}

/** The same with keys that are made when something is first checked by them. */
export function laterMapping<const Shape extends z.core.$ZodLooseShape>(
  make: () => Shape,
  refused: Refused = none,
) {
  let made: Shape | undefined;
  const shape = (): Shape => (made ??= make());
  const schema = new z.ZodObject({
    type: "object",
    get shape() {
      return shape();
    },
    catchall: z.never(),
    error: (issue) => mappingMessage(Object.keys(shape()), refused, issue),
  });
  // The constructor's type knows no shape.
  return schema as unknown as z.ZodObject<Shape, z.core.$strict>;
}

/** What is known of a variant before its options are made. */
export interface Variant<Type extends string> {
  readonly type: Type;
  /** What the type is, in a few words. */
  readonly about: string;
  readonly description: string;
  /** Options of Keras that are not supported, with the reason that the message tells. */
  readonly refused?: Refused;
}

/** What must hold between options. */
export interface Rule<Options> {
  readonly holds: (options: Options) => boolean;
  /** The option whose value is taken for wrong where it does not. */
  readonly option: string;
  /** The message. */
  readonly error: string;
}

/**
 * A mapping that is told apart from others by its `type`. Its options are made when something is first checked by
 * them: a job has few of all that there are, and making all would be long for a program that starts.
 */
export function variant<const Type extends string, const Options extends z.core.$ZodLooseShape = object>(
  { type, about, description, refused = none }: Variant<Type>,
  options: () => Options = () => ({}) as Options,
  rule?: Rule<z.output<z.ZodObject<VariantShape<Type, Options>, z.core.$strict>>>,
) {
  const plain = laterMapping(() => ({ type: z.literal(type).describe(about), ...options() }), refused);
  const schema = rule ? plain.refine(rule.holds, { path: [rule.option], error: rule.error }) : plain;
  // A union that looks for the one with a type would have all options made.
  Object.defineProperty(schema._zod, "propValues", { value: { type: new Set([type]) } });
  // `describe` would give a copy without that.
  return schema.register(z.globalRegistry, { description, ...(refused === none ? {} : { refused }) });
}

const none: Refused = {};

type VariantShape<Type extends string, Options> = { readonly type: z.ZodLiteral<Type> } & Options;

/** `not supported: <reason>`, where there is one. */
export function refusal(refused: Refused, name: unknown): string | undefined {
  const reason = typeof name === "string" && Object.hasOwn(refused, name) ? refused[name] : undefined;
  return reason === undefined ? undefined : `not supported: ${reason}`;
}

/** The literal types of schemas that are told apart by `type`, in their order. */
export function typesOf<const Schemas extends readonly [Typed, ...Typed[]]>(
  schemas: Schemas,
): TypesOf<Schemas> {
  return schemas.map((schema) => [...(schema._zod.propValues?.type ?? [])][0]) as unknown as TypesOf<Schemas>;
}

interface Typed<Type extends string = string> {
  readonly shape: { readonly type: { readonly value: Type } };
  readonly _zod: { readonly propValues?: z.core.util.PropValues | undefined };
}

type TypesOf<Schemas extends readonly Typed[]> = {
  readonly [Index in keyof Schemas]: Schemas[Index]["shape"]["type"]["value"];
};

/** Message of a union told apart by `type`, whose members are `names`. */
export function typeMessage(names: readonly string[], refused: Refused = {}) {
  return (issue: { readonly code?: string; readonly input?: unknown }): string =>
    issue.code === "invalid_union"
      ? nameMessage(names, (issue.input as { type?: unknown }).type, refused)
      : `expected a mapping with a type (${names.join(", ")}), got ${showValue(issue.input)}`;
}

/** `BatchNormalization: not supported: <reason>`, or what {@link choiceMessage} says. */
function nameMessage(names: readonly string[], got: unknown, refused: Refused, words = names): string {
  const reason = refusal(refused, got);
  return reason === undefined ? choiceMessage(names, got, words) : `${String(got)}: ${reason}`;
}

/** How something may be named in a word instead of by its options. */
export interface Shorthand<Names extends readonly [string, ...string[]]> {
  /** With its article: `a loss`. */
  readonly what: string;
  readonly names: Names;
  /** Those of the names that messages list; default: all. */
  readonly listed?: readonly string[];
  /** What a name stands for; default: `{ type: name }`. */
  readonly standsFor?: (name: Names[number]) => unknown;
  /** Names that are refused, with the reason. */
  readonly refused?: Refused;
}

/** Something by name, or with options; gives the options with all defaults filled in. */
export function nameOrOptions<
  const Names extends readonly [string, ...string[]],
  Options extends z.ZodType<object>,
>(shorthand: Shorthand<Names>, options: Options) {
  const {
    what,
    names,
    listed = names,
    refused = {},
    standsFor = (type: Names[number]): unknown => ({ type }),
  } = shorthand;
  return z
    .union([choice(names), options], {
      error: (issue) =>
        typeof issue.input === "string"
          ? nameMessage(listed, issue.input, refused, names)
          : expected(`${what} by name, or a mapping with its type and options`)(issue),
    })
    .transform((given, context): z.output<Options> => {
      if (typeof given !== "string") return given;
      const result = options.safeParse(standsFor(given));
      if (result.success) return result.data;
      for (const { path, message } of result.error.issues) {
        context.addIssue({ code: "custom", path: [...path], message, input: given });
      }
      return z.NEVER;
    });
}

/** A list with at least one and at most `most` items. */
export function list<Item extends z.core.SomeType>(item: Item, what: string, least: number, most: number) {
  const error = (issue: { readonly input?: unknown }) => {
    const got = Array.isArray(issue.input) ? `${issue.input.length}` : showValue(issue.input);
    return `expected a list of ${least} to ${most} ${what}, got ${got}`;
  };
  return z.array(item, { error }).min(least, { error }).max(most, { error });
}
