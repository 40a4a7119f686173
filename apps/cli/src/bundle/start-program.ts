import { fileURLToPath } from "node:url";
import { BundledProgram } from "./bundled-program.js";

/** Starts a program in this process or thread. */
export function startProgram(name: string): void {
  programNamed(name).run();
}

/** Starts the command that the process's arguments name: those that serve have bundles of their own. */
export function startCommand(): void {
  startProgram(commandProgram());
}

/** The program of a bundle that lies beside this file. */
export function programNamed(name: string): BundledProgram {
  return new BundledProgram(fileURLToPath(new URL(`./${name}.bundle.cjs`, import.meta.url)));
}

/** The name of the command's program. */
export function commandProgram(): string {
  const command = process.argv[2];
  return command === "coordinator" || command === "worker" ? command : "lockstep";
}
