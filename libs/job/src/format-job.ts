import { stringify } from "yaml";
import type { Job } from "./job.js";

/** The job as YAML with all defaults filled in; {@link parseJob} gives the same job back. */
export function formatJob(job: Job): string {
  return stringify(job, { lineWidth: 110, aliasDuplicateObjects: false });
}
