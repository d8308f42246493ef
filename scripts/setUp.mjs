// Runs on any Node and before anything is installed: no imports but Node's own, no syntax that an old Node refuses.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const OLDEST_NODE = [20, 19];

/** Ends the process with a sentence when Node is too old. */
export function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  process.stderr.write(
    `VAE Playground needs Node ${OLDEST_NODE.join(".")} or newer; this is Node ${process.versions.node} (${process.execPath}).\n` +
      "Install a current version from https://nodejs.org and run the command again.\n",
  );
  process.exit(1);
}

/** Installs what the lockfile lists when something of it is missing or of another version. False when that failed. */
export function installMissing() {
  if (isInstalled()) return true;
  process.stdout.write("Installing dependencies (npm ci) …\n");
  return runNpm(["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund"]) === 0;
}

/** Runs a TypeScript file of scripts/, with what it says shown or, but for errors, not; the exit code. */
export function runScript(name, args = [], isShown = true) {
  return run(process.execPath, ["--import", "tsx", join(root, "scripts", name), ...args], false, isShown ? "inherit" : "ignore");
}

/** Runs the command-line program of an installed package by its file; the exit code. */
export function runProgram(file, args = []) {
  return run(process.execPath, [join(root, "node_modules", file), ...args]);
}

/** Runs steps in order until one fails; its exit code, or 0. */
export function inOrder(...steps) {
  for (const step of steps) {
    const code = step();
    if (code !== 0) return code;
  }
  return 0;
}

function isInstalled() {
  const hidden = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(hidden)) return false;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const present = JSON.parse(readFileSync(hidden, "utf8")).packages;
  return Object.entries(wanted).every(([path, { version, optional, devOptional, peer }]) => {
    if (path === "" || (optional && !present[path]) || (devOptional && !present[path]) || (peer && !present[path])) return true;
    return present[path] !== undefined && present[path].version === version;
  });
}

/** npm is a script on Windows and may not be on the path that started us; npm says where it is. */
function runNpm(args) {
  const npm = process.env.npm_execpath || "";
  if (npm.endsWith(".js")) return run(process.execPath, [npm, ...args]);
  return run("npm", args, process.platform === "win32");
}

function run(command, args, shell = false, out = "inherit") {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ["inherit", out, "inherit"], shell });
  if (error) process.stderr.write(`${command}: ${error.message}\n`);
  return status ?? 1;
}
