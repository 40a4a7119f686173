import type { LaneSizes } from "./span-paths.js";

/** Of the timeline's drawing, in pixels. */
export const laneSizes: LaneSizes = { rowHeight: 16, rowGap: 2, laneGap: 10 };
/** Above the lanes: where steps are named. */
export const headHeight = 20;
/** Beyond a span's ends the pointer still finds it. */
export const slackPixels = 4;
