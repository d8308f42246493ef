import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** Where the tests find a Chromium, how they start it, and how it is installed where there is none. */

/** The headless build first: a page opens in it in half the time. */
const NAMES = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "chrome",
  "microsoft-edge",
];

/** Flags that make WebGL work without a GPU, keep it out of drawing the page, and keep the browser from talking to anyone. */
export function chromiumFlags(): string[] {
  const flags = [
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--disable-gpu-compositing",
  ];
  return isRoot() ? [...flags, "--no-sandbox"] : flags;
}

/** Path of a Chromium: `CHROME_BIN`, PATH, the usual places, Playwright's cache; null when there is none. */
export function findChromium(): string | null {
  const { CHROME_BIN: named } = process.env;
  if (named !== undefined && named !== "") {
    if (isExecutable(named)) return named;
    throw new Error(`CHROME_BIN is ${named}, which is not a program`);
  }
  return [...onPath(), ...usualPlaces(), ...playwrightCache()].find(isExecutable) ?? null;
}

/** Installs Chromium with apt-get where that can be done unasked (Debian or Ubuntu, as root); otherwise throws the command to run. */
export function installChromium(): void {
  if (!isDebian() || !isRoot()) throw new Error(`no Chromium was found. ${installAdvice()}`);
  for (const command of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", "chromium-headless-shell"],
  ]) {
    process.stdout.write(`apt-get ${command.join(" ")}\n`);
    const { status } = spawnSync("apt-get", command, { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
    if (status !== 0) throw new Error(`apt-get ${command[0]} failed. ${installAdvice()}`);
  }
}

function installAdvice(): string {
  const byPlatform: Partial<Record<NodeJS.Platform, string>> = {
    darwin: "brew install --cask chromium",
    win32: "winget install Google.Chrome",
  };
  const linux = isDebian()
    ? "sudo apt-get update && sudo apt-get install -y chromium-headless-shell"
    : "npx playwright-core install chromium";
  return `Install it with\n  ${byPlatform[process.platform] ?? linux}\nor set CHROME_BIN to a Chromium or Chrome.`;
}

function onPath(): string[] {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const suffix = process.platform === "win32" ? ".exe" : "";
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name + suffix)));
}

function usualPlaces(): string[] {
  const home = homedir();
  const applications = ["/Applications", join(home, "Applications")];
  const bundles = ["Chromium", "Google Chrome", "Microsoft Edge"];
  const programFolders = [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA];
  return [
    "/usr/lib/chromium/chromium",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/var/lib/flatpak/exports/bin/org.chromium.Chromium",
    ...applications.flatMap((folder) => bundles.map((name) => join(folder, `${name}.app`, "Contents/MacOS", name))),
    ...programFolders
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => ["Google/Chrome", "Chromium", "Microsoft/Edge"].map((name) => join(folder, name, "Application")))
      .flatMap((folder) => [join(folder, "chrome.exe"), join(folder, "msedge.exe")]),
  ];
}

function playwrightCache(): string[] {
  const home = homedir();
  const folders = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    join(home, ".cache/ms-playwright"),
    join(home, "Library/Caches/ms-playwright"),
    join(home, "AppData/Local/ms-playwright"),
  ];
  const programs = [
    "chrome-linux/chrome",
    "chrome-linux64/chrome",
    "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
    "chrome-win/chrome.exe",
    "chrome-win64/chrome.exe",
  ];
  return folders
    .filter((folder): folder is string => folder !== undefined && existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /^chromium-\d+$/.test(name))
        .sort()
        .reverse()
        .flatMap((name) => programs.map((program) => join(folder, name, program))),
    );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // not there, or not ours to run
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function isDebian(): boolean {
  if (!existsSync("/etc/os-release")) return false;
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync("/etc/os-release", "utf8"));
}
