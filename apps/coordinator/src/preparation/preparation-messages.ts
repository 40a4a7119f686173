import type { CoordinatorErrorCode } from "../coordinator-error.js";
import type { PreparationOptions, RunMaterials, RunOfBefore, RunRequest } from "./read-request.js";

/** What the thread is asked, once: to read a new request, or a run of before. */
export type PreparationTask = { readonly options: PreparationOptions } & (
  { readonly request: RunRequest } | { readonly before: RunOfBefore }
);

/** What it answers, once. */
export type PreparationAnswer =
  | { readonly ok: true; readonly materials: RunMaterials }
  /** `code` is undefined where the fault is ours and not the request's. */
  | { readonly ok: false; readonly code: CoordinatorErrorCode | undefined; readonly message: string };
