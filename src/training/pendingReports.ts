/** Reports under way, dealt with in the order in which they were begun. */
export interface PendingReports {
  begin(report: Promise<unknown>): void;
  /** Resolves when no more than `count` are under way. Rejects as the first that failed. */
  atMost(count: number): Promise<void>;
}

export function pendingReports(): PendingReports {
  let underWay: Promise<unknown>[] = [];
  return {
    begin(report) {
      // Whoever waits for it hears of its failure.
      report.catch(() => undefined);
      underWay = [...underWay, report];
    },
    async atMost(count) {
      while (underWay.length > count) {
        const [first, ...others] = underWay;
        underWay = others;
        await first;
      }
    },
  };
}
