import { createRequire } from "node:module";
import { BackendError } from "@lockstep/backend";
import { TensorflowOps } from "../ops/tensorflow-ops.js";
import { isTensorflowBinding, type TensorflowBinding } from "../ops/tensorflow-binding.js";
import type { Engine } from "../tfjs-backend.js";
import { keepAddonLoaded } from "./keep-loaded.js";
import { instructionSet } from "./instruction-set.js";
import { restoreNodeUtil, withoutDeprecationWarnings } from "./quiet-node-util.js";
import { checkTensorflowEnvironment } from "./tensorflow-environment.js";
import { checkVerdict, howToSetUp, readVerdict } from "./tensorflow-set-up.js";
import { prepareTfjsCore } from "./tfjs-core.js";

/** What is used of the package's own exports. */
interface TfjsNode {
  readonly version: Readonly<Record<string, string>>;
  backend(): { readonly binding?: unknown };
  setBackend(name: string): unknown;
}

/**
 * libtensorflow through @tensorflow/tfjs-node's addon.
 * @throws BackendError `unavailable` where the environment is not set or the library is not there.
 */
export function openTensorflowEngine(): Engine<number> {
  checkTensorflowEnvironment(process.env);
  checkVerdict(readVerdict());
  prepareTfjsCore();
  const tfjs = loadTfjsNode();
  const binding = bindingOf(tfjs);
  const tfjsVersion = tfjs.version["tfjs-node"] ?? "unknown";
  return {
    name: "tensorflow",
    version: binding.TF_Version,
    fingerprint: `tensorflow/${binding.TF_Version}/${instructionSet()}/tfjs-${tfjsVersion}`,
    ops: new TensorflowOps(binding),
  };
}

function loadTfjsNode(): TfjsNode {
  restoreNodeUtil();
  try {
    keepAddonLoaded();
    return withoutDeprecationWarnings(
      () => createRequire(import.meta.url)("@tensorflow/tfjs-node") as TfjsNode,
    );
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BackendError("unavailable", `backend tensorflow: ${reason.trim()}; ${howToSetUp}`, { cause });
  }
}

function bindingOf(tfjs: TfjsNode): TensorflowBinding {
  tfjs.setBackend("tensorflow");
  const { binding } = tfjs.backend();
  if (isTensorflowBinding(binding)) return binding;
  throw new BackendError(
    "unavailable",
    "backend tensorflow: expected the addon of @tensorflow/tfjs-node 4 behind its backend, got something else",
  );
}
