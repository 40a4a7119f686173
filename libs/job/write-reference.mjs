// Writes docs/job-file.md, the reference of the job file. Run it as `npm run schema -w @lockstep/job`.
import { writeFileSync } from "node:fs";
import { jobReference } from "./dist/reference/job-reference.js";

writeFileSync(new URL("../../docs/job-file.md", import.meta.url), jobReference());
