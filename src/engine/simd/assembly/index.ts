// AssemblyScript. What the module gives to JavaScript; the types are in ../kernelExports.ts.

export { firstFreeAddress, help, setHelpers } from "./jobs";
export { gemm, scratchBytes } from "./gemm";
export { unary } from "./unary";
export { binary } from "./binary";
export { reduce, reductionBytes, sumOfSquares } from "./reduction";
export { activationGradient } from "./activation";
export { multiplyAddLoop } from "./multiplyAddLoop";
