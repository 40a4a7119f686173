export { NativeArithmetic, type NativeArithmeticOptions } from "./native-arithmetic.js";
export { openNativeArithmetic, type OpenedArithmetic } from "./open-native-arithmetic.js";
