#include "graph/activation.h"

#include <cstring>

namespace lockstep {

bool ActivationFunction::is_vector_function() const {
  switch (activation_) {
    case Activation::linear:
    case Activation::tanh:
    case Activation::sigmoid:
    case Activation::relu:
      return true;
    default:
      return false;
  }
}

VectorFunction ActivationFunction::vector_function() const {
  switch (activation_) {
    case Activation::tanh:
      return VectorFunction::tanh;
    case Activation::sigmoid:
      return VectorFunction::sigmoid;
    case Activation::relu:
      return VectorFunction::relu;
    default:
      return VectorFunction::linear;
  }
}

void ActivationFunction::apply(const Kernels& kernels, const Block& block, int columns, float* arguments) const {
  if (is_vector_function()) return kernels.activate(vector_function(), block);
  const size_t count = static_cast<size_t>(columns);
  for (int i = 0; i < block.rows; i++) {
    float* row = block.data + i * block.row;
    float* kept = arguments == nullptr ? row : arguments + i * block.row;
    if (arguments != nullptr) std::memcpy(kept, row, count * sizeof(float));
    activate(activation_, kept, row, count);
  }
}

void ActivationFunction::gradient(const Kernels& kernels, const Block& y, const float* arguments, const Block& d,
                                  const Block& to, int columns) const {
  if (is_vector_function()) return kernels.activation_gradient(vector_function(), y, d, to);
  for (int i = 0; i < y.rows; i++) {
    activation_gradient(activation_, arguments + i * y.row, y.data + i * y.row, d.data + i * d.row, to.data + i * to.row,
                        static_cast<size_t>(columns));
  }
}

}  // namespace lockstep
