import { mkdtemp, rm } from "node:fs/promises";
import { totalmem } from "node:os";
import { join, resolve } from "node:path";
import { usableCores } from "@lockstep/backend-native/usable-cores";
import { exitCodes } from "../exit-codes.js";
import type { Io } from "../io.js";
import { nearestExisting } from "../nearest-existing.js";
import {
  formatDoctor,
  leastNode,
  type BackendFinding,
  type DoctorFindings,
} from "../presentation/doctor-report.js";

export interface DoctorOptions {
  readonly dataDir: string;
  readonly json?: boolean;
}

export type ProbeBackends = () => Promise<readonly BackendFinding[]>;

/** `lockstep doctor`: what works on this machine. Done where a backend computes. */
export async function doctorCommand(
  options: DoctorOptions,
  io: Io,
  probe: ProbeBackends = probePackaged,
): Promise<number> {
  const findings = await examine(resolve(io.cwd, options.dataDir), await probe());
  io.stdout(options.json ? `${JSON.stringify(findings)}\n` : formatDoctor(findings));
  return findings.backends.some(({ available }) => available) ? exitCodes.done : exitCodes.failed;
}

async function examine(dataDir: string, backends: readonly BackendFinding[]): Promise<DoctorFindings> {
  const problem = await writeProblem(dataDir);
  return {
    backends,
    node: { version: process.version, supported: isSupported(process.versions.node) },
    cores: usableCores(),
    memoryBytes: totalmem(),
    dataDir: { path: dataDir, ...(problem === undefined ? {} : { problem }) },
  };
}

/** Why nothing can be written into the folder. Where it is not there yet, the folder that it would be made in counts. */
async function writeProblem(folder: string): Promise<string | undefined> {
  try {
    await rm(await mkdtemp(join(await nearestExisting(folder), "lockstep-doctor-")), { recursive: true });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** @param version as `20.19.5` */
export function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = leastNode.split(".").map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

async function probePackaged(): Promise<readonly BackendFinding[]> {
  const { probeBackends } = await import("@lockstep/worker");
  return probeBackends();
}
