#pragma once

#include <memory>

#include "graph/layer.h"
#include "program/reader.h"

namespace lockstep {

/** What a layer's program refers to. */
struct ModelSizes {
  std::vector<Parameter> parameters;
  int state_size = 0;
};

/** Reads a layer, those inside included. @throws Failure where the program is none */
std::unique_ptr<Layer> read_layer(Reader& program, const ModelSizes& sizes);

}  // namespace lockstep
