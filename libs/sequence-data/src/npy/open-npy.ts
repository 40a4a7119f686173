import { createReadStream } from "node:fs";
import { stampFile } from "../files/open-files.js";
import { ByteReader } from "./byte-reader.js";
import { readNpyHeader } from "./read-npy-header.js";
import { readNpyStream } from "./read-npy-stream.js";
import { isRowMajor, placedError } from "./stored-array.js";
import type { StoredArray } from "./stored-array.js";

/** An array in a `.npy` file. @throws DataError where the header is none, or the file's size is not what it says */
export async function openNpy(path: string): Promise<StoredArray> {
  const file = stampFile(path);
  const streamed = async <Read>(
    read: (chunks: AsyncIterable<Uint8Array>) => Promise<Read>,
  ): Promise<Read> => {
    const stream = createReadStream(path);
    try {
      return await read(stream);
    } catch (error) {
      throw placedError(error, path);
    } finally {
      stream.destroy();
    }
  };
  const { header, bytes } = await streamed((chunks) => readNpyHeader(new ByteReader(chunks), file.size));
  const location = { file, place: path, offset: bytes, descr: header.dtype.descr };
  return {
    header,
    place: path,
    ...(isRowMajor(header) ? { location } : {}),
    read: () => streamed(async (chunks) => (await readNpyStream(chunks, file.size)).values),
  };
}
