import protobuf from "protobufjs/minimal.js";

/** Numbers of ONNX's element types. */
export const elementTypes = { float: 1, int32: 6, int64: 7, bool: 9 } as const;
type ElementType = (typeof elementTypes)[keyof typeof elementTypes];

/** An attribute of a node; the kind is told by the key. */
export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly text: string }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly texts: readonly string[] };

export interface OnnxNode {
  readonly operator: string;
  /** Names of values; an empty one stands for an optional input left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** A constant of the graph. */
export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | BigInt64Array;
}

/** An input or output of the graph; a text stands for an axis whose length is open. */
export interface OnnxValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** Version of the file format, and of the operators: the first with LayerNormalization. */
const irVersion = 8;
const opset = 17;

/**
 * The bytes of an ONNX file. Field numbers are those of onnx.proto3 (github.com/onnx/onnx).
 */
export function onnxBytes(graph: OnnxGraph, producerVersion: string): Uint8Array {
  const model = protobuf.Writer.create().uint32(8).int64(irVersion);
  model.uint32(18).string("lockstep").uint32(26).string(producerVersion);
  nested(model, 7, (writer) => writeGraph(writer, graph));
  nested(model, 8, (writer) => writer.uint32(10).string("").uint32(16).int64(opset));
  return model.finish();
}

type Writer = protobuf.Writer;

/** A message within another, with the field's number. */
function nested(writer: Writer, field: number, write: (writer: Writer) => unknown): void {
  writer.uint32((field << 3) | 2).fork();
  write(writer);
  writer.ldelim();
}

function writeGraph(writer: Writer, graph: OnnxGraph): void {
  for (const node of graph.nodes) nested(writer, 1, (inner) => writeNode(inner, node));
  writer.uint32(18).string(graph.name);
  for (const tensor of graph.constants) nested(writer, 5, (inner) => writeTensor(inner, tensor));
  for (const value of graph.inputs) nested(writer, 11, (inner) => writeValue(inner, value));
  for (const value of graph.outputs) nested(writer, 12, (inner) => writeValue(inner, value));
}

function writeNode(writer: Writer, { operator, inputs, outputs, attributes }: OnnxNode): void {
  for (const name of inputs) writer.uint32(10).string(name);
  for (const name of outputs) writer.uint32(18).string(name);
  writer.uint32(26).string(outputs[0] ?? operator);
  writer.uint32(34).string(operator);
  for (const [name, attribute] of Object.entries(attributes)) {
    nested(writer, 5, (inner) => writeAttribute(inner, name, attribute));
  }
}

function writeAttribute(writer: Writer, name: string, attribute: OnnxAttribute): void {
  writer.uint32(10).string(name);
  const typed = (type: number) => writer.uint32(160).int32(type);
  if ("float" in attribute) typed(1).uint32(21).float(attribute.float);
  else if ("int" in attribute) typed(2).uint32(24).int64(attribute.int);
  else if ("text" in attribute) typed(3).uint32(34).string(attribute.text);
  else if ("floats" in attribute) {
    typed(6);
    for (const value of attribute.floats) writer.uint32(61).float(value);
  } else if ("ints" in attribute) {
    typed(7);
    for (const value of attribute.ints) writer.uint32(64).int64(value);
  } else {
    typed(8);
    for (const text of attribute.texts) writer.uint32(74).string(text);
  }
}

function writeTensor(writer: Writer, { name, shape, values }: OnnxTensor): void {
  for (const size of shape) writer.uint32(8).int64(size);
  writer.uint32(16).int32(values instanceof Float32Array ? elementTypes.float : elementTypes.int64);
  writer.uint32(66).string(name);
  writer.uint32(74).bytes(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

function writeValue(writer: Writer, { name, shape }: OnnxValue): void {
  writer.uint32(10).string(name);
  nested(writer, 2, (type) =>
    nested(type, 1, (tensor) => {
      tensor.uint32(8).int32(elementTypes.float satisfies ElementType);
      nested(tensor, 2, (axes) => {
        for (const size of shape) nested(axes, 1, (axis) => writeAxis(axis, size));
      });
    }),
  );
}

function writeAxis(writer: Writer, size: number | string): void {
  if (typeof size === "number") writer.uint32(8).int64(size);
  else writer.uint32(18).string(size);
}
