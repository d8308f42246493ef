import type { Runner } from "./contestants";
import type { PeerAnswer, PeerCalls, PeerRequest } from "./protocol";

/** How a request reaches a peer, and how the peer ends. */
export interface PeerLine {
  ask(request: PeerRequest): Promise<PeerAnswer>;
  close(): Promise<void>;
}

type Argument<Name extends keyof PeerCalls> = Parameters<PeerCalls[Name]>[0];
type Result<Name extends keyof PeerCalls> = Awaited<ReturnType<PeerCalls[Name]>>;

/** Starts the peer at the other end of a line. */
export async function startPeer({ ask, close }: PeerLine, backend: string, threads: number): Promise<Runner> {
  const call = async <Name extends keyof PeerCalls>(name: Name, argument: Argument<Name>): Promise<Result<Name>> => {
    const answer = await ask({ call: name, argument } as PeerRequest);
    if ("error" in answer) throw new Error(answer.error);
    return answer.result as Result<Name>;
  };
  const label = await call("start", { backend, threads }).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    label: async () => label,
    blockUnit: 1,
    prepare: (model) => call("prepare", model),
    async steps(count) {
      const { milliseconds, loss } = await call("steps", count);
      if (!Number.isFinite(loss)) throw new Error(`the loss became ${loss}`);
      return milliseconds;
    },
    product: (product, milliseconds) => call("product", { product, milliseconds }),
    multiplyAddRate: () => call("multiplyAddRate", null),
    close,
  };
}
