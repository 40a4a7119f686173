import type { Dataset, Group } from "h5wasm";
import { FormatError } from "../format-error.js";

/** One dataset of an HDF5 file. */
export interface Hdf5Values {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** An HDF5 file in memory, open for reading. */
export interface Hdf5Reader {
  /** Paths of all groups and datasets. */
  readonly paths: readonly string[];
  /** A text attribute of a group; undefined where there is none. */
  attribute(group: string, name: string): string | undefined;
  /**
   * A dataset of float32 or float64 of just this shape, checked before a value is read: what a file says of its sizes is
   * not believed.
   * @throws FormatError naming the dataset
   */
  values(path: string, shape: readonly number[]): Float32Array;
}

/** It is large, and few processes want it: it is loaded when a file is first opened. */
async function loadLibrary() {
  const library = await import("h5wasm");
  const module = await library.ready;
  // Otherwise the library prints its errors and goes on.
  module.activate_throwing_error_handler();
  return { ...library, FS: module.FS };
}

type LoadedLibrary = Awaited<ReturnType<typeof loadLibrary>>;

/** Files within the library's own file system, which is memory: nothing of this machine's is touched. */
let lastFile = 0;

/**
 * Opens bytes as an HDF5 file for as long as `use` takes.
 * @param place names the file in errors
 * @throws FormatError where they are none, or are damaged
 */
export async function withHdf5<Result>(
  bytes: Uint8Array,
  place: string,
  use: (reader: Hdf5Reader) => Result,
): Promise<Result> {
  const library = await loadLibrary();
  const name = `/read-${++lastFile}.h5`;
  library.FS.writeFile(name, bytes);
  try {
    const file = inFormatErrors(place, () => new library.File(name, "r"));
    try {
      return use(readerOf(library, file, place));
    } finally {
      file.close();
    }
  } finally {
    library.FS.unlink(name);
  }
}

function readerOf(library: LoadedLibrary, file: Group, place: string): Hdf5Reader {
  const paths = inFormatErrors(place, () => file.paths().map((path) => path.replace(/^\//, "")));
  return {
    paths,
    attribute(group, name) {
      const value = inFormatErrors(`${place}: ${group}`, () => {
        const found = file.get(group);
        return found instanceof library.Group ? found.attrs[name]?.value : undefined;
      });
      return typeof value === "string" ? value : undefined;
    },
    values: (path, shape) =>
      inFormatErrors(`${place}: ${path}`, () => {
        const found = file.get(path);
        return valuesOf(found instanceof library.Dataset ? found : undefined, shape, `${place}: ${path}`);
      }),
  };
}

function valuesOf(dataset: Dataset | undefined, shape: readonly number[], place: string): Float32Array {
  const refuse = (expected: string, got: string) =>
    new FormatError("FORMAT_INVALID", `${place}: expected ${expected}, got ${got}`);
  if (!dataset) throw refuse("an array", "none");
  const got = dataset.shape ?? [];
  if (got.join() !== shape.join()) throw refuse(`shape (${shape.join(", ")})`, `(${got.join(", ")})`);
  refuseLargeChunks(dataset, refuse);
  const { value } = dataset;
  if (!(value instanceof Float32Array) && !(value instanceof Float64Array)) {
    throw refuse("float32 or float64", typeof dataset.dtype === "string" ? dataset.dtype : "another type");
  }
  const values = Float32Array.from(value);
  const bad = values.findIndex((each) => !Number.isFinite(each));
  if (bad >= 0) throw refuse("finite float32", `${String(value[bad])} at ${bad}`);
  return values;
}

/** Values of a chunk that is read whole whatever of it is wanted; the library makes much smaller ones by itself. */
const maxChunkValues = 2 ** 20;

/** A chunk may be larger than its array, and compressed: it is unpacked before anything is checked. */
function refuseLargeChunks(
  { metadata, shape }: Dataset,
  refuse: (expected: string, got: string) => Error,
): void {
  const sizeOf = (axes: readonly number[]) => axes.reduce((product, axis) => product * axis, 1);
  const most = Math.max(sizeOf(shape ?? []), maxChunkValues);
  const chunk = sizeOf(metadata.chunks ?? []);
  if (chunk > most) throw refuse(`chunks of at most ${most} values`, `${chunk}`);
}

/** The library's errors, which are long traces, as one line of ours. */
function inFormatErrors<T>(place: string, call: () => T): T {
  try {
    return call();
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    throw new FormatError("FORMAT_INVALID", `${place}: not an HDF5 file, or damaged: ${reasonOf(cause)}`, {
      cause,
    });
  }
}

function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return /minor: (.*)/.exec(text)?.[1] ?? text.split("\n", 1).join("");
}

/** A tree of groups with arrays and text attributes, to be written. */
export interface Hdf5Content {
  readonly groups: readonly {
    readonly path: string;
    readonly attributes: Readonly<Record<string, string>>;
  }[];
  readonly datasets: readonly ({ readonly path: string } & Hdf5Values)[];
}

/** The bytes of an HDF5 file. Groups that only hold others are made as they are needed. */
export async function hdf5Bytes({ groups, datasets }: Hdf5Content): Promise<Uint8Array> {
  const library = await loadLibrary();
  return withoutClock(() => bytesOf(library, { groups, datasets }));
}

/** The library puts the time into every header, and asks Date for it. Equal content shall give equal bytes. */
function withoutClock<Result>(write: () => Result): Result {
  const { now } = Date;
  Date.now = () => 0;
  try {
    return write();
  } finally {
    Date.now = now;
  }
}

function bytesOf(library: LoadedLibrary, { groups, datasets }: Hdf5Content): Uint8Array {
  const name = `/write-${++lastFile}.h5`;
  const file = new library.File(name, "w");
  try {
    for (const { path, attributes } of groups) {
      const group = groupAt(file, path.split("/"));
      for (const [key, text] of Object.entries(attributes)) group.create_attribute(key, text);
    }
    for (const { path, shape, values } of datasets) {
      const parts = path.split("/");
      const leaf = parts.pop() ?? "";
      groupAt(file, parts).create_dataset({ name: leaf, data: values, shape: [...shape] });
    }
    file.close();
    return library.FS.readFile(name);
  } finally {
    library.FS.unlink(name);
  }
}

function groupAt(root: Group, parts: readonly string[]): Group {
  return parts.reduce<Group>((group, part) => {
    if (!group.keys().includes(part)) return group.create_group(part);
    return group.get(part) as Group;
  }, root);
}
