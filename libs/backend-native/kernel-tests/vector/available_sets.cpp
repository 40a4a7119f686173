#include "vector/available_sets.h"

#include "check/check.h"
#include "vector/processor.h"

namespace vector_tests {

extern const LaneSet lane_set_portable;
extern const LaneSet lane_set_portable16;
#if defined(__x86_64__)
extern const LaneSet lane_set_avx2;
extern const LaneSet lane_set_avx512;
#elif defined(__aarch64__)
extern const LaneSet lane_set_neon;
#endif

namespace {

std::vector<const LaneSet*> find_sets() {
  std::vector<const LaneSet*> sets;
#if defined(__x86_64__)
  if (has_avx512()) sets.push_back(&lane_set_avx512);
  if (has_avx2()) sets.push_back(&lane_set_avx2);
#elif defined(__aarch64__)
  sets.push_back(&lane_set_neon);
#endif
  sets.push_back(&lane_set_portable16);
  sets.push_back(&lane_set_portable);
  return sets;
}

}  // namespace

const std::vector<const LaneSet*>& available_sets() {
  static const std::vector<const LaneSet*> sets = find_sets();
  return sets;
}

TEST(instruction_sets) {
  for (const LaneSet* set : available_sets()) {
    CHECK(set->operation_count == available_sets()[0]->operation_count, set->name << " has other operations");
    CHECK(16 % set->width == 0, set->name << " has " << set->width << " lanes");
  }
#if defined(__x86_64__)
  if (!has_avx2()) check::left_out("avx2, which this processor lacks");
  if (!has_avx512()) check::left_out("avx512, which this processor lacks");
#endif
}

}  // namespace vector_tests
