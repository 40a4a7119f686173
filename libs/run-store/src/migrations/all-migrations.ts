import { streamsRunsEvents } from "./001-streams-runs-events.js";
import { seriesOfSteps } from "./002-series.js";
import type { Migration } from "./migration.js";

/** In order. One that was released is never changed: what is to be different comes in another. */
export const allMigrations: readonly Migration[] = [streamsRunsEvents, seriesOfSteps];
