// Writes job.schema.json, the JSON Schema of the job file for editors. Run it as `npm run schema -w @lockstep/job`.
import { writeFileSync } from "node:fs";
import { jobSchemaJson } from "./dist/index.js";

writeFileSync(new URL("job.schema.json", import.meta.url), `${JSON.stringify(jobSchemaJson(), null, 2)}\n`);
