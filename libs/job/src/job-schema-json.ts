import * as z from "zod";
import { jobSchema } from "./job.js";

/** JSON Schema (draft 2020-12) of the job file as it may be written, for editors. */
export function jobSchemaJson(): Record<string, unknown> {
  return describedSchema(({ jsonSchema }) => {
    delete jsonSchema.refused;
  });
}

/** The same with `refused`, the options of Keras that are refused, beside the keys that there are. */
export function describedJobSchema(): Record<string, unknown> {
  return describedSchema(() => undefined);
}

type Override = NonNullable<NonNullable<Parameters<typeof z.toJSONSchema>[1]>["override"]>;

function describedSchema(override: Override): Record<string, unknown> {
  return { title: "Lockstep job", ...z.toJSONSchema(jobSchema, { io: "input", override }) };
}
