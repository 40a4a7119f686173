#pragma once

#include "numerics/exp.h"

// The scalar functions of libs/numerics; see README.md. exp has a header of its own, as loops inline it.

namespace lockstep::numerics {

/** e^x - 1, precise for small x too. */
double expm1(double x);

/** ln x; NaN below 0, -Infinity at 0. */
double log(double x);

/** ln(1 + x), precise for small x too; NaN below -1, -Infinity at -1. */
double log1p(double x);

/** 1 / (1 + e^-z). */
double sigmoid(double z);

/** ln(1 + e^x). */
double softplus(double x);

double tanh(double x);

/** 2/sqrt(pi) times the integral of e^-t^2 from 0 to x. */
double erf(double x);

/** 1 - erf(x). */
double erfc(double x);

/** x^y; NaN for a negative x with an exponent that is not whole. */
double pow(double x, double y);

/** base^exponent, by squaring in a fixed order. */
double pow_int(double base, long long exponent);

}  // namespace lockstep::numerics
