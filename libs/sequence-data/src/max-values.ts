/** Most values of an array of a data set: 4 GiB of float32. */
export const maxValues = 2 ** 30;
