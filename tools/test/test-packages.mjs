import { findProgram } from "../setup/programs.mjs";

/** Debian's packages that some tests want, by a program that each brings. @type {Readonly<Record<string, string>>} */
const packages = {
  // The native kernels for 64-bit ARM, with its libraries, and what runs them.
  "aarch64-linux-gnu-g++": "g++-aarch64-linux-gnu",
  "qemu-aarch64": "qemu-user",
  // The browser that looks at the dashboard.
  chromium: "chromium",
};

/** Those that are not there. @returns {string[]} */
export const missingPackages = () =>
  Object.entries(packages)
    .filter(([program]) => findProgram(program) === undefined)
    .map(([, name]) => name);
