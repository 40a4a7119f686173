import { spawn } from "node:child_process";
import { once } from "node:events";
import { peerPackages, torchCpuIndex } from "./peer-packages.js";
import { peersFolder, pythonOf, systemPython } from "./peer-pythons.js";

/**
 * Makes a virtual environment in Lockstep's cache folder and installs the peers in it.
 * @throws Error where one of them cannot be had
 */
export async function installPeers(note: (text: string) => void): Promise<void> {
  const folder = peersFolder(process.env);
  note(`installing Keras, JAX and PyTorch in ${folder}`);
  await run(process.env.LOCKSTEP_PYTHON ?? systemPython, ["-m", "venv", folder]);
  // In one call, so that they agree on what they share.
  await pip(folder, [...peerPackages.keras, ...peerPackages.jax, ...peerPackages.numpy]);
  try {
    await pip(folder, [
      ...peerPackages.torch,
      ...["--index-url", torchCpuIndex, "--retries", "0", "--timeout", "20"],
    ]);
  } catch {
    note("PyTorch's index of builds without CUDA does not answer: taking PyPI's build, about 4 GB on Linux");
    await pip(folder, peerPackages.torch);
  }
}

function pip(folder: string, args: readonly string[]): Promise<void> {
  return run(pythonOf(folder), ["-m", "pip", "install", "--disable-pip-version-check", ...args]);
}

/** What the program prints is progress, so it goes to stderr. */
async function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: ["ignore", 2, 2] });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0)
    throw new Error(`${[program, ...args].join(" ")} ended with exit code ${code ?? "unknown"}`);
}
