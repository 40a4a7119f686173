/** What `--only` takes, and what each measures, in the order in which they are measured. */
export const partDescriptions = {
  peers: "a training step in one process beside Keras, PyTorch and JAX, for each shape",
  slots: "two slots of a worker against one, for each shape",
  profile: "where a step's time goes, for each shape",
  flow: "what following the gradient through time adds to a step that is looked at, for each shape",
  cluster: "the notebook's step in clusters, beside Keras",
  layers: "the gradient on each backend, beside tfjs-layers",
  machinery: "the coordinator alone",
  load: "200 workers, and large messages",
  processes: "start-up time and memory",
} as const;

export type PartName = keyof typeof partDescriptions;

export const partNames = Object.keys(partDescriptions) as readonly PartName[];

/** Those that measure shapes. */
export const shapedParts: readonly PartName[] = ["peers", "slots", "profile", "flow"];

/** Those that need libraries in Python. */
export const partsWithPeers: readonly PartName[] = ["peers", "cluster"];
