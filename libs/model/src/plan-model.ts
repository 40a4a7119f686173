import { FlatLayout } from "./flat-layout.js";
import { LayerMisfit, showShape } from "./layers/layer-shapes.js";
import type { LayerShapes } from "./layers/layer-shapes.js";
import { shapesOfLayer } from "./layers/shapes-of-layer.js";
import type { ModelDescription, PlanOptions } from "./model-description.js";
import { ModelError } from "./model-error.js";
import { resolveGraph } from "./model-graph.js";
import type { GraphNode } from "./model-graph.js";
import type { LayerPlan, ModelPlan, Shape } from "./model-plan.js";
import { nameLayers } from "./named-layers.js";
import { planInputs } from "./planned-inputs.js";
import { planLayer } from "./plan-layer.js";
import { checkTimeSteps } from "./time-steps.js";
import { ValueTable } from "./value-table.js";

/** Most parameters of a model: 4 GiB of float32. */
const maxParameters = 2 ** 30;

/**
 * Works out every shape of a model, and where each parameter lies in the flat buffer.
 * @param model a job's `model`
 * @param inputShapes shape of one input sequence, such as [timeSteps, features], or one shape for each of the model's
 *   inputs; the data say them
 * @throws ModelError where a layer cannot take its inputs, names do not resolve, or the model is too large
 */
export function planModel(
  model: ModelDescription,
  inputShapes: Shape | readonly Shape[],
  options: PlanOptions = {},
): ModelPlan {
  if (model.layers.length === 0)
    throw new ModelError("model.layers", "expected at least one layer, got none");
  const graph = resolveGraph(model, nameLayers(model.layers));
  const inputs = planInputs(model, inputShapes, graph);
  const values = new ValueTable(inputs.map(({ shape }) => shape));
  const layout = new FlatLayout();
  const layers = graph.nodes.map((node) => planNode(node, values, layout, options));
  const output = values.indexOf(graph.output, "model.output");
  const { shape: outputShape, timed: outputTimed } = values.at(output);
  const plan: ModelPlan = {
    inputs,
    inputShape: values.at(0).shape,
    outputShape,
    outputTimed,
    values: values.all,
    output,
    layers,
    parameters: layers.flatMap(({ parameters }) => parameters),
    parameterCount: layout.parameterCount,
    stateSize: layout.stateSize,
  };
  checkTimeSteps(plan, graph.nodes, options);
  return plan;
}

function planNode(node: GraphNode, values: ValueTable, layout: FlatLayout, options: PlanOptions): LayerPlan {
  const { index, layer } = node;
  const path = `model.layers[${index}]`;
  const inputs = node.inputs.map((reference, place) => values.indexOf(reference, `${path}.inputs[${place}]`));
  const initialStates = node.initialStates.map((reference, place) =>
    values.indexOf(reference, `${path}.initialState[${place}]`),
  );
  const inputShapes = inputs.map((value) => values.at(value).shape);
  try {
    const shapes = shapesOfLayer(layer, inputShapes);
    checkInitialStates(
      shapes,
      initialStates.map((value) => values.at(value).shape),
    );
    const outputs = values.add(node, shapes.outputs);
    const carryStates = options.carryStates === true;
    const around = { inputs, initialStates, outputs, inputShape: inputShapes[0] ?? [], carryStates };
    const plan = planLayer(layer, shapes, around, layout);
    checkSize(layout.parameterCount);
    return plan;
  } catch (error) {
    if (!(error instanceof LayerMisfit)) throw error;
    throw new ModelError(path, `${layer.spec.type} ${layer.name}: ${error.message}`);
  }
}

/** None, or one vector for each state. */
function checkInitialStates({ stateUnits }: LayerShapes, shapes: readonly Shape[]): void {
  if (shapes.length === 0) return;
  const expected = stateUnits.map((units) => showShape([units])).join(", ");
  const got = shapes.map(showShape).join(", ");
  if (expected === got) return;
  throw new LayerMisfit(`initialState: expected ${stateUnits.length} of shape ${expected}, got ${got}`);
}

function checkSize(parameterCount: number): void {
  if (parameterCount <= maxParameters) return;
  throw new LayerMisfit(
    `expected a model of at most ${maxParameters} parameters, got ${parameterCount} with it`,
  );
}
