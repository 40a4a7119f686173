import { membersOf, typedMembersOf } from "./schema-node.js";
import type { SchemaNode } from "./schema-node.js";

/** Headings of the sections that describe shared parts of the schema. */
export const sectionOfDefinition: Readonly<
  Record<string, { readonly words: string; readonly anchor: string }>
> = {
  DataSource: { words: "data source", anchor: "data-sources" },
  Layer: { words: "layer", anchor: "layers" },
  Activation: { words: "activation", anchor: "activations" },
  Initializer: { words: "initialiser", anchor: "initialisers" },
  Regularizer: { words: "regulariser", anchor: "regularisers" },
  Constraint: { words: "constraint", anchor: "constraints" },
  Metric: { words: "metric", anchor: "metrics" },
  Schedule: { words: "schedule", anchor: "schedules" },
  Callback: { words: "callback", anchor: "callbacks" },
};

/** Bounds beyond which a number is only said to be at least something. */
const large = 1e9;

/** What a value may be, in words: `whole number, 1 to 100`. */
export function typeText(node: SchemaNode): string {
  if (node.$ref !== undefined) return linkText(node.$ref);
  if (node.const !== undefined) return code(node.const);
  if (node.enum !== undefined) return node.enum.map(code).join(", ");
  const members = membersOf(node);
  if (members.length > 1) return unionText(node, members);
  switch (node.type) {
    case "integer":
      return `whole number${boundsText(node)}`;
    case "number":
      return `number${boundsText(node)}`;
    case "boolean":
      return "true or false";
    case "string":
      return "text";
    case "array":
      return `list of ${typeText(node.items ?? {})}${countText(node)}`;
    default:
      return mappingText(node);
  }
}

function unionText(node: SchemaNode, members: readonly SchemaNode[]): string {
  const typed = typedMembersOf(node);
  const others = members.filter((member) => !typed.includes(member)).map(typeText);
  const options = typed.length > 0 ? [`{ type, ...options } of type ${typesText(typed)}`] : [];
  return [...others, ...options].join(" or ");
}

function typesText(typed: readonly SchemaNode[]): string {
  return typed.map((member) => code(member.properties?.type?.const)).join(", ");
}

function mappingText({ additionalProperties }: SchemaNode): string {
  return typeof additionalProperties === "object"
    ? `mapping of names to ${typeText(additionalProperties)}`
    : "mapping";
}

function linkText(ref: string): string {
  const section = sectionOfDefinition[ref.replace("#/$defs/", "")];
  if (section === undefined) throw new Error(`no section of the job's reference describes ${ref}`);
  return `[${section.words}](#${section.anchor})`;
}

function boundsText({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: SchemaNode): string {
  const above = exclusiveMinimum === undefined ? undefined : `above ${exclusiveMinimum}`;
  const least = minimum === undefined || Math.abs(minimum) >= large ? above : `at least ${minimum}`;
  const below = exclusiveMaximum === undefined ? undefined : `below ${exclusiveMaximum}`;
  const most = maximum === undefined || maximum >= large ? below : `at most ${maximum}`;
  if (minimum !== undefined && maximum !== undefined && maximum < large) return `, ${minimum} to ${maximum}`;
  const bounds = [least, most].filter((bound) => bound !== undefined);
  return bounds.length === 0 ? "" : `, ${bounds.join(" and ")}`;
}

function countText({ minItems = 0, maxItems }: SchemaNode): string {
  if (minItems === maxItems) return `, ${minItems}`;
  return minItems > 1 ? `, at least ${minItems}` : "";
}

function code(value: unknown): string {
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}
