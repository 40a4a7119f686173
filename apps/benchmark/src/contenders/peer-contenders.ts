import { installHint, type PeerLibrary } from "../peers/peer-packages.js";
import { peerPythons } from "../peers/peer-pythons.js";
import { PeerProcess } from "../peers/peer-process.js";
import type { Contender, MissingContender } from "./contender.js";

/** A library's contenders, and its process to be closed. */
export interface Peer {
  readonly versions: Readonly<Record<string, string>>;
  readonly contenders: readonly (Contender | MissingContender)[];
  close(): Promise<void>;
}

const scripts = { keras: "keras_steps.py", torch: "torch_steps.py" } as const;
const labels = { keras: "Keras", torch: "PyTorch eager" } as const;

/** Opens a library in the first Python that has it; where none has, the one row says so. */
export async function openPeer(library: PeerLibrary, steps: number): Promise<Peer> {
  const reasons: string[] = [];
  for (const python of peerPythons(process.env)) {
    const opened = await tryPython(library, python, steps);
    if (typeof opened !== "string") return opened;
    reasons.push(`${python}: ${opened}`);
  }
  const unavailable = `${reasons.join("; ")}. To compare: ${installHint(library)}`;
  return {
    versions: {},
    contenders: [{ id: library, label: labels[library], unavailable }],
    close: () => Promise.resolve(),
  };
}

/** The peer, or why there is none. */
async function tryPython(library: PeerLibrary, python: string, steps: number): Promise<Peer | string> {
  const process = new PeerProcess(python, scripts[library]);
  try {
    const message = await process.next();
    if (message.type === "unavailable") return message.reason;
    if (message.type !== "ready") return `expected it to be ready, got ${message.type}`;
    const contenders = message.contenders.map(({ id, label }) => ({
      id,
      label,
      measure: () => process.measure(id, steps),
    }));
    return { versions: message.versions, contenders, close: () => process.close() };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
