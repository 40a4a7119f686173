import type { SchemaNode } from "./schema-node.js";
import { typeText } from "./type-text.js";

/** One key of a mapping, as the reference tells of it. */
export interface KeyRow {
  /** With the keys of mappings within: `padding.side`. */
  readonly key: string;
  readonly type: string;
  /** In words; `to be given` where there is none. */
  readonly byDefault: string;
  readonly about: string;
}

/** The keys of a mapping, and of mappings within it; `type` is left out where it only has one value. */
export function keyRows(node: SchemaNode, prefix = ""): KeyRow[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, property]) => {
    if (name === "type" && property.const !== undefined) return [];
    const key = `${prefix}${name}`;
    const row = keyRow(key, property, node.required?.includes(name) ?? false);
    return [row, ...keyRows(property, `${key}.`), ...keyRows(property.items ?? {}, `${key}[].`)];
  });
}

function keyRow(key: string, property: SchemaNode, required: boolean): KeyRow {
  const { about, byDefault } = splitDefault(property.description ?? "");
  return {
    key,
    type: typeText(property),
    byDefault: required ? "to be given" : defaultText(property, byDefault),
    about,
  };
}

/** As code where it is a value that may be written in a job. */
function defaultText(property: SchemaNode, words: string): string {
  return property.default === words || JSON.stringify(property.default) === words ? `\`${words}\`` : words;
}

/** The last sentence of a description says the default. */
export function splitDefault(description: string): { readonly about: string; readonly byDefault: string } {
  const [, about = description, byDefault = ""] = /^(.*?)\s*Default: (.*?)\.?$/s.exec(description) ?? [];
  return { about, byDefault };
}
