#pragma once

#include "graph/layer.h"
#include "program/reader.h"

namespace lockstep {

/**
 * The row of a table for each token, of time steps of one id each or of vectors of ids. d(loss)/d(row) is the sum of
 * d(loss)/dy over the places of its token, time step by time step, then row by row. With mask_zero token 0 is masked;
 * without, the mask of the input ends, as in Keras.
 */
class EmbeddingLayer : public Layer {
 public:
  EmbeddingLayer(LayerPlace place, Reader& program);

  void forward(ForwardCall&) const override;
  void backward(BackwardCall&) const override;

 private:
  int32_t token(float value, int row, int step) const;
  int32_t* read_tokens(const ForwardCall&) const;

  const int tokens_;
  const int width_;
  const bool mask_zero_;
};

}  // namespace lockstep
