import { log } from "@lockstep/numerics";
import { elementwise } from "./elementwise-loss.js";
import { epsilon } from "./epsilon.js";

/** p - y log(p + epsilon). */
export const poisson = elementwise({
  value: (output, target) => output - target * log(output + epsilon),
  slope: (output, target) => 1 - target / (output + epsilon),
});
