// A helper thread of the SIMD engine in Node: what src/engine/simd/helperThread.ts is in a page.
import { parentPort, workerData } from "node:worker_threads";

const { module, memory } = workerData;
const { help } = new WebAssembly.Instance(module, { env: { memory, helperLost() {} } }).exports;
parentPort.postMessage("ready");
help();
