/** The house as data: which room may import which. */

export interface Room {
  /** Rooms that may be imported; a room may always import itself. */
  imports: readonly RoomName[];
  /** Rooms of which only types may be imported. */
  types?: readonly RoomName[];
  libraries?: readonly string[];
}

const TENSORS = ["@tensorflow/tfjs-core", "@tensorflow/tfjs-backend-cpu", "@tensorflow/tfjs-backend-webgl"];
const CORE = ["@tensorflow/tfjs-core"];
const MATHEMATICS = ["experiment", "numeric", "data", "engine", "distributions", "vae", "inference"] as const;

export type RoomName =
  | (typeof MATHEMATICS)[number]
  | "training"
  | "probes"
  | "storage"
  | "worker"
  | "worker/protocol"
  | "worker/client"
  | "worker/trustedWorker"
  | "supervision"
  | "offline"
  | "store"
  | "charts"
  | "panels"
  | "app"
  | "api"
  | "main";

/** Left of the thread boundary tensors and no interface; right of it an interface and no tensors; the protocol's types cross it. */
export const ROOMS: Record<RoomName, Room> = {
  numeric: { imports: [] },
  experiment: { imports: ["numeric"], libraries: ["valibot"] },
  data: { imports: ["experiment", "numeric"] },
  engine: { imports: ["numeric"], libraries: TENSORS },
  distributions: { imports: ["engine", "numeric", "experiment"], libraries: CORE },
  vae: { imports: ["distributions", "engine", "numeric", "experiment"], libraries: CORE },
  inference: { imports: ["vae", "distributions", "engine", "numeric", "experiment"], libraries: CORE },
  training: { imports: MATHEMATICS, libraries: CORE },
  probes: { imports: [...MATHEMATICS, "training"], libraries: CORE },
  storage: { imports: ["experiment", "numeric"], libraries: ["idb"] },
  worker: {
    imports: [...MATHEMATICS, "training", "probes", "storage", "worker/trustedWorker"],
    types: ["worker/protocol"],
    libraries: CORE,
  },
  "worker/protocol": { imports: [], types: [...MATHEMATICS, "training", "probes", "storage"] },
  "worker/client": { imports: ["worker/trustedWorker"], types: ["worker/protocol"] },
  supervision: { imports: ["worker/client"], types: ["worker/protocol"] },
  "worker/trustedWorker": { imports: [] },
  offline: { imports: ["worker/trustedWorker"] },
  store: { imports: ["experiment", "numeric"], types: ["worker/protocol", "supervision"], libraries: ["zustand"] },
  charts: { imports: ["numeric"], types: ["worker/protocol"], libraries: ["react", "d3"] },
  panels: {
    imports: ["charts", "store", "experiment", "numeric"],
    types: ["worker/protocol"],
    libraries: ["react", "zustand", "lucide-react"],
  },
  app: {
    imports: ["panels", "store", "experiment"],
    types: ["worker/protocol"],
    libraries: ["react", "lucide-react", "@fontsource-variable/inter"],
  },
  api: { imports: ["store", "experiment", "worker/client"], types: ["worker/protocol"] },
  main: {
    imports: ["app", "api", "panels", "store", "experiment", "worker/client", "supervision", "offline"],
    types: ["worker/protocol"],
    libraries: ["react", "react-dom"],
  },
};

/** Where the parts meet: one for each document, and what the page begins once its first screen is up. */
export const ENTRIES: readonly string[] = ["src/main.tsx", "src/later.ts", "src/embed.tsx"];

/** The room of a file of src/. Throws for a file that is in none. */
export function roomOf(path: string): RoomName {
  const [, folder, name = ""] = path.split("/");
  // An import names no ending.
  const withoutEnding = (file: string) => file.replace(/\.tsx?$/, "");
  if (ENTRIES.map(withoutEnding).includes(withoutEnding(path))) return "main";
  const part = `${folder}/${withoutEnding(name)}`;
  const room = part in ROOMS ? part : folder;
  if (!(room in ROOMS)) throw new Error(`${path} is in no room of the house`);
  return room as RoomName;
}
