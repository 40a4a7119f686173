#pragma once

#include <functional>
#include <memory>

#include "graph/layer.h"
#include "program/reader.h"

namespace lockstep {

/** What a layer's program refers to. */
struct ModelSizes {
  const std::vector<Parameter>& parameters;
  int state_size = 0;
  /** Within another layer, where no further layers are inside: programs nest no deeper. */
  bool is_inside = false;
};

/** Reads the next layer of a program, one that is inside another one. */
using InnerReader = std::function<std::unique_ptr<Layer>()>;

/** Reads a layer, those inside included. @throws Failure where the program is none */
std::unique_ptr<Layer> read_layer(Reader& program, const ModelSizes& sizes);

}  // namespace lockstep
