import { describe, expect, it } from "vitest";
import { modelFromKeras } from "./model-from-keras.js";

const tensor = (name: string) => ({
  class_name: "__keras_tensor__",
  config: { shape: [null, 5], dtype: "float32", keras_history: [name, 0, 0] },
});

/** A layer, or an operation, with what it is called with. */
function node(className: string, name: string, args: unknown[], config: object = {}, kwargs: object = {}) {
  return {
    class_name: className,
    name,
    config: { name, ...config },
    inbound_nodes: className === "InputLayer" ? [] : [{ args, kwargs }],
  };
}

const input = node("InputLayer", "x", [], { batch_shape: [null, 5, 2] });
const masking = (name = "masked", maskValue = 0) =>
  node("Masking", name, [tensor("x")], { mask_value: maskValue });
const dense = (name: string, of: string) => node("Dense", name, [tensor(of)], { units: 2 });
const lstm = (name: string, of: string, kwargs: object = {}) =>
  node(
    "LSTM",
    name,
    [tensor(of)],
    { units: 2, return_sequences: true, return_state: name === "first" },
    kwargs,
  );
/** What Keras writes down of the mask of a Masking. */
const compared = (value = 0) => node("NotEqual", "not_equal", [tensor("x"), value]);
const any = node("Any", "any", [tensor("not_equal")]);
const masked = { mask: tensor("any") };

function read(...layers: ReturnType<typeof node>[]) {
  const output = layers.at(-1)?.name ?? "";
  return modelFromKeras({
    class_name: "Functional",
    config: { layers: [input, ...layers], input_layers: [["x", 0, 0]], output_layers: [[output, 0, 0]] },
  });
}

const namesOf = ({ model }: ReturnType<typeof read>) => model.layers.map(({ name }) => name);

describe("the mask of a call", () => {
  it("says nothing where it is the one that the layers before pass on", () => {
    const model = read(
      compared(-1),
      masking("masked", -1),
      any,
      dense("dense", "masked"),
      lstm("next", "dense", masked),
    );
    expect(namesOf(model)).toEqual(["masked", "dense", "next"]);
  });

  it("may be one that Keras puts together of several", () => {
    const model = read(
      compared(),
      masking(),
      any,
      lstm("a", "masked", masked),
      node("ExpandDims", "wide", [tensor("any")]),
      node("ZerosLike", "shape", [tensor("a")]),
      node("LogicalOr", "either", [tensor("wide"), tensor("shape")]),
      node("Concatenate", "masks", [[tensor("either"), tensor("either")]]),
      node("Any", "mask", [tensor("masks")]),
      node("Concatenate", "both", [[tensor("a"), tensor("masked")]]),
      lstm("last", "both", { mask: tensor("mask") }),
    );
    expect(namesOf(model)).toEqual(["masked", "a", "both", "last"]);
  });

  it.each<[string, ReturnType<typeof node>[], string]>([
    [
      "of other values",
      [compared(), any, dense("dense", "x"), lstm("next", "dense", masked)],
      "config.layers[4]: next: mask: expected the mask that the layers before pass on, got one of its own",
    ],
    [
      "by another value",
      [compared(3), masking(), any, lstm("next", "masked", masked)],
      "config.layers[4]: next: mask: expected the mask that the layers before pass on, got one of its own",
    ],
    [
      "behind a layer that ends it",
      [
        compared(),
        masking(),
        any,
        node("Conv1D", "windows", [tensor("masked")], { filters: 2, kernel_size: [1] }),
        lstm("next", "windows", masked),
      ],
      "config.layers[5]: next: mask: expected the mask that the layers before pass on, got one of its own",
    ],
    [
      "behind a sum, one of whose values has none",
      [
        compared(),
        masking(),
        any,
        node("Add", "sum", [[tensor("masked"), tensor("x")]]),
        lstm("next", "sum", masked),
      ],
      "config.layers[5]: next: mask: expected the mask that the layers before pass on, got one of its own",
    ],
    [
      "with initial states",
      [
        compared(),
        masking(),
        any,
        lstm("first", "masked", masked),
        lstm("next", "masked", { ...masked, initial_state: [tensor("first"), tensor("first")] }),
      ],
      "config.layers[5]: next: mask: expected no mask, as Keras passes none on to a layer with initial_state, got one of its own",
    ],
  ])("is refused %s", (_, layers, message) => {
    expect(() => read(...layers)).toThrow(message);
  });
});
