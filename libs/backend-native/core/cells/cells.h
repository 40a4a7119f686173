#pragma once

#include "cells/gru.h"
#include "cells/lstm.h"
#include "cells/simple_rnn.h"

/** Every cell: a further one is its file and its line here, and its name in src/layers/recurrent.ts. */
#define LOCKSTEP_CELLS(CELL) \
  CELL(SimpleRnn)            \
  CELL(Lstm)                 \
  CELL(GruResetAfter)        \
  CELL(GruResetBefore)

namespace lockstep {

#define LOCKSTEP_CELL_SCRIPT(Cell) Cell::script,
/** By number of the cell in a program. */
constexpr CellScript cell_scripts[] = {LOCKSTEP_CELLS(LOCKSTEP_CELL_SCRIPT)};
#undef LOCKSTEP_CELL_SCRIPT

template <int Count>
constexpr bool has_end(const CellOperation (&operations)[Count]) {
  for (const CellOperation& operation : operations) {
    if (operation.kind == CellOperation::end) return true;
  }
  return false;
}

/** What the layers count on: they go through a script up to its end, with as many gates and states as they have room for. */
constexpr bool is_sound(const CellScript& cell) {
  return cell.gates >= 1 && cell.gates <= 4 && cell.states >= 1 && cell.states <= 2 && has_end(cell.forward) &&
         has_end(cell.backward);
}

#define LOCKSTEP_CELL_IS_SOUND(Cell) static_assert(is_sound(Cell::script), #Cell ": expected a script with an end");
LOCKSTEP_CELLS(LOCKSTEP_CELL_IS_SOUND)
#undef LOCKSTEP_CELL_IS_SOUND

constexpr int cell_count = sizeof(cell_scripts) / sizeof(cell_scripts[0]);

}  // namespace lockstep
