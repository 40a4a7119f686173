import * as z from "zod";
import { jobSchema } from "./job.js";

/** JSON Schema (draft 2020-12) of the job file as it may be written, for editors. */
export function jobSchemaJson(): Record<string, unknown> {
  return { title: "Lockstep job", ...z.toJSONSchema(jobSchema, { io: "input" }) };
}
