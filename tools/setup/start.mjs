import { join } from "node:path";
import { thisCheckout } from "./checkout.mjs";
import { runInForeground } from "./foreground-process.mjs";
import { setUpOrExplain } from "./setup.mjs";

/** `npm start`: sets up, then trains the notebook's model. More arguments go to `lockstep run`. */
if (await setUpOrExplain()) {
  const lockstep = join("apps", "cli", "dist", "main.js");
  const job = join("examples", "keras-notebook.yaml");
  process.exitCode = await runInForeground([lockstep, "run", job, ...process.argv.slice(2)], {
    cwd: thisCheckout,
  });
} else {
  process.exitCode = 1;
}
