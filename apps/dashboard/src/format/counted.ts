import { formatCount } from "./numbers.js";

/** `1 worker`, `2,000 workers` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
