import { RandomStream, randomPurpose } from "@lockstep/numerics";

/** A model in a job's words, with the shape of its input. */
export interface RandomModel {
  readonly model: { readonly layers: readonly object[] };
  readonly inputShape: readonly number[];
  /** Number of tokens that the input has; absent for features. */
  readonly tokens?: number;
  /** Whether sequences are padded at their ends. */
  readonly isPadded: boolean;
}

/** A random model, a function of its seed alone: a front, some recurrent layers, a head. */
export function randomModel(seed: number): RandomModel {
  return new ModelDice(seed).model();
}

class ModelDice {
  readonly #stream: RandomStream;
  readonly #layers: Record<string, unknown>[] = [];
  #count = 0;
  #lastName = "input";

  constructor(seed: number) {
    this.#stream = new RandomStream({ seed, purpose: randomPurpose.data });
  }

  model(): RandomModel {
    const timeSteps = this.#between(3, 8);
    const tokens = this.#chance(0.4) ? this.#between(5, 12) : undefined;
    const isPadded = this.#chance(0.4);
    const features = this.#between(1, 4);
    this.#front(tokens, isPadded);
    for (let layer = this.#between(0, 2); layer > 0; layer--) this.#body(isPadded);
    this.#head(isPadded);
    const inputShape = tokens === undefined ? [timeSteps, features] : [timeSteps];
    return {
      model: { layers: this.#layers },
      inputShape,
      isPadded,
      ...(tokens === undefined ? {} : { tokens }),
    };
  }

  #front(tokens: number | undefined, isPadded: boolean): void {
    if (tokens !== undefined)
      this.#add("Embedding", { inputDim: tokens, outputDim: this.#size(), maskZero: isPadded });
    else if (isPadded) this.#add("Masking", { maskValue: 0 });
    if (isPadded || this.#chance(0.5)) return;
    this.#add("Conv1D", {
      filters: this.#size(),
      kernelSize: this.#between(1, 3),
      padding: this.#one(["same", "causal", "valid"]),
      activation: this.#activation(),
    });
  }

  #body(isPadded: boolean): void {
    if (this.#chance(0.3)) return this.#encoderAndDecoder();
    this.#add(...this.#recurrent(true, isPadded));
    switch (this.#one(["normalise", "residual", "drop", "nothing"])) {
      case "normalise":
        this.#add("LayerNormalization", {});
        break;
      case "residual":
        this.#residual();
        break;
      case "drop":
        this.#add("Dropout", { rate: 0.3 });
        break;
    }
  }

  /** The second layer starts from the states of the first. */
  #encoderAndDecoder(): void {
    const units = this.#size();
    const encoder = this.#add("LSTM", { units, returnSequences: true, returnState: true });
    const initialState = [`${encoder}:1`, `${encoder}:2`];
    this.#add("LSTM", { units, returnSequences: true, inputs: [encoder], initialState });
  }

  #residual(): void {
    const value = this.#lastName;
    const dense = this.#add("Dense", { units: 3, activation: "tanh", inputs: [value] });
    this.#add("Concatenate", { inputs: [value, dense] });
  }

  #head(isPadded: boolean): void {
    const kinds = ["last", "pool", ...(isPadded ? [] : ["sequence", "many"])];
    const kind = this.#one(kinds);
    this.#add(...this.#recurrent(kind === "pool" || kind === "sequence", isPadded));
    if (kind === "pool")
      this.#add(this.#one(["GlobalMaxPooling1D", ...(isPadded ? [] : ["GlobalAveragePooling1D"])]), {});
    if (kind === "many") {
      this.#add("RepeatVector", { n: 3 });
      this.#add(...this.#recurrent(true, isPadded));
    }
    const dense = { units: this.#between(1, 3), activation: this.#one(["softmax", "sigmoid", "linear"]) };
    if (kind === "sequence" && this.#chance(0.5))
      this.#add("TimeDistributed", { layer: { type: "Dense", ...dense } });
    else this.#add("Dense", dense);
  }

  #recurrent(returnSequences: boolean, isPadded: boolean): [string, Record<string, unknown>] {
    const cell = this.#cell(returnSequences);
    if (this.#chance(0.35)) {
      const { type, ...options } = cell;
      const mergeMode = this.#one(["concat", "sum", "mul", "ave"]);
      return ["Bidirectional", { mergeMode, layer: { type, ...options } }];
    }
    if (this.#chance(0.2)) return ["RNN", { returnSequences, cells: [this.#plainCell(), this.#plainCell()] }];
    const { type, ...options } = cell;
    return [String(type), { ...options, goBackwards: !isPadded && this.#chance(0.3) }];
  }

  #plainCell(): Record<string, unknown> {
    return { type: this.#one(["SimpleRNNCell", "LSTMCell", "GRUCell"]), units: this.#size() };
  }

  #cell(returnSequences: boolean): Record<string, unknown> {
    const type = this.#one(["SimpleRNN", "LSTM", "GRU", "GRU"]);
    const gates =
      type === "SimpleRNN" ? {} : { recurrentActivation: this.#one(["sigmoid", "sigmoid", "hard_sigmoid"]) };
    const reset = type === "GRU" ? { resetAfter: this.#chance(0.5) } : {};
    const activation = this.#one(["tanh", "tanh", "relu", "softsign"]);
    return {
      type,
      units: this.#size(),
      activation,
      useBias: this.#chance(0.7),
      returnSequences,
      ...gates,
      ...reset,
    };
  }

  #add(type: string, options: Record<string, unknown>): string {
    const name = `layer_${++this.#count}`;
    this.#layers.push({ type, name, ...options });
    this.#lastName = name;
    return name;
  }

  #activation(): string {
    return this.#one(
      "tanh relu elu selu softplus softsign silu gelu hard_sigmoid mish leaky_relu".split(" "),
    );
  }

  #one<T>(choices: readonly T[]): T {
    return choices[this.#stream.below(choices.length)] as T;
  }

  #between(least: number, most: number): number {
    return least + this.#stream.below(most - least + 1);
  }

  #size(): number {
    return this.#between(1, 5);
  }

  #chance(probability: number): boolean {
    return this.#stream.uniform24() < probability;
  }
}
