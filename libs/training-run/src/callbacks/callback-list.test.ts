import { listGoldenCases, readGoldenCase } from "@lockstep/golden-cases";
import { describe, expect, it } from "vitest";
import reference from "../testing/keras-callbacks.json" with { type: "json" };
import { CallbackList, type CallbackOptions } from "./callback-list.js";
import { directionsOf } from "./metric-direction.js";

// The reference was made by Keras 3.15.1's own callbacks, epoch by epoch over the same values of val_loss.

interface Case {
  readonly callback: CallbackOptions;
  readonly values: readonly number[];
  /** EarlyStopping: epochs that ran, and the epoch (from 1) whose parameters are left. */
  readonly epochs?: number;
  readonly left?: number;
  /** ReduceLROnPlateau: the rate of each epoch, and of what would follow. */
  readonly rates?: readonly number[];
  readonly last?: number;
  /** ModelCheckpoint: epochs after which the model was saved. */
  readonly saved?: readonly number[];
}

const directionOf = directionsOf({
  metricNames: ["accuracy", "mean_absolute_error"],
  metricDirections: ["max", "min"],
});

/** Goes through the epochs as a run does; the parameters of an epoch are its number. */
function watch(callbacks: readonly CallbackOptions[], values: readonly number[], rate = 0.5) {
  const list = new CallbackList(callbacks, directionOf);
  const trace = { epochs: 0, rates: [] as number[], last: rate, saved: [] as number[] };
  for (const [epoch, value] of values.entries()) {
    const outcome = list.epochEnded({
      epoch,
      measures: { loss: 0, val_loss: value },
      parameters: Float32Array.of(epoch + 1),
      learningRate: trace.last,
    });
    trace.epochs++;
    if (outcome.measures.learning_rate !== undefined) trace.rates.push(outcome.measures.learning_rate);
    trace.last = outcome.learningRate;
    if (outcome.saveBest) trace.saved.push(epoch + 1);
    if (outcome.endTraining) break;
  }
  return { ...trace, left: list.restored?.[0] ?? trace.epochs };
}

describe("CallbackList", () => {
  const cases = (reference as unknown as Case[]).map((one) => [JSON.stringify(one.callback), one] as const);

  it.each(cases)("does as Keras: %s", (_, { callback, values, ...expected }) => {
    expect(watch([callback], values)).toMatchObject(expected);
  });

  const golden = listGoldenCases("fit").filter((name) => /plateau|early-stopping/.test(name));

  it.each(golden)("ends training and lowers the rate where Keras's fit does: %s", (name) => {
    const { fit, expected64, optimizer } = readGoldenCase(name);
    const callback = fit?.callbacks?.[0];
    const history = expected64?.history ?? {};
    const defaults = { monitor: "val_loss", mode: "auto", startFromEpoch: 0, patience: 10, minDelta: 0 };
    const { min_lr: minLr, restore_best_weights: restoreBestWeights, ...config } = callback?.config ?? {};
    const options = { ...defaults, ...config, minLr, restoreBestWeights, type: callback?.class_name };
    const trace = watch(
      [options as unknown as CallbackOptions],
      history.val_loss ?? [],
      Math.fround(optimizer?.config.learning_rate as number),
    );
    expect(trace.epochs).toBe(expected64?.epochs);
    (history.learning_rate ?? []).forEach((rate, epoch) => expect(trace.rates[epoch]).toBeCloseTo(rate, 8));
  });

  const plateau: CallbackOptions = {
    type: "ReduceLROnPlateau",
    monitor: "val_loss",
    mode: "auto",
    ...{ factor: 0.5, patience: 1, cooldown: 0, minLr: 0 },
  };

  const stopping: Extract<CallbackOptions, { type: "EarlyStopping" }> = {
    type: "EarlyStopping",
    monitor: "val_loss",
    mode: "auto",
    ...{ patience: 0, restoreBestWeights: false, startFromEpoch: 0 },
  };

  it("asks callbacks one after the other: a later one sees the rate that an earlier one set", () => {
    expect(watch([plateau, plateau], [1, 1, 1], 1)).toMatchObject({ rates: [1, 0.5, 0.125], last: 0.0625 });
  });

  it("leaves nothing to do for what others do", () => {
    expect(watch([{ type: "CSVLogger" }, { type: "TerminateOnNaN" }], [1, 2, 3])).toMatchObject({
      epochs: 3,
      rates: [],
      saved: [],
    });
  });

  it("says for people what was done", () => {
    const list = new CallbackList(
      [plateau, { type: "ModelCheckpoint", monitor: "val_loss", mode: "min" }, { ...stopping, patience: 1 }],
      directionOf,
    );
    const end = {
      epoch: 0,
      measures: { loss: 1, val_loss: 0.5 },
      parameters: new Float32Array(1),
      learningRate: 1,
    };
    expect(list.epochEnded(end).texts).toEqual([
      { callback: "ModelCheckpoint", text: "val_loss is the best so far, 0.5, after epoch 1" },
    ]);
    expect(list.epochEnded({ ...end, epoch: 1 }).texts).toEqual([
      { callback: "ReduceLROnPlateau", text: "the learning rate is 0.5 after epoch 2" },
      {
        callback: "EarlyStopping",
        text: "val_loss has not got better for 1 epoch: training ends after epoch 2",
      },
    ]);
  });

  it("knows by the measure's name which way is better", () => {
    for (const [monitor, values, epochs] of [
      ["val_accuracy", [1, 2, 1], 3],
      ["mean_absolute_error", [1, 2, 1], 2],
      ["loss", [2, 1, 1], 3],
    ] as const) {
      const list = new CallbackList([{ ...stopping, monitor }], directionOf);
      const ends = values.map(
        (value, epoch) =>
          list.epochEnded({
            epoch,
            measures: { [monitor]: value },
            parameters: new Float32Array(1),
            learningRate: 1,
          }).endTraining,
      );
      expect(ends.indexOf(true) + 1).toBe(epochs);
    }
  });

  it("refuses a measure that nothing is known of, and one that was not measured", () => {
    expect(() => new CallbackList([{ ...stopping, monitor: "happiness" }], directionOf)).toThrow(
      "mode: expected min or max, as nothing says which way happiness gets better, got auto",
    );
    expect(() => watch([{ ...stopping, monitor: "val_accuracy" }], [1])).toThrow(
      "monitor: expected one of loss, val_loss, got val_accuracy",
    );
  });
});
