/** Magic text, then version 1.0. */
const start = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];

/** Elements begin at a multiple of this, as NumPy has it. */
const alignment = 64;

/**
 * A float32 array as a `.npy` file (version 1.0, C order).
 * @throws RangeError where the shape does not fit the values
 */
export function serialiseNpy(shape: readonly number[], values: Float32Array): Uint8Array {
  const elements = shape.reduce((product, length) => product * length, 1);
  if (elements !== values.length) {
    throw new RangeError(
      `npy: expected ${elements} values for shape (${shape.join(", ")}), got ${values.length}`,
    );
  }
  const axes = shape.length === 1 ? `${shape.join("")},` : shape.join(", ");
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${axes}), }`;
  const length = Math.ceil((10 + dictionary.length + 1) / alignment) * alignment;
  const text = `${dictionary.padEnd(length - start.length - 2 - 1)}\n`;
  const bytes = new Uint8Array(length + values.byteLength);
  bytes.set(start);
  new DataView(bytes.buffer).setUint16(start.length, text.length, true);
  bytes.set(new TextEncoder().encode(text), start.length + 2);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), length);
  return bytes;
}
