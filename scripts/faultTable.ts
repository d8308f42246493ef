/** What the fault tests have measured, as a table. */

/** A row as the tests write it: milliseconds, steps, the largest difference; what a fault does not touch is missing. */
export interface FaultFigures {
  fault: string;
  tries: number;
  recovered: number;
  resumed?: number;
  lost?: number;
  difference?: number;
}

const HEAD = ["fault", "tries", "recovered", "worst time to the next step", "most steps made again", "same as without the fault"];

function same(difference: number | undefined): string {
  if (difference === undefined) return "";
  return difference === 0 ? "yes, to the bit" : `within ${difference.toExponential(1)}`;
}

const rowOf = ({ fault, tries, recovered, resumed, lost, difference }: FaultFigures): string[] => [
  fault,
  String(tries),
  String(recovered),
  resumed === undefined ? "" : `${(resumed / 1000).toFixed(1)} s`,
  lost === undefined ? "" : String(lost),
  same(difference),
];

/** Markdown. */
export function faultTable(rows: readonly FaultFigures[]): string {
  const lines = [HEAD, HEAD.map(() => "---"), ...rows.map(rowOf)];
  return `${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}
