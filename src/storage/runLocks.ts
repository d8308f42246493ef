/** One page at a time has a run in hand: a Web Lock by the run's name, which also keeps a hidden tab that trains from being frozen. */

export interface RunLock {
  /** Resolves when it is free. */
  release(): Promise<void>;
  /** Resolves when another page has taken the run over. */
  readonly lost: Promise<void>;
}

export interface RunLocks {
  /** Null while another page has it; with `steal` it is taken from that page. */
  take(runId: string, steal?: boolean): Promise<RunLock | null>;
  /** Of these tasks, one a run at a time in all pages. */
  alone<T>(runId: string, task: () => Promise<T>): Promise<T>;
  /** The runs that any page has in hand. */
  held(): Promise<ReadonlySet<string>>;
}

const PREFIX = "vae-playground/run/";
const ALONE_PREFIX = "vae-playground/taking/";

/** Where the browser has no locks (an insecure address), every page has every run: the database's owner still tells them apart. */
const UNLOCKED: RunLocks = {
  take: async () => ({ release: async () => undefined, lost: new Promise(() => undefined) }),
  alone: (_runId, task) => task(),
  held: async () => new Set(),
};

function take(manager: LockManager, runId: string, steal: boolean): Promise<RunLock | null> {
  return new Promise((resolve, reject) => {
    const request = manager.request(PREFIX + runId, steal ? { steal } : { ifAvailable: true }, (granted) => {
      if (granted === null) return resolve(null);
      return new Promise<void>((release) => {
        const lost = new Promise<void>((resolveLost) => {
          // A stolen lock rejects its request; one that is released resolves it.
          queueMicrotask(() => request.catch(() => resolveLost()));
        });
        const free = async () => {
          release();
          await request.catch(() => undefined);
        };
        resolve({ release: free, lost });
      });
    });
    request.catch(reject);
  });
}

/** The browser's locks. */
export function createRunLocks(): RunLocks {
  const manager = globalThis.navigator?.locks;
  if (manager === undefined) return UNLOCKED;
  return {
    take: (runId, steal = false) => take(manager, runId, steal),
    alone: async (runId, task) => manager.request(ALONE_PREFIX + runId, task),
    async held() {
      const { held = [] } = await manager.query();
      return new Set(held.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : [])));
    },
  };
}
