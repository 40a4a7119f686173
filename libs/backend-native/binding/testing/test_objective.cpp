#include "testing/test_objective.h"

#include <memory>
#include <vector>

#include "arguments.h"
#include "boundary.h"
#include "given_floats.h"
#include "objective/objective.h"
#include "read_program.h"
#include "throw_failure.h"

namespace lockstep::binding::testing {

namespace {

/** new TestedObjective(words, numbers, strings) */
class TestedObjective : public Wrapped<TestedObjective> {
 public:
  static constexpr const char* class_name = "TestedObjective";
  static Napi::Function define(Napi::Env env) {
    return define_class(env, {method<&TestedObjective::accumulate>("accumulate"),
                              getter<&TestedObjective::statistics_length>("statisticsLength"),
                              getter<&TestedObjective::target_width>("targetWidth"),
                              getter<&TestedObjective::from_logits>("fromLogits")});
  }

  explicit TestedObjective(const Napi::CallbackInfo& info) : Wrapped(info) {
    throwing_failures(info.Env(), [&] {
      const ProgramArguments program(info, 0);
      Reader reader = program.reader();
      objective_ = Objective::read(reader);
      reader.end();
    });
  }

 private:
  /** accumulate(batch: { rows, entriesPerRow, rowStride, entryStride, outputs, targets, weights?, mask? }, statistics, gradient?) */
  Napi::Value accumulate(const Napi::CallbackInfo& info) {
    return throwing_failures(info.Env(), [&]() -> Napi::Value {
      const Napi::Object batch = object(info[0], "batch");
      const size_t rows = size_of(batch, "rows");
      const EntryPlaces places = {size_of(batch, "entriesPerRow"), stride_of(batch, "rowStride"),
                                  stride_of(batch, "entryStride")};
      const ArrayView<float> outputs = typed_array<float>(batch.Get("outputs"), "outputs");
      if (outputs.length < length_of(rows, places)) throw Failure(FailureKind::wrong_length, "outputs: too short");
      float* gradient = info[2].IsUndefined() ? nullptr : typed_array<float>(info[2], "gradient", outputs.length);
      objective_->accumulate({rows, {outputs.data, places}, given_floats(batch.Get("targets"), "targets"),
                              given_floats(batch.Get("weights"), "weights"), given_floats(batch.Get("mask"), "mask")},
                             typed_array<double>(info[1], "statistics", objective_->statistics_length()), gradient);
      return info.Env().Undefined();
    });
  }

  static size_t size_of(const Napi::Object& batch, const char* name) {
    return static_cast<size_t>(whole_number(batch.Get(name), name, 1, 1 << 20));
  }

  static std::ptrdiff_t stride_of(const Napi::Object& batch, const char* name) {
    return static_cast<std::ptrdiff_t>(whole_number(batch.Get(name), name, 0, 1 << 20));
  }

  /** Floats up to the end of the last entry. */
  size_t length_of(size_t rows, const EntryPlaces& places) const {
    return static_cast<size_t>(places(rows * places.per_row - 1)) + objective_->width();
  }

  Napi::Value statistics_length(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), static_cast<double>(objective_->statistics_length()));
  }

  Napi::Value target_width(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), static_cast<double>(objective_->target_width()));
  }

  Napi::Value from_logits(const Napi::CallbackInfo& info) {
    return Napi::Boolean::New(info.Env(), objective_->wants_logits());
  }

  std::unique_ptr<Objective> objective_;
};

}  // namespace

void add_objective(Napi::Object& testing) { testing.Set("Objective", TestedObjective::define(testing.Env())); }

}  // namespace lockstep::binding::testing
