#pragma once

#include <cstdint>
#include <string>

#include "program/reader.h"

namespace lockstep {

enum class Padding { valid, same, causal };

/** How windows are laid along the time axis. */
struct WindowOptions {
  /** Time steps of a window. */
  int size;
  /** Time steps from one window to the next. */
  int stride;
  /** Time steps from one place of a window to the next. */
  int dilation = 1;
  Padding padding;

  /** All but the dilation. */
  static WindowOptions read(Reader&);
};

/** Windows over a number of time steps. */
struct TimeWindows {
  /**
   * Lays out windows as Keras and TensorFlow do: `valid` within the sequence, `same` one for each stride of it, with
   * padding on both sides and the odd step at the end, `causal` with padding in front only.
   * @param layer path for messages
   * @throws Failure where a sequence is too short for one window
   */
  TimeWindows(int steps, const WindowOptions&, const std::string& layer);

  /** Time step that a place of a window falls on; outside the sequence where it falls on padding. */
  int64_t step_of(int64_t window, int64_t place) const { return window * stride + place * dilation - before; }
  bool is_inside(int64_t step) const { return step >= 0 && step < steps; }

  int steps;
  int64_t stride;
  int64_t dilation;
  /** Number of windows: time steps of the output. */
  int count = 0;
  /** Time steps of padding in front. */
  int64_t before = 0;
};

}  // namespace lockstep
