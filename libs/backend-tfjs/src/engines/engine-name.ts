import type { BackendName } from "@lockstep/backend";

/** Engines of TensorFlow.js: libtensorflow, WebAssembly, plain JavaScript (slow, for tests). */
export type TfjsEngineName = Extract<BackendName, "tensorflow" | "wasm" | "cpu">;
