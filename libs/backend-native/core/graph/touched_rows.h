#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lockstep {

/** Which rows of a table may hold something: all others are zero. */
class TouchedRows {
 public:
  void touch(int32_t row) {
    const size_t at = static_cast<size_t>(row);
    if (at >= is_touched_.size()) is_touched_.resize(at + 1);
    if (is_touched_[at]) return;
    is_touched_[at] = 1;
    rows_.push_back(row);
  }

  /** In the order in which they were touched. */
  const std::vector<int32_t>& rows() const { return rows_; }

  void clear() {
    for (const int32_t row : rows_) is_touched_[static_cast<size_t>(row)] = 0;
    rows_.clear();
  }

 private:
  std::vector<char> is_touched_;
  std::vector<int32_t> rows_;
};

}  // namespace lockstep
