#pragma once

#include <string>
#include <vector>

#include "graph/layer.h"
#include "program/reader.h"

namespace lockstep {

/** Flatten and Reshape: the values of a sequence in another shape, in C order. The mask ends, as in Keras. */
class ReshapeLayer : public Layer {
 public:
  ReshapeLayer(LayerPlace place, Reader& program);

  void forward(ForwardCall&) const override;
  void backward(BackwardCall&) const override;

 private:
  void check_whole_sequence(const Value& input) const;

  /** As it is named to people. */
  const std::string type_;
  /** Of a sequence that goes in. */
  const std::vector<int32_t> input_shape_;
  const int steps_;
  const int features_;
  const bool timed_;
};

}  // namespace lockstep
