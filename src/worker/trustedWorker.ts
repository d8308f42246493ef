/** What a page's policy lets make a worker: a string, or under Trusted Types a TrustedScriptURL. */
interface ScriptUrlPolicy {
  createScriptURL(url: string): string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: ScriptUrlPolicy): ScriptUrlPolicy;
}

/**
 * Makes workers of one script. Under Trusted Types a worker's address must come from the policy `vae-worker`, which lets this script
 * through and no other; a page and a worker can each make the policy once.
 */
export function workerMaker(script: string, name = ""): () => Worker {
  const url = new URL(script, location.href);
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const rules = {
    createScriptURL(candidate: string) {
      if (candidate !== url.href) throw new TypeError(`${candidate} is not the page's worker`);
      return candidate;
    },
  };
  const trusted =
    trustedTypes === undefined ? url : (trustedTypes.createPolicy("vae-worker", rules).createScriptURL(url.href) as unknown as URL);
  return () => new Worker(trusted, { type: "module", name });
}
