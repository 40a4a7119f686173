import type { LayerSpec } from "../layers/layer.js";
import type { FitSpec } from "../sections/fit.js";
import type { CheckPath, Refuse } from "./refuse.js";

/** Stateful layers need a fixed order. */
export function checkStateful(layers: readonly LayerSpec[], fit: FitSpec, refuse: Refuse): void {
  if (!layers.some(isStateful)) return;
  if (fit.shuffle) refuse(["fit", "shuffle"], "expected false with stateful layers, got true");
  if (fit.bucketing !== undefined) refuse(["fit", "bucketing"], "expected nothing with stateful layers");
  layers.forEach((layer, index) => {
    if (layer.type === "TimeDistributed" && isStateful(layer)) {
      const path = ["model", "layers", index, "layer", "stateful"];
      refuse(path, "expected false within TimeDistributed, got true");
    }
  });
}

function isStateful(layer: LayerSpec): boolean {
  if (layer.type === "Bidirectional" || layer.type === "TimeDistributed") return isStateful(layer.layer);
  return "stateful" in layer && layer.stateful;
}

const mixesTime = "it works on several time steps at once";

/** Layers that cannot work segment by segment, with the reason. */
const refusedInSegments: Partial<Record<LayerSpec["type"], string>> = {
  Bidirectional: "its backward layer begins at the end of the sequence",
  Conv1D: mixesTime,
  AveragePooling1D: mixesTime,
  MaxPooling1D: mixesTime,
  GlobalAveragePooling1D: mixesTime,
  GlobalMaxPooling1D: mixesTime,
  Flatten: mixesTime,
  Reshape: mixesTime,
  RepeatVector: "its time steps are not those of the sequence",
};

/** With fit.truncate every layer goes from time step to time step, forwards. */
export function checkTruncated(layers: readonly LayerSpec[], fit: FitSpec, refuse: Refuse): void {
  if (fit.truncate === undefined) return;
  layers.forEach((layer, index) => {
    checkSegments(layer, ["model", "layers", index], refuse);
  });
}

function checkSegments(layer: LayerSpec, path: CheckPath, refuse: Refuse): void {
  const reason = refusedInSegments[layer.type];
  if (reason !== undefined)
    refuse([...path, "type"], `${layer.type}: not supported with fit.truncate: ${reason}`);
  if (layer.type === "Concatenate" && layer.axis === 1) {
    refuse([...path, "axis"], "expected -1 with fit.truncate, got 1");
  }
  if (!("goBackwards" in layer)) return;
  if (layer.goBackwards) refuse([...path, "goBackwards"], "expected false with fit.truncate, got true");
  if (layer.stateful)
    refuse([...path, "stateful"], "expected false with fit.truncate, which carries states itself, got true");
  if (!layer.returnSequences) {
    refuse(
      [...path, "returnSequences"],
      "expected true with fit.truncate: targets are for every time step, got false",
    );
  }
  if (layer.initialState !== undefined) {
    refuse([...path, "initialState"], "expected nothing with fit.truncate, which carries states itself");
  }
}
