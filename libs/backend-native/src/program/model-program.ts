import { UnsupportedModelError } from "@lockstep/backend";
import type { LayerPlan, ModelPlan, ParameterPlan, ValuePlan } from "@lockstep/model";
import { layerWriterOf } from "./layer-writers.js";
import { ProgramWriter, type Program } from "./program-writer.js";

/**
 * A model as the core reads it (core/graph/model.cpp).
 * @param fromLogits whether the objective wants the last layer's values before its activation
 * @throws UnsupportedModelError naming the layer or option that the kernels lack
 */
export function modelProgram(plan: ModelPlan, fromLogits: boolean): Program {
  const program = new ProgramWriter();
  program.list(plan.inputs, (input) => writeInput(plan.values[plan.inputs.indexOf(input)], program));
  program.word(plan.values.length).word(plan.stateSize).flag(fromLogits);
  program.list(plan.parameters, ({ size }) => program.word(size));
  program.list(plan.layers, (layer) => {
    checkLogits(layer, plan, fromLogits);
    program.words(layer.inputs).words(layer.initialStates).words(layer.outputs);
    writeLayer(layer, plan.parameters, program);
  });
  return program.word(plan.output).program;
}

/** Token ids of shape (timeSteps) are steps of one feature. */
function writeInput(value: ValuePlan | undefined, program: ProgramWriter): void {
  const { shape = [], timed = false } = value ?? {};
  const [first = 1, ...rest] = shape;
  if (rest.length === 0 && !timed) {
    program.word(1).word(first).flag(false).flag(false);
    return;
  }
  const features = rest.reduce((product, size) => product * size, 1);
  program.word(first).word(features).flag(true).flag(timed);
}

function checkLogits(layer: LayerPlan, plan: ModelPlan, fromLogits: boolean): void {
  const isLast = layer.outputs[0] === plan.output;
  if (!isLast || !fromLogits || layerWriterOf(layer).givesLogits) return;
  throw new UnsupportedModelError(
    layer.path,
    `expected a last layer that can end in logits, got ${layer.spec.type}`,
  );
}

/** Code, place and options of a layer; those of layers inside come with its options. */
function writeLayer(layer: LayerPlan, parameters: readonly ParameterPlan[], program: ProgramWriter): void {
  const writer = layerWriterOf(layer);
  program.word(writer.code).string(layer.path).word(layer.ordinal);
  program.words(layer.parameters.map(({ offset }) => indexOfParameter(parameters, offset)));
  program.list(layer.states, ({ units, offset }) => program.word(units).word(offset));
  writer.write(layer, program, (inner) => writeLayer(inner, parameters, program));
}

function indexOfParameter(parameters: readonly ParameterPlan[], offset: number): number {
  return parameters.findIndex((parameter) => parameter.offset === offset);
}
