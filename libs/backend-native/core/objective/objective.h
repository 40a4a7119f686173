#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "objective/entry_places.h"
#include "objective/losses/loss.h"
#include "objective/metrics/metric.h"
#include "objective/output_meaning.h"
#include "program/reader.h"

namespace lockstep {

/** Floats that came from outside, with how many there are; data null: none were given. */
struct GivenFloats {
  const float* data = nullptr;
  size_t length = 0;
};

/** Outputs of a model with what they are measured by. An entry is one vector along the last axis of the outputs. */
struct OutputBatch {
  /** Number of sequences B, of at least one entry each. */
  size_t rows;
  /** (rows * places.per_row) entries of (width), wherever they are: logits where the objective wants them, else predictions. */
  Entries outputs;
  /** (entries, target_width), row by row. */
  GivenFloats targets;
  /** Sample weights, (entries), or none. */
  GivenFloats weights;
  /** The model's mask, (entries), 1 = use, or none. */
  GivenFloats mask;

  size_t entries() const { return rows * outputs.places.per_row; }
};

/**
 * A job's loss and metrics over model outputs, as sums in float64: the same bits as `accumulate` of the objective of libs/objective
 * that the program was written of. What is made of the sums stays there.
 *
 * Statistics layout: [lossSum, weight, rows, ...sums of the first metric, ...of the second, ...].
 *
 * It keeps scratch memory, so each thread has one of its own.
 */
class Objective {
 public:
  /** @throws Failure where the program is wrong */
  static std::unique_ptr<Objective> read(Reader& program);

  /**
   * Adds the sums of a batch to `statistics`, (statistics_length), and, where `gradient` is given, writes d(lossSum)/d(outputs) to
   * it, in the places that the outputs have; it may not overlap them. After the first batch of a size it allocates nothing.
   * @throws Failure where an array has a length that does not fit, or a target is out of range, in ObjectiveError's words
   */
  void accumulate(const OutputBatch& batch, double* statistics, float* gradient);

  /** Values of an entry of the outputs. */
  size_t width() const { return width_; }
  size_t target_width() const { return loss_->target_width; }
  size_t statistics_length() const { return statistics_length_; }
  /** Whether outputs are to be the last layer's values before its activation. */
  bool wants_logits() const {
    return meaning_ == OutputMeaning::logits_of_sigmoid || meaning_ == OutputMeaning::logits_of_softmax;
  }

 private:
  struct Measured {
    std::unique_ptr<Metric> metric;
    /** Whether sample weights count. */
    bool is_weighted;
    /** First place in the statistics. */
    size_t offset;
  };

  Objective(OutputMeaning meaning, size_t width, bool is_timed, std::unique_ptr<Loss> loss);

  void read_metrics(Reader& program);
  CheckedTargets check(const OutputBatch& batch) const;
  void add_loss(const OutputBatch& batch, double* statistics, float* gradient);
  void add_metrics(const OutputBatch& batch, const CheckedTargets& checked, double* statistics);
  void predict_sigmoid(const Entries& logits, size_t entries);
  void predict_softmax(const float* logits, size_t at, const Softmax* made);

  OutputMeaning meaning_;
  size_t width_;
  /** Whether the entries of a sequence are time steps. */
  bool is_timed_;
  std::unique_ptr<Loss> loss_;
  std::vector<Measured> metrics_;
  size_t statistics_length_;
  /** Of logits, where there are metrics: what the model predicts, (entries, width). */
  std::vector<float> predictions_;
  /** Of entries whose loss made none. */
  Softmax softmax_;
};

}  // namespace lockstep
