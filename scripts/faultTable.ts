/** What the fault tests have measured, as a table. */

/** A row as the tests write it: milliseconds, steps, the largest difference; what a fault does not touch is missing. */
export interface FaultFigures {
  fault: string;
  tries: number;
  recovered: number;
  found?: number;
  resumed?: number;
  lost?: number;
  difference?: number;
}

const HEAD = ["fault", "tries", "recovered", "found", "next step", "steps made again", "same as without the fault"];

function same(difference: number | undefined): string {
  if (difference === undefined) return "";
  return difference === 0 ? "yes, to the bit" : `within ${difference.toExponential(1)}`;
}

const seconds = (milliseconds: number | undefined): string => (milliseconds === undefined ? "" : `${(milliseconds / 1000).toFixed(1)} s`);

const rowOf = ({ fault, tries, recovered, found, resumed, lost, difference }: FaultFigures): string[] => [
  fault,
  String(tries),
  String(recovered),
  seconds(found),
  seconds(resumed),
  lost === undefined ? "" : String(lost),
  same(difference),
];

/** Markdown. */
export function faultTable(rows: readonly FaultFigures[]): string {
  const lines = [HEAD, HEAD.map(() => "---"), ...rows.map(rowOf)];
  return `${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}
