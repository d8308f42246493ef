import { Fragment } from "react";

/** Plain text whose "_K" become subscripts. */
export function Symbols({ text }: { text: string }) {
  const [first, ...rest] = text.split("_");
  let place = 0;
  return (
    <>
      {first}
      {rest.map((part) => (
        <Fragment key={place++}>
          <sub>{part.charAt(0)}</sub>
          {part.slice(1)}
        </Fragment>
      ))}
    </>
  );
}
