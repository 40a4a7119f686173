/** A part of the job's JSON Schema, as far as the reference reads it. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly items?: SchemaNode;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** Options of Keras that are refused, with the reason. */
  readonly refused?: Readonly<Record<string, string>>;
}

/** Members of a union, those of unions within it included. */
export function membersOf(node: SchemaNode): readonly SchemaNode[] {
  const inside = node.anyOf ?? node.oneOf;
  return inside === undefined ? [node] : inside.flatMap(membersOf);
}

/** The mappings with a `type` among the members of a union. */
export function typedMembersOf(node: SchemaNode): readonly SchemaNode[] {
  return membersOf(node).filter((member) => member.properties?.type?.const !== undefined);
}
