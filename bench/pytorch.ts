import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { pythonWithTorch } from "../scripts/pythonWithTorch";
import type { Contestant, Runner } from "./contestants";
import { LARGEST_PRODUCT } from "./models";
import { type PeerLine, startPeer } from "./peerRunner";
import type { PeerAnswer } from "./protocol";

/** The native peer: bench/torch_vae.py, one process per number of threads (BLAS takes its number when it starts). */

const SCRIPT = fileURLToPath(new URL("torch_vae.py", import.meta.url));
const MNIST = fileURLToPath(new URL("../public/data/mnist", import.meta.url));

/** GFLOP/s of 1024³ below which a PyTorch has a BLAS that nobody would train with. */
const LEAST_RATE = 80;

/** With one thread and with all. */
export function pytorchContestants(): Contestant[] {
  const counts = [...new Set([1, availableParallelism()])];
  return counts.map((threads) => ({
    name: `PyTorch, ${threads} thread${threads > 1 ? "s" : ""}`,
    native: true,
    threads,
    open: () => startPeer(connect(pythonWithTorch(), threads), "cpu", threads),
  }));
}

/** What PyTorch multiplies at its best, and why it does not count if that is too little. */
export interface PytorchVerdict {
  label: string;
  /** GFLOP/s of 1024³, by number of threads. */
  rates: Record<number, number>;
  failure: string | null;
}

/** Asks PyTorch for its own matrix product before it is compared with. */
export async function judgePytorch(): Promise<PytorchVerdict> {
  const verdict: PytorchVerdict = { label: "", rates: {}, failure: null };
  try {
    for (const { threads, open } of pytorchContestants()) {
      const runner = await open();
      verdict.label = (await runner.label()).split(" · ", 1)[0];
      verdict.rates[threads] = await bestRate(runner).finally(runner.close);
    }
    const best = Math.max(...Object.values(verdict.rates));
    if (best < LEAST_RATE) {
      verdict.failure = `does not count: its own 1024³ product runs at ${best.toFixed(0)} GFLOP/s, below ${LEAST_RATE} (on Debian, install libopenblas0-pthread)`;
    }
  } catch (error) {
    verdict.failure = error instanceof Error ? error.message : String(error);
  }
  return verdict;
}

async function bestRate(runner: Runner): Promise<number> {
  const rates: number[] = [];
  for (let i = 0; i < 8; i++) rates.push(await runner.product(LARGEST_PRODUCT, 100));
  return Math.max(...rates);
}

function connect(python: string, threads: number): PeerLine {
  const limits = { OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads), MKL_NUM_THREADS: String(threads) };
  const child = spawn(python, [SCRIPT, MNIST, String(threads)], { env: { ...process.env, ...limits } });
  const lines = createInterface({ input: child.stdout });
  return {
    ask: (request) => {
      const answer = nextAnswer(child, lines);
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return answer;
    },
    async close() {
      lines.close();
      child.kill();
    },
  };
}

/** The next line, or an error when the process ends before it. */
function nextAnswer(child: ChildProcessWithoutNullStreams, lines: ReturnType<typeof createInterface>): Promise<PeerAnswer> {
  return new Promise((resolve) => {
    const errors: string[] = [];
    const collect = (text: Buffer) => errors.push(text.toString());
    const done = (answer: PeerAnswer) => {
      child.stderr.off("data", collect);
      child.off("close", ended);
      lines.off("line", answered);
      resolve(answer);
    };
    const answered = (line: string) => done(JSON.parse(line) as PeerAnswer);
    const ended = (code: number | null) => done({ error: `python ended with ${code}: ${errors.join("").trim().split("\n").pop()}` });
    child.stderr.on("data", collect);
    child.once("close", ended);
    lines.once("line", answered);
  });
}
