#pragma once

#include <cstddef>

namespace lockstep {

/**
 * What the pointwise part of a cell's time step works on: some units of all rows. Matrices of one value for each unit share the
 * stride `unit_row`; those of all gates have gate g at + g * gate, with the stride `gate_row`.
 */
struct CellLanes {
  int rows;
  /** A multiple of lane_pad. */
  int columns;
  std::ptrdiff_t unit_row;
  std::ptrdiff_t gate_row;
  std::ptrdiff_t gate;

  /** Of the gates: sums, then values; on the way back values, then d(loss)/d(sums). */
  float* gates;
  /** A value inside the cell that is kept for the way back; what it is, each cell says. */
  float* inside;
  /** A product that is not added to the gates; on the way back its gradient is put here. */
  float* apart;
  const float* before[2];
  float* after[2];

  /** d(loss)/d(states after the step). */
  const float* d_after[2];
  /** d(loss)/d(states before the step), as far as it does not go through a product: added to [0], written to [1]. */
  float* d_before[2];
  /** d(loss)/d(values of the gates), gate g at + g * d_gate. */
  float* d_gates;
  std::ptrdiff_t d_gate_row;
  std::ptrdiff_t d_gate;
  /** d(loss)/d(inside). */
  float* d_inside;
};

using LaneFunction = void (*)(const CellLanes&);

/** Pointwise stages of a cell, between which there are activations or products. */
struct CellStages {
  LaneFunction forward[2];
  LaneFunction backward[2];
  /**
   * With the activations that nearly every model has, sigmoid and tanh: all stages and activations of a step in one pass, after
   * its products and before those of the way back. The same operations in the same order, without putting down what only they
   * need. Null where a product comes between them.
   */
  LaneFunction step;
  LaneFunction step_back;
};

}  // namespace lockstep
