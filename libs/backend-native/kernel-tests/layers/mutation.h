#pragma once

#include "layers/case_file.h"
#include "objective/random_numbers.h"

namespace layer_tests {

/**
 * Changes words, numbers or strings of a program, once or a few times. What it makes of sizes is at most about a hundred, or
 * more than any machine holds.
 */
void mutate(Program&, objective_tests::RandomNumbers&);

}  // namespace layer_tests
