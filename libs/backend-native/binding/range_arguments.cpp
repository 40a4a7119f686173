#include "range_arguments.h"

#include "arguments.h"
#include "batch_arguments.h"
#include "given_floats.h"

namespace lockstep::binding {
namespace {

Purpose purpose_of(const Napi::Value& value) {
  const std::string name = value.IsString() ? value.As<Napi::String>().Utf8Value() : "";
  if (name == "gradient") return Purpose::gradient;
  if (name == "evaluate") return Purpose::evaluate;
  if (name == "predict") return Purpose::predict;
  throw Failure(FailureKind::wrong_value, "purpose: expected gradient, evaluate or predict, got " + name);
}

void read_rows(const Napi::Value& value, std::vector<int32_t>& rows) {
  const ArrayView<double> given = typed_array<double>(value, "rows");
  if (given.length == 0) throw Failure(FailureKind::wrong_length, "rows: expected at least one micro-batch, got none");
  rows.clear();
  int64_t together = 0;
  for (size_t i = 0; i < given.length && together <= max_count; i++) {
    rows.push_back(static_cast<int32_t>(whole_number(given.data[i], ArgumentName("rows", i), 1, max_count)));
    together += rows.back();
  }
}

template <class Element>
const Element* kept(Keep keep, const Element* from, size_t count, std::vector<Element>& to) {
  if (keep == Keep::in_call) return from;
  to.assign(from, from + count);
  return to.data();
}

/** An optional array, whose length the range is checked against when it is computed. */
GivenFloats kept_given(Keep keep, const Napi::Value& value, const char* name, std::vector<float>& to) {
  GivenFloats given = given_floats(value, name);
  if (given.length > 0) given.data = kept(keep, given.data, given.length, to);
  return given;
}

}  // namespace

void RangeArguments::read(const Napi::CallbackInfo& info, size_t first, const Model& model, Keep keep) {
  const auto argument = [&](size_t place) { return info[first + place]; };
  range_.purpose = purpose_of(argument(0));
  // The only JavaScript that runs is that of getters of this list.
  GivenBatch batch;
  batch.take_inputs(argument(2), model.inputs.size());
  batch.time_steps = argument(4);
  batch.mask = argument(6);
  batch.states = argument(7);
  batch.seed = argument(8);
  batch.step = argument(9);
  batch.sequences = argument(10);
  batch.is_random = !batch.seed.IsUndefined() || !batch.step.IsUndefined() || !batch.sequences.IsUndefined();
  range_.wants_flow = flag(argument(11), "gradientFlow") && range_.purpose == Purpose::gradient;
  read_rows(argument(1), rows_);
  const BatchArguments given(batch, model, rows_);
  Sequences& sequences = range_.sequences;
  sequences = given.sequences;
  const size_t all_rows = static_cast<size_t>(sequences.batch.rows);
  first_rows_.assign(sequences.batch.first_rows, sequences.batch.first_rows + sequences.batch.count + 1);
  sequences.batch.first_rows = first_rows_.data();
  inputs_.resize(model.inputs.size());
  for (size_t i = 0; i < inputs_.size(); i++) {
    const Value sizes = input_sizes(model.inputs[i], sequences.time_steps);
    const size_t count = all_rows * static_cast<size_t>(sizes.steps) * static_cast<size_t>(sizes.features);
    sequences.inputs[i] = kept(keep, sequences.inputs[i], count, inputs_[i]);
  }
  if (sequences.mask != nullptr) {
    const size_t steps = static_cast<size_t>(input_sizes(model.inputs[0], sequences.time_steps).steps);
    sequences.mask = kept(keep, sequences.mask, all_rows * steps, mask_);
  }
  if (sequences.states != nullptr) {
    sequences.states = kept(keep, sequences.states, all_rows * static_cast<size_t>(model.state_size), states_);
  }
  if (sequences.batch.random != nullptr) {
    random_ = *sequences.batch.random;
    random_.sequences = kept(keep, random_.sequences, all_rows, sequences_);
    sequences.batch.random = &random_;
  }
  range_.targets = range_.purpose == Purpose::predict ? GivenFloats{} : kept_given(keep, argument(3), "y", targets_);
  range_.weights = range_.purpose == Purpose::predict ? GivenFloats{} : kept_given(keep, argument(5), "weights", weights_);
}

}  // namespace lockstep::binding
