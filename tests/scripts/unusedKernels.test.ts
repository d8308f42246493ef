import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { UNUSED_KERNELS, withoutUnusedKernels } from "../../scripts/unusedKernels";

/** That nothing dispatches them is what tests/worker/everyModel.test.ts shows, which trains every model without them. */
describe.each(["cpu", "webgl"])("the kernels of the %s backend in a build", (backend) => {
  const file = new URL(`../../node_modules/@tensorflow/tfjs-backend-${backend}/dist/register_all_kernels.js`, import.meta.url);
  const before = readFileSync(file, "utf8");
  const after = withoutUnusedKernels(before);
  const imported = (code: string) => [...code.matchAll(/^import \{ (\w+) \} from '\.\/kernels\/(\w+)';$/gm)];
  const listed = (code: string) => [...code.matchAll(/^\s+(\w+Config),?$/gm)].map(([, config]) => config);

  it("are those that are left when the unused ones are taken out of the imports and of the list alike", () => {
    const kept = imported(after);
    expect(kept.map(([, config]) => config).sort()).toEqual(listed(after).sort());
    expect(kept.every(([, , kernel]) => !UNUSED_KERNELS.test(kernel))).toBe(true);
    expect(imported(before).length - kept.length).toBeGreaterThan(50);
    for (const kernel of ["BatchMatMul", "Conv2D", "Conv2DBackpropFilter", "Concat", "Slice", "Sum", "Transpose", "PadV2", "Tile"]) {
      expect(kept.map(([, , name]) => name)).toContain(kernel);
    }
  });

  it("are all there in a list of used ones alone", () => expect(withoutUnusedKernels(after)).toBe(after));
});
