import { clusterPart } from "./cluster-part.js";
import { flowPart } from "./flow-part.js";
import { layersPart } from "./layers-part.js";
import { loadPart } from "./load-part.js";
import { machineryPart } from "./machinery-part.js";
import type { Part } from "./part.js";
import { peersPart } from "./peers-part.js";
import { processesPart } from "./processes-part.js";
import { profilePart } from "./profile-part.js";
import { slotsPart } from "./slots-part.js";
import type { PartName } from "./part-names.js";

export const parts: Readonly<Record<PartName, Part>> = {
  peers: peersPart,
  slots: slotsPart,
  profile: profilePart,
  flow: flowPart,
  cluster: clusterPart,
  layers: layersPart,
  machinery: machineryPart,
  load: loadPart,
  processes: processesPart,
};
