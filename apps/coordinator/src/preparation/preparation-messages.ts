import type { CoordinatorErrorCode } from "../coordinator-error.js";
import type { PreparationOptions, RunMaterials, RunRequest } from "./read-request.js";

/** What the thread is started with. */
export interface PreparationTask {
  readonly request: RunRequest;
  readonly options: PreparationOptions;
}

/** What it answers, once. */
export type PreparationAnswer =
  | { readonly ok: true; readonly materials: RunMaterials }
  /** `code` is undefined where the fault is ours and not the request's. */
  | { readonly ok: false; readonly code: CoordinatorErrorCode | undefined; readonly message: string };
