export { adam, type AdamOptions } from "./adam.js";
export { initialState, optimizerOf, type Optimizer, type OptimizerState } from "./optimizer.js";
