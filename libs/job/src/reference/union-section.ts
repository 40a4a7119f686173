import { keyRows } from "./key-rows.js";
import type { KeyRow } from "./key-rows.js";
import { keyTable, refusedTable, text } from "./markdown.js";
import type { SchemaNode } from "./schema-node.js";

/** A part of a section: one type with its keys. */
interface Member {
  readonly title: string;
  readonly node: SchemaNode;
  readonly rows: readonly KeyRow[];
}

/** What most members of a union have in common is told once, at its head. */
const sharedFrom = 0.7;

/**
 * Tells of the members of a union, one after another: what they share, then each with what it has besides.
 * @param what plural of what they are: `layers`
 * @param heading of a member: `####`
 */
export function unionSection(
  what: string,
  heading: string,
  nodes: readonly SchemaNode[],
  titleOf: (node: SchemaNode) => string = (node) => String(node.properties?.type?.const),
): string[] {
  const members = nodes.map((node): Member => ({ title: titleOf(node), node, rows: keyRows(node) }));
  const shared = sharedRows(members);
  const refused = sharedRefusals(nodes);
  return [
    ...(shared.length > 0 ? [`Keys of ${what}, unless a table below says otherwise:`, keyTable(shared)] : []),
    ...(Object.keys(refused).length > 0 ? [`Refused of ${what}:`, refusedTable(refused)] : []),
    ...members.flatMap((member) => memberSection(member, heading, shared, refused)),
  ];
}

function memberSection(
  { title, node, rows }: Member,
  heading: string,
  shared: readonly KeyRow[],
  refusedOfAll: Readonly<Record<string, string>>,
): string[] {
  const own = rows.filter((row) => !shared.some((other) => same(row, other)));
  const lacking = shared.filter(({ key }) => !rows.some((row) => row.key === key));
  const refused = Object.entries(node.refused ?? {}).filter(([name]) => !Object.hasOwn(refusedOfAll, name));
  return [
    `${heading} ${title}`,
    text(aboutMember(node)),
    ...(lacking.length > 0 ? [`Without ${lacking.map(({ key }) => `\`${key}\``).join(", ")}.`] : []),
    ...(own.length > 0 ? [keyTable(own)] : []),
    ...(refused.length > 0 ? [refusedTable(Object.fromEntries(refused))] : []),
  ];
}

/** Description of the type, then that of the mapping where it says more. */
function aboutMember({ description = "", properties }: SchemaNode): string {
  const type = properties?.type?.description ?? "";
  return type === "" || type === description ? description : `${type} ${description}`;
}

/** Rows that are the same in most members. */
function sharedRows(members: readonly Member[]): KeyRow[] {
  if (members.length < 3) return [];
  const all = members.flatMap(({ rows }) => rows);
  const firsts = all.filter((row, index) => all.findIndex((other) => same(row, other)) === index);
  return firsts.filter(
    (row) => all.filter((other) => same(row, other)).length >= sharedFrom * members.length,
  );
}

/** Refusals that every member has. */
function sharedRefusals(nodes: readonly SchemaNode[]): Record<string, string> {
  const [first, ...others] = nodes;
  const refused = Object.entries(first?.refused ?? {});
  return Object.fromEntries(
    nodes.length < 3
      ? []
      : refused.filter(([name, reason]) => others.every((other) => other.refused?.[name] === reason)),
  );
}

function same(row: KeyRow, other: KeyRow): boolean {
  return (
    row.key === other.key &&
    row.type === other.type &&
    row.byDefault === other.byDefault &&
    row.about === other.about
  );
}
