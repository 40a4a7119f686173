/** What works on this machine. */
export interface DoctorFindings {
  readonly backends: readonly BackendFinding[];
  readonly node: { readonly version: string; readonly supported: boolean };
  readonly cores: number;
  readonly memoryBytes: number;
  readonly dataDir: { readonly path: string; readonly problem?: string };
}

export interface BackendFinding {
  readonly name: string;
  /** It has computed a gradient. */
  readonly available: boolean;
  readonly version?: string;
  /** Why not, where it is not available. */
  readonly reason?: string;
}

/** The least Node, as package.json's `engines` has it. */
export const leastNode = "20.19";

/** A table for people: a mark, the thing, what is known of it; and below, how to mend what does not work. */
export function formatDoctor(findings: DoctorFindings): string {
  const rows = [
    nodeRow(findings),
    coresRow(findings),
    memoryRow(findings),
    dataDirRow(findings),
    ...findings.backends.map(backendRow),
  ];
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows.map((row) => formatRow(row, width)).join("");
}

interface Row {
  readonly works: boolean;
  readonly name: string;
  readonly text: string;
  readonly mend?: string;
}

function formatRow({ works, name, text, mend }: Row, width: number): string {
  const line = `${works ? "✓" : "✗"} ${name.padEnd(width)}  ${text}\n`;
  return works || mend === undefined ? line : `${line}  ${" ".repeat(width)}  -> ${mend}\n`;
}

function nodeRow({ node }: DoctorFindings): Row {
  const mend = `install Node ${leastNode} or newer`;
  return { works: node.supported, name: "node", text: node.version, mend };
}

function coresRow({ cores }: DoctorFindings): Row {
  return { works: true, name: "cores", text: `${cores}` };
}

function memoryRow({ memoryBytes }: DoctorFindings): Row {
  return { works: true, name: "memory", text: `${(memoryBytes / 2 ** 30).toFixed(1)} GiB` };
}

function dataDirRow({ dataDir: { path, problem } }: DoctorFindings): Row {
  const text = problem === undefined ? `${path} can be written` : `${path} cannot be written: ${problem}`;
  return {
    works: problem === undefined,
    name: "data-dir",
    text,
    mend: "choose another folder with --data-dir",
  };
}

function backendRow({ name, available, version, reason }: BackendFinding): Row {
  const text = available ? `${version ?? ""} computes`.trim() : (reason ?? "not available");
  return { works: available, name, text, mend: mends[name] ?? "see the reason above" };
}

const mends: Readonly<Record<string, string>> = {
  native: "run `npm start` in the checkout, which builds it; that needs Python 3, make and a C++17 compiler",
  tensorflow:
    "run `npm run setup -- --with-tensorflow` in the checkout, or let LOCKSTEP_LIBTENSORFLOW name a folder that holds libtensorflow",
  wasm: "run `npm ci` in the checkout: the package of the wasm backend is not whole",
};
