import type { GradientBackend } from "@lockstep/backend";
import type { TfjsEngineName } from "./engines/engine-name.js";
import { TfjsBackend } from "./tfjs-backend.js";

/**
 * Opens an engine of TensorFlow.js on the calling thread. An engine's code is loaded when it is first opened.
 *
 * Threads of one process that open `tensorflow` must do so one after another: tfjs-node's addon has a table that its
 * threads share without a lock, and that is only written to here.
 * @throws BackendError `unavailable`, saying how to mend it.
 */
export async function openTfjsBackend(engine: TfjsEngineName): Promise<GradientBackend> {
  switch (engine) {
    case "tensorflow": {
      const { openTensorflowEngine } = await import("./engines/tensorflow-engine.js");
      return new TfjsBackend(openTensorflowEngine());
    }
    case "wasm": {
      const { openWasmEngine } = await import("./engines/wasm-engine.js");
      return new TfjsBackend(await openWasmEngine());
    }
    case "cpu": {
      const { openCpuEngine } = await import("./engines/cpu-engine.js");
      return new TfjsBackend(await openCpuEngine());
    }
  }
}
