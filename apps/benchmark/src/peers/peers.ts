import type { Contender, MissingContender } from "../contenders/contender.js";
import { contendersOf, type PeerTask } from "./peer-contenders.js";
import { installHint, libraryNames, type PeerLibrary } from "./peer-packages.js";
import { PeerProcess } from "./peer-process.js";
import { peerPythons } from "./peer-pythons.js";

type OpenedLibrary = { readonly library: PeerLibrary } & (
  | { readonly process: PeerProcess; readonly versions: Readonly<Record<string, string>> }
  | { readonly unavailable: string }
);

/** Processes of libraries to compare with, each in the first Python that has it. */
export class Peers {
  private constructor(private readonly opened: readonly OpenedLibrary[]) {}

  static async open(libraries: readonly PeerLibrary[]): Promise<Peers> {
    return new Peers(await Promise.all(libraries.map(openLibrary)));
  }

  get versions(): Record<string, string> {
    return Object.assign({}, ...this.opened.map((one) => ("versions" in one ? one.versions : {}))) as Record<
      string,
      string
    >;
  }

  /**
   * Every form of a library; one row with the reason for one that is missing, or cannot read the case.
   * @param of default: all
   */
  async contendersOf(
    task: PeerTask,
    of: readonly PeerLibrary[] = this.opened.map(({ library }) => library),
  ): Promise<(Contender | MissingContender)[]> {
    const contenders: (Contender | MissingContender)[] = [];
    for (const one of this.opened.filter(({ library }) => of.includes(library))) {
      const row = { id: `${task.idPrefix}${one.library}`, label: libraryNames[one.library] };
      if ("unavailable" in one) contenders.push({ ...row, unavailable: one.unavailable });
      else contenders.push(...(await formsOf(one.library, one.process, task, row)));
    }
    return contenders;
  }

  async close(): Promise<void> {
    await Promise.all(this.opened.flatMap((one) => ("process" in one ? [one.process.close()] : [])));
  }
}

async function formsOf(
  library: PeerLibrary,
  process: PeerProcess,
  task: PeerTask,
  row: { readonly id: string; readonly label: string },
): Promise<(Contender | MissingContender)[]> {
  try {
    return await contendersOf(library, process, task);
  } catch (error) {
    return [{ ...row, unavailable: error instanceof Error ? error.message : String(error) }];
  }
}

async function openLibrary(library: PeerLibrary): Promise<OpenedLibrary> {
  const reasons: string[] = [];
  for (const python of peerPythons(process.env)) {
    const opened = await tryPython(library, python);
    if (typeof opened !== "string") return opened;
    reasons.push(`${python}: ${opened}`);
  }
  return { library, unavailable: `${reasons.join("; ")}. To compare: ${installHint(library)}` };
}

/** The library, or why there is none. */
async function tryPython(library: PeerLibrary, python: string): Promise<OpenedLibrary | string> {
  const process = new PeerProcess(python, `${library}_steps.py`);
  try {
    const message = await process.next();
    if (message.type === "ready") return { library, process, versions: message.versions };
    await process.close();
    return message.type === "unavailable" ? message.reason : `expected it to be ready, got ${message.type}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
