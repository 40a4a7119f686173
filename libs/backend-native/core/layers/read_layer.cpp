#include "layers/read_layer.h"

#include "layers/activation_layer.h"
#include "layers/bidirectional.h"
#include "layers/concatenate.h"
#include "layers/conv1d.h"
#include "layers/dense.h"
#include "layers/dropout.h"
#include "layers/embedding.h"
#include "layers/global_pooling.h"
#include "layers/layer_normalization.h"
#include "layers/masking.h"
#include "layers/merge.h"
#include "layers/pooling.h"
#include "layers/recurrent.h"
#include "layers/repeat_vector.h"
#include "layers/reshape.h"
#include "layers/rnn.h"
#include "layers/time_distributed.h"

namespace lockstep {
namespace {

LayerPlace read_place(Reader& program, const ModelSizes& sizes) {
  LayerPlace place;
  place.path = program.string("path");
  place.ordinal = program.word(0, 1 << 24, "ordinal");
  const int32_t last = static_cast<int32_t>(sizes.parameters.size()) - 1;
  for (const int32_t index : program.words(0, last, "parameters")) {
    place.parameters.push_back(sizes.parameters[static_cast<size_t>(index)]);
  }
  const int32_t states = program.length("states");
  for (int32_t i = 0; i < states; i++) {
    CarriedState state;
    state.units = program.word(1, sizes.state_size, "state.units");
    state.offset = program.word(0, sizes.state_size - state.units, "state.offset");
    place.states.push_back(state);
  }
  return place;
}

using LayerReader = std::unique_ptr<Layer> (*)(LayerPlace, Reader&, const ModelSizes&);

template <class Type>
std::unique_ptr<Layer> read_simple(LayerPlace place, Reader& program, const ModelSizes&) {
  return std::make_unique<Type>(std::move(place), program);
}

std::unique_ptr<Layer> read_recurrent(LayerPlace place, Reader& program, const ModelSizes&) {
  return std::make_unique<RecurrentLayer>(std::move(place), RecurrentOptions::read(program));
}

/** A layer with others inside. */
template <class Type>
std::unique_ptr<Layer> read_wrapper(LayerPlace place, Reader& program, const ModelSizes& sizes) {
  if (sizes.is_inside) throw Reader::wrong("layer", "none with others inside within " + place.path, "one");
  const ModelSizes inside{sizes.parameters, sizes.state_size, true};
  return std::make_unique<Type>(std::move(place), program, [&] { return read_layer(program, inside); });
}

/** In the order of layerCodes in src/program: a further layer is its file and its line in both. */
constexpr LayerReader layer_readers[] = {
    read_recurrent,
    read_simple<DenseLayer>,
    read_wrapper<BidirectionalLayer>,
    read_wrapper<RnnLayer>,
    read_wrapper<TimeDistributedLayer>,
    read_simple<ActivationLayer>,
    read_simple<DropoutLayer>,
    read_simple<LayerNormalizationLayer>,
    read_simple<EmbeddingLayer>,
    read_simple<MaskingLayer>,
    read_simple<ReshapeLayer>,
    read_simple<RepeatVectorLayer>,
    read_simple<GlobalAveragePoolingLayer>,
    read_simple<GlobalMaxPoolingLayer>,
    read_simple<AveragePoolingLayer>,
    read_simple<MaxPoolingLayer>,
    read_simple<Conv1dLayer>,
    read_simple<ConcatenateLayer>,
    read_simple<MergeLayer>,
};

}  // namespace

std::unique_ptr<Layer> read_layer(Reader& program, const ModelSizes& sizes) {
  const int32_t types = static_cast<int32_t>(sizeof(layer_readers) / sizeof(layer_readers[0]));
  const int32_t type = program.word(0, types - 1, "layer");
  LayerPlace place = read_place(program, sizes);
  return layer_readers[type](std::move(place), program, sizes);
}

}  // namespace lockstep
