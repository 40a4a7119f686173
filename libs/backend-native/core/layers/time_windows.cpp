#include "layers/time_windows.h"

#include <algorithm>

namespace lockstep {

WindowOptions WindowOptions::read(Reader& program) {
  WindowOptions options;
  options.size = program.size("window.size");
  options.stride = program.size("window.stride");
  options.padding = static_cast<Padding>(program.word(0, 2, "window.padding"));
  return options;
}

TimeWindows::TimeWindows(int steps, const WindowOptions& options, const std::string& layer)
    : steps(steps), stride(options.stride), dilation(options.dilation) {
  const int64_t span = (options.size - 1) * dilation + 1;
  if (options.padding == Padding::valid && steps < span) {
    throw Failure(FailureKind::wrong_length, "layer " + layer + ": expected sequences of at least " +
                                                 std::to_string(span) + " time steps, got " + std::to_string(steps));
  }
  const int64_t last = options.padding == Padding::valid ? steps - span : steps - 1;
  count = static_cast<int>(last / stride) + 1;
  const int64_t missing = std::max<int64_t>((count - 1) * stride + span - steps, 0);
  if (options.padding == Padding::same) before = missing / 2;
  if (options.padding == Padding::causal) before = span - 1;
}

}  // namespace lockstep
