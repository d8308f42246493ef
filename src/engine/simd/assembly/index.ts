// AssemblyScript. What the module gives to JavaScript; the types are in ../kernelExports.ts.

export { accumulate, col2im, im2col } from "./convolution";
export { firstFreeAddress, help, setHelpers } from "./jobs";
export { gemm, scratchBytes } from "./gemm";
export { unary } from "./unary";
export { binary } from "./binary";
export { reduce, reductionBytes, sumOfSquares } from "./reduction";
export { activationGradient } from "./activation";
export { multiplyAddLoop } from "./multiplyAddLoop";
export { adam } from "./adam";
export { bernoulli, bernoulliGradient } from "./bernoulli";
export { continuousBernoulli, continuousBernoulliGradient } from "./continuousBernoulli";
export { gaussianKl, gaussianKlLogVarianceGradient, reparameterize, reparameterizeLogVarianceGradient } from "./gaussian";
export { gelu, geluGradient } from "./gelu";
export { gatherImages } from "./images";
export { standardNormal } from "./random";
