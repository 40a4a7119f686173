/** Generates the protobufjs static module of proto/ into generated/, which is never committed. */
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const { main } = createRequire(import.meta.url)("protobufjs-cli/pbjs.js");
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

mkdirSync(path("generated"), { recursive: true });
// Only encode and decode: the rest of what pbjs can make is used by nobody.
const leftOut = ["create", "convert", "delimited", "typeurl", "service", "verify"].map(
  (part) => `--no-${part}`,
);
await promisify(main)([
  ...["--target", "static-module", "--wrap", "esm", "--dts", "--force-number", ...leftOut],
  ...["--path", path("../../proto"), "--out", path("generated/lockstep.js")],
  ...["lockstep/v1/cluster", "lockstep/v1/control", "grpc/health/v1/health"].map((name) =>
    path(`../../proto/${name}.proto`),
  ),
]);
