import { type ReactNode, useRef } from "react";
import { useElementSize } from "./useElementSize";

interface SizedDrawingProps {
  height: number;
  /** What a screen reader says it shows. */
  label: string;
  children: (width: number) => ReactNode;
}

/** An SVG as wide as its column, drawn by what knows that width. */
export function SizedDrawing({ height, label, children }: SizedDrawingProps) {
  const box = useRef<HTMLDivElement>(null);
  const size = useElementSize(box);
  return (
    <div ref={box} style={{ height }}>
      {size && size.width > 0 && (
        <svg width={size.width} height={height} role="img" aria-label={label} style={{ display: "block", overflow: "visible" }}>
          {children(size.width)}
        </svg>
      )}
    </div>
  );
}
