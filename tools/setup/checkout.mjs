import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folders of one checkout that the set-up reads and writes. */

/** @type {string} the checkout this file is part of */
export const thisCheckout = fileURLToPath(new URL("../..", import.meta.url));

/** Stamps live beneath node_modules, so that deleting node_modules redoes everything. @param {string} root */
export const stampFolder = (root) => join(root, "node_modules", ".lockstep");

/** Lock and logs must outlive `npm ci`, which empties node_modules. @param {string} root */
export const workFolder = (root) => join(root, ".lockstep", "set-up");
