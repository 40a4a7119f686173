import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";

/** A zip archive with these files, uncompressed, as Keras writes them. */
export async function zipBytes(files: readonly (readonly [string, Uint8Array])[]): Promise<Uint8Array> {
  const archive = new ZipFile();
  // By the clock on the wall: the same bytes in every time zone. Archives can tell no time before 1980.
  const noTime = new Date(1980, 0, 2);
  for (const [name, bytes] of files) {
    archive.addBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), name, {
      mtime: noTime,
      forceDosTimestamp: true,
      mode: 0o100644,
      compress: false,
    });
  }
  archive.end();
  return buffer(archive.outputStream);
}
