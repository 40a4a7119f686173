import type { DataPart } from "@lockstep/training-run";
import type { DataParts } from "../data-parts.js";
import { nextTurn } from "../next-turn.js";
import { fillRows, roomFor, type RowRoom } from "./pack-rows.js";
import type { PackedRows, RowSource } from "./row-source.js";

/** Values that are put in place in one turn of the event loop: a millisecond or two, also where they are computed. */
const valuesInTurn = 65_536;

/** Rows of data in memory: few at once, many piece by piece, so that heartbeats go on. */
export class MemoryRows implements RowSource {
  constructor(private readonly data: DataParts) {}

  rows(part: DataPart, indices: Uint32Array): PackedRows | Promise<PackedRows> {
    const room = roomFor(this.data.part(part), indices);
    if (room.values.length > valuesInTurn) return this.#inTurns(part, indices, room);
    fillRows(this.data.part(part), indices, room, 0);
    return room;
  }

  async #inTurns(part: DataPart, indices: Uint32Array, room: RowRoom): Promise<PackedRows> {
    const dataset = this.data.part(part);
    let place = 0;
    while (place < indices.length) {
      place = fillRows(dataset, indices, room, place, valuesInTurn);
      await nextTurn();
    }
    return room;
  }

  close(): void {
    // It holds nothing of its own.
  }
}
