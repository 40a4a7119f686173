const largestFloat32 = (2 - 2 ** -23) * 2 ** 127;

/** Whether a number is finite, and stays so as float32. */
export function isFloat32(value: number): boolean {
  return Math.abs(value) <= largestFloat32;
}
