#pragma once

#include <cstddef>

#include "cells/cell_lanes.h"

namespace lockstep {

/** Where a vector of lanes lies: in gate 0, in matrices of one value for each unit, in gradients of gate 0's values. */
struct Lane {
  std::ptrdiff_t gate;
  std::ptrdiff_t unit;
  std::ptrdiff_t d_gate;
};

/** Calls with every vector of the step's block. */
template <class Vec, class Function>
inline void each_lane(const CellLanes& at, Function function) {
  for (int i = 0; i < at.rows; i++) {
    const Lane row{i * at.gate_row, i * at.unit_row, i * at.d_gate_row};
    for (int j = 0; j < at.columns; j += Vec::width) function(Lane{row.gate + j, row.unit + j, row.d_gate + j});
  }
}

}  // namespace lockstep
