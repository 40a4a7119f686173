#include "layers/merge.h"

#include "layers/matrix.h"

namespace lockstep {
namespace {

/** Subtract. */
constexpr int rule_of_two = 1;

/** Goes through the rows of a layer's inputs. */
class MergedRows {
 public:
  MergedRows(const LayerCall& call, const Value* inputs, int count)
      : inputs_(inputs),
        values_(call.arena.array<const float*>(static_cast<size_t>(count))),
        uses_(call.arena.array<MaskUse>(static_cast<size_t>(count))) {
    const size_t features = static_cast<size_t>(inputs[0].features);
    double* totals = call.arena.array<double>(features);
    int32_t* choices = call.arena.array<int32_t>(features);
    row_ = {count, inputs[0].features, values_, uses_, totals, choices};
  }

  /** Good until the next one. */
  const MergedRow& at(stride_t place) {
    for (int k = 0; k < row_.count; k++) {
      const Value& input = inputs_[k];
      values_[k] = input.data + place * input.stride;
      uses_[k] = input.mask == nullptr ? MaskUse::no_mask : input.mask[place] == 1 ? MaskUse::used : MaskUse::unused;
    }
    return row_;
  }

 private:
  const Value* inputs_;
  const float** values_;
  MaskUse* uses_;
  MergedRow row_;
};

const float* merged_mask(const ForwardCall& call, int count) {
  for (int k = 0; k < call.input_count; k++) {
    if (call.inputs[k].mask == nullptr) return nullptr;
  }
  float* mask = call.arena.floats(static_cast<size_t>(count));
  for (int i = 0; i < count; i++) {
    mask[i] = 0;
    for (int k = 0; k < call.input_count; k++) {
      if (call.inputs[k].mask[i] == 1) mask[i] = 1;
    }
  }
  return mask;
}

}  // namespace

MergeLayer::MergeLayer(LayerPlace place, Reader& program)
    : MergeLayer(std::move(place), program.word(0, merge_rule_count - 1, "rule")) {}

MergeLayer::MergeLayer(LayerPlace place, int rule)
    : Layer(std::move(place)), rule_(merge_rule(rule)), takes_two_(rule == rule_of_two) {}

void MergeLayer::check_ends(size_t inputs, size_t initial_states, size_t outputs) const {
  const bool fits = takes_two_ ? inputs == 2 : inputs >= 1;
  if (fits && initial_states == 0 && outputs == 1 && place.states.empty()) return;
  throw Failure(FailureKind::wrong_program,
                "program: layer " + place.path + ": expected inputs and one output, and no states");
}

void MergeLayer::check_inputs(const ForwardCall& call) const {
  const Value& first = call.inputs[0];
  for (int k = 1; k < call.input_count; k++) {
    if (call.inputs[k].steps == first.steps && call.inputs[k].features == first.features) continue;
    throw Failure(FailureKind::wrong_program, "program: layer " + place.path + ": expected inputs of one shape");
  }
}

void MergeLayer::forward(ForwardCall& call) const {
  check_inputs(call);
  const Value& first = call.inputs[0];
  const Matrix output = new_matrix(call, first.steps, first.features);
  MergedRows rows(call, call.inputs, call.input_count);
  for (int i = 0; i < output.rows; i++) rule_.value(rows.at(i), output.row(i));
  call.outputs[0] = value_of(output, first);
  call.outputs[0].mask = merged_mask(call, output.rows);
}

void MergeLayer::backward(BackwardCall& call) const {
  const Value& first = call.inputs[0];
  const Gradient& given = call.output_gradients[0];
  MergedRows rows(call, call.inputs, call.input_count);
  for (int k = 0; k < call.input_count; k++) {
    if (!call.wanted[k]) continue;
    call.input_gradients[k] = given;
    if (rule_.passes_gradients()) continue;
    const Matrix d_input = new_matrix(call, first.steps, first.features);
    for (int i = 0; i < d_input.rows; i++) rule_.gradient(rows.at(i), k, given.data + i * given.stride, d_input.row(i));
    call.input_gradients[k] = d_input.gradient();
  }
}

}  // namespace lockstep
