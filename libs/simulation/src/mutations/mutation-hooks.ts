import type { InitializeHook, LoadHook } from "node:module";
import { mutated, type Mutation } from "./mutation.js";

/** Module hooks of a process that runs with a mutation: the one file is loaded changed. */
let mutation: Mutation | undefined;

export const initialize: InitializeHook<Mutation> = (data) => {
  mutation = data;
};

export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context);
  if (!mutation || !url.endsWith(`/${mutation.package}/dist/${mutation.file}`)) return loaded;
  const source = typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source);
  return { ...loaded, source: mutated(source, mutation) };
};
