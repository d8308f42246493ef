/** What a page's policy lets make a worker: a string, or under Trusted Types a TrustedScriptURL. */
interface ScriptUrlPolicy {
  createScriptURL(url: string): string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: ScriptUrlPolicy): ScriptUrlPolicy;
}

/**
 * The address of a script as a worker may be made of it. Under Trusted Types it must come from a policy that the page's headers name;
 * `policy` lets this script through and no other, and can be made once in a page or a worker.
 */
export function trustedScript(policy: string, script: string): URL {
  const url = new URL(script, location.href);
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const rules = {
    createScriptURL(candidate: string) {
      if (candidate !== url.href) throw new TypeError(`${candidate} is not the page's worker`);
      return candidate;
    },
  };
  return trustedTypes === undefined ? url : (trustedTypes.createPolicy(policy, rules).createScriptURL(url.href) as unknown as URL);
}

/** Makes workers of one script; to be had once in a page or a worker. */
export function workerMaker(script: string, name = ""): () => Worker {
  const trusted = trustedScript("vae-worker", script);
  return () => new Worker(trusted, { type: "module", name });
}
