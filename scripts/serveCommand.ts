import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { serve } from "./serve";

/** `tsx scripts/serveCommand.ts [--port 4173] [--host 127.0.0.1]`: serves dist/ until it is stopped. */

const { values } = parseArgs({ options: { port: { type: "string" }, host: { type: "string" } } });
const port = values.port === undefined ? undefined : Number(values.port);
if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
  throw new Error(`--port ${values.port}: a whole number from 0 to 65535 is needed`);
}
const { url } = await serve(fileURLToPath(new URL("../dist", import.meta.url)), { port, host: values.host });
process.stdout.write(`\nVAE Playground is at ${url}\nPress Ctrl+C to stop.\n`);
