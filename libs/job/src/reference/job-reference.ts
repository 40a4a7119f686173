import { describedJobSchema } from "../job-schema-json.js";
import { lossAliases } from "../losses/loss.js";
import { metricAliases } from "../metrics/metric.js";
import { keyRows } from "./key-rows.js";
import type { KeyRow } from "./key-rows.js";
import { keyTable, refusedTable, table, text } from "./markdown.js";
import { membersOf, typedMembersOf } from "./schema-node.js";
import type { SchemaNode } from "./schema-node.js";
import { unionSection } from "./union-section.js";

const introduction = [
  "# The job file",
  "<!-- Written by `npm run schema -w @lockstep/job` from the schema in libs/job: change it there. -->",
  "A job file says what is trained, on what data, and how. It is YAML or JSON. Layers, losses, metrics, optimizers and callbacks have Keras's names; options have Keras's names in camelCase and Keras's defaults. Losses, metrics, optimizers, callbacks, initialisers, regularisers and constraints are a mapping with a `type` and options, or the name alone where no option is wanted. Paths are relative to the job file's folder.",
  "Keys that are not listed are refused. Options of Keras that Lockstep does not support are refused by name, with the reason that the tables give. [job.schema.json](../libs/job/job.schema.json) is the same as JSON Schema, for editors.",
];

/** The reference of the job file as Markdown, made from the schema: every key with type, default and description. */
export function jobReference(): string {
  const root = describedJobSchema() as SchemaNode;
  const blocks = [
    ...introduction,
    "## Top level",
    keyTable(topRows(root)),
    ...dataSections(root),
    ...modelSections(root),
    ...weightSections(root),
    ...objectiveSections(root),
    ...optimizerSections(root),
    ...fitSections(root),
    "## cluster",
    ...sectionBlocks(property(root, "cluster")),
    "## checkpoints",
    ...sectionBlocks(property(root, "checkpoints")),
    "## telemetry",
    ...sectionBlocks(property(root, "telemetry")),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** Keys of the job itself: those within its sections have tables of their own. */
function topRows(root: SchemaNode): KeyRow[] {
  const sections = ["data", "model", "loss", "optimizer", "fit", "cluster", "checkpoints", "telemetry"];
  return keyRows(root)
    .filter(({ key }) => !/[.[]/.test(key))
    .map((row) => (sections.includes(row.key) ? { ...row, type: `see [${row.key}](#${row.key})` } : row));
}

function dataSections(root: SchemaNode): string[] {
  const source = definition(root, "DataSource");
  const kindOf = (node: SchemaNode) =>
    Object.keys(node.properties ?? {})
      .slice(0, 1)
      .join("");
  return [
    "## data",
    ...sectionBlocks(property(root, "data")),
    "## Data sources",
    text(source.description ?? ""),
    ...unionSection("data sources", "###", membersOf(source), kindOf),
  ];
}

function modelSections(root: SchemaNode): string[] {
  const model = property(root, "model");
  const layer = definition(root, "Layer");
  return [
    "## model",
    text(model.description ?? ""),
    ...membersOf(model).flatMap((member) => sectionBlocks(member)),
    "## Layers",
    text(layer.description ?? ""),
    ...refusedBlocks("Layers", layer),
    ...unionSection("layers", "###", typedMembersOf(layer)),
    "## Cells",
    "What the `cells` of an RNN may be.",
    ...unionSection("cells", "###", cellsOf(layer)),
  ];
}

function cellsOf(layer: SchemaNode): readonly SchemaNode[] {
  const rnn = typedMembersOf(layer).find((member) => member.properties?.type?.const === "RNN");
  return typedMembersOf(rnn?.properties?.cells?.items ?? {});
}

function weightSections(root: SchemaNode): string[] {
  const activation = definition(root, "Activation");
  return [
    "## Activations",
    text(activation.description ?? ""),
    (activation.enum ?? []).map((name) => `\`${String(name)}\``).join(", "),
    ...namedSection("Initialisers", definition(root, "Initializer")),
    ...namedSection("Regularisers", definition(root, "Regularizer")),
    ...namedSection("Constraints", definition(root, "Constraint")),
  ];
}

/** A section of what may be written as a name or with options. */
function namedSection(title: string, node: SchemaNode): string[] {
  const members = unionSection(title.toLowerCase(), "###", typedMembersOf(node));
  return [`## ${title}`, text(node.description ?? ""), namesText(node), ...members];
}

function objectiveSections(root: SchemaNode): string[] {
  const loss = property(root, "loss");
  const metric = definition(root, "Metric");
  return [
    "## loss",
    text(loss.description ?? ""),
    ...aliasBlocks(lossAliases),
    ...refusedBlocks("Losses", loss),
    ...unionSection("losses", "###", typedMembersOf(loss)),
    "## Metrics",
    text(metric.description ?? ""),
    ...aliasBlocks(metricAliases),
    ...refusedBlocks("Metrics", metric),
    ...unionSection("metrics", "###", typedMembersOf(metric)),
  ];
}

function optimizerSections(root: SchemaNode): string[] {
  const optimizer = property(root, "optimizer");
  const schedule = definition(root, "Schedule");
  return [
    "## optimizer",
    text(optimizer.description ?? ""),
    ...refusedBlocks("Optimizers", optimizer),
    ...unionSection("optimizers", "###", typedMembersOf(optimizer)),
    "## Schedules",
    text(schedule.description ?? ""),
    ...unionSection("schedules", "###", typedMembersOf(schedule)),
  ];
}

function fitSections(root: SchemaNode): string[] {
  const callback = definition(root, "Callback");
  return [
    "## fit",
    ...sectionBlocks(property(root, "fit")),
    "## Callbacks",
    text(callback.description ?? ""),
    ...refusedBlocks("Callbacks", callback),
    ...unionSection("callbacks", "###", typedMembersOf(callback)),
  ];
}

/** Description, keys and refusals of a section that is one mapping. */
function sectionBlocks(node: SchemaNode): string[] {
  return [
    text(node.description ?? ""),
    keyTable(keyRows(node)),
    ...(node.refused === undefined ? [] : [refusedTable(node.refused)]),
  ];
}

/** Names of Keras that are refused as a whole. */
function refusedBlocks(what: string, { refused = {} }: SchemaNode): string[] {
  return [`${what} of Keras that are refused:`, refusedTable(refused)];
}

function namesText(node: SchemaNode): string {
  const names = membersOf(node).flatMap((member) => member.enum ?? []);
  return `By name: ${names.map((name) => `\`${String(name)}\``).join(", ")}. With options:`;
}

function aliasBlocks(aliases: Readonly<Record<string, string>>): string[] {
  const rows = Object.entries(aliases).map(([short, name]) => [`\`${short}\``, `\`${name}\``]);
  return [table(["short name", "stands for"], rows)];
}

function property(root: SchemaNode, name: string): SchemaNode {
  return present(root.properties?.[name], name);
}

function definition(root: SchemaNode, name: string): SchemaNode {
  return present(root.$defs?.[name], name);
}

function present(node: SchemaNode | undefined, name: string): SchemaNode {
  if (node === undefined) throw new Error(`the job's schema has no ${name}`);
  return node;
}
