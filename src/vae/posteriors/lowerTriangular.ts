import {
  concat,
  customGrad,
  div,
  type GradSaveFunc,
  matMul,
  mul,
  neg,
  reshape,
  slice,
  sub,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  zeros,
} from "@tensorflow/tfjs-core";

/**
 * Lower triangular matrices from their diagonals, [B, D], and their strict lower parts row by row, [B, D(D − 1)/2]; → [B, D, D]. Of the
 * gradient only the lower triangle is looked at.
 */
export function lowerTriangular(diagonal: Tensor2D, strictLower: Tensor2D): Tensor3D {
  const [batch, dim] = diagonal.shape;
  if (dim === 1) return reshape(diagonal, [batch, 1, 1]);
  const assembled = customGrad((...inputs) => {
    const [onDiagonal, below] = inputs as Tensor2D[];
    return { value: assemble(onDiagonal, below), gradFunc: (dL: Tensor) => takeApart(dL as Tensor3D) };
  });
  return assembled(diagonal, strictLower) as Tensor3D;
}

/** Row i is i numbers from below the diagonal, one on it, and zeros. */
function assemble(diagonal: Tensor2D, strictLower: Tensor2D): Tensor3D {
  const [batch, dim] = diagonal.shape;
  const rows = Array.from({ length: dim }, (_, i) => [
    ...(i > 0 ? [slice(strictLower, [0, (i * (i - 1)) / 2], [batch, i])] : []),
    slice(diagonal, [0, i], [batch, 1]),
    ...(i < dim - 1 ? [zeros([batch, dim - 1 - i]) as Tensor2D] : []),
  ]);
  return reshape(concat(rows.flat(), 1), [batch, dim, dim]);
}

function takeApart(matrices: Tensor3D): Tensor2D[] {
  const [batch, dim] = matrices.shape;
  const flat = reshape(matrices, [batch, dim * dim]);
  const part = (row: number, column: number, size: number) => slice(flat, [0, row * dim + column], [batch, size]) as Tensor2D;
  const diagonal = Array.from({ length: dim }, (_, i) => part(i, i, 1));
  const strictLower = Array.from({ length: dim - 1 }, (_, i) => part(i + 1, 0, i + 1));
  return [concat(diagonal, 1), concat(strictLower, 1)];
}

/**
 * y = L⁻¹ r of each image, L [B, D, D] lower triangular, r and y [B, K, D]. With g = L⁻ᵀ dy the gradients are dr = g and dL = −g yᵀ
 * (Giles 2008), of which what lies above the diagonal means nothing.
 */
export function solveLower(L: Tensor3D, r: Tensor3D): Tensor3D {
  const solved = customGrad((...inputs) => {
    const [matrices, right, save] = inputs as unknown as [Tensor3D, Tensor3D, GradSaveFunc];
    const y = forwardSubstitution(matrices, right);
    save([matrices, y]);
    const gradFunc = (dy: Tensor, saved: Tensor[]) => {
      const [ofForward, solution] = saved as Tensor3D[];
      const g = backSubstitution(ofForward, dy as Tensor3D);
      return [neg(matMul(g, solution, true, false)), g];
    };
    return { value: y, gradFunc };
  });
  return solved(L, r) as Tensor3D;
}

/** L [A 0; C E] by halves: A y₁ = r₁, then E y₂ = r₂ − C y₁. */
function forwardSubstitution(L: Tensor3D, r: Tensor3D): Tensor3D {
  if (L.shape[1] === 1) return div(r, L);
  const { A, C, E } = halves(L);
  const [first, second] = halvesOfRows(r, A.shape[1]);
  const y = forwardSubstitution(A, first);
  return concat([y, forwardSubstitution(E, sub(second, product(y, C, true)))], 2);
}

/** The same for Lᵀ: Eᵀ g₂ = r₂, then Aᵀ g₁ = r₁ − Cᵀ g₂. */
function backSubstitution(L: Tensor3D, r: Tensor3D): Tensor3D {
  if (L.shape[1] === 1) return div(r, L);
  const { A, C, E } = halves(L);
  const [first, second] = halvesOfRows(r, A.shape[1]);
  const g = backSubstitution(E, second);
  return concat([backSubstitution(A, sub(first, product(g, C, false))), g], 2);
}

function halves(L: Tensor3D): Record<"A" | "C" | "E", Tensor3D> {
  const [batch, dim] = L.shape;
  const half = dim >> 1;
  return {
    A: slice(L, [0, 0, 0], [batch, half, half]),
    C: slice(L, [0, half, 0], [batch, dim - half, half]),
    E: slice(L, [0, half, half], [batch, dim - half, dim - half]),
  };
}

function halvesOfRows(r: Tensor3D, half: number): [Tensor3D, Tensor3D] {
  const [batch, draws, dim] = r.shape;
  return [slice(r, [0, 0, 0], [batch, draws, half]), slice(r, [0, 0, half], [batch, draws, dim - half])];
}

/** rows·C or rows·Cᵀ of each image. */
function product(rows: Tensor3D, C: Tensor3D, transposed: boolean): Tensor3D {
  return C.size === C.shape[0] ? mul(rows, C) : matMul(rows, C, false, transposed);
}
