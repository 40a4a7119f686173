import { tmpdir } from "node:os";
import { lockstep } from "./lockstep-process.js";

interface Probe {
  readonly name: string;
  readonly available: boolean;
  readonly reason?: string;
}

/** Backends and whether they work here, as `lockstep doctor` tells. */
export async function backends(): Promise<readonly Probe[]> {
  const { stdout } = await lockstep(["doctor", "--json"], { cwd: tmpdir() });
  return (JSON.parse(stdout) as { backends: Probe[] }).backends;
}
