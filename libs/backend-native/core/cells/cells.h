#pragma once

#include "cells/gru.h"
#include "cells/lstm.h"
#include "cells/simple_rnn.h"

/** Every cell: a further one is its file and its line here, and its name in src/program. */
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

constexpr int cell_count = sizeof(cell_scripts) / sizeof(cell_scripts[0]);

}  // namespace lockstep
