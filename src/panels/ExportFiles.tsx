import { useContext, useState } from "react";
import { metricsCsv, metricsJson } from "../store/metricsFile";
import { AppContext, useActions, useAppState } from "./app";
import { copyText } from "./copyText";
import styles from "./ExportFiles.module.css";
import { embedCode } from "./embedCode";
import { downloadBlob } from "./exportFigure";
import { LoadFile } from "./LoadFile";
import { pytorchSnippet } from "./pytorchSnippet";

/** Weights out and in, the measurements as files, and the lines that put the figure into an article. */
export function ExportFiles() {
  return (
    <>
      <p className={styles.title}>Weights</p>
      <Weights />
      <p className={styles.title}>Measurements</p>
      <Metrics />
      <p className={styles.title}>In an article</p>
      <EmbedCode />
    </>
  );
}

/** The name of a file of this run, without its ending. */
function useFileStem(): string {
  const seed = useAppState((state) => state.experiment.seed);
  const step = useAppState((state) => state.run?.step ?? 0);
  return `vae-seed${seed}-step${step}`;
}

function Weights() {
  const experiment = useAppState((state) => state.experiment);
  const { exportWeights } = useActions();
  const name = `${useFileStem()}.safetensors`;

  const save = async () => {
    const bytes = await exportWeights();
    if (bytes !== null) downloadBlob(new Blob([new Uint8Array(bytes)], { type: "application/octet-stream" }), name);
  };
  return (
    <>
      <div className={styles.menuGroup}>
        <button type="button" className={styles.button} onClick={() => void save()}>
          Save weights
        </button>
        <LoadFile label="Load weights or a run" className={styles.button} />
      </div>
      <CodeLines name="PyTorch code" {...pytorchSnippet(experiment, name)} />
    </>
  );
}

/** The square and the curves of the present link, with Train and Reset, for a frame. */
function EmbedCode() {
  useAppState((state) => state.experiment);
  useAppState((state) => state.view);
  const { shareLink } = useActions();
  return (
    <CodeLines name="HTML code" caption="The square, the curves, Train and Reset, by the present link:" code={embedCode(shareLink())} />
  );
}

/** Lines to take along. */
function CodeLines({ name, caption, code }: { name: string; caption: string; code: string }) {
  const { notify } = useActions();
  const [copied, setCopied] = useState("");
  const copy = async () => {
    if (await copyText(code)) setCopied(code);
    else
      notify("warning", "The browser did not let the page use the clipboard; nothing was copied. Select the lines and copy them instead.");
  };
  return (
    <>
      <div className={styles.codeTitle}>
        <p className={styles.caption}>{caption}</p>
        <button type="button" className={styles.button} onClick={() => void copy()}>
          {copied === code ? "Copied" : "Copy"}
        </button>
      </div>
      <section className={styles.code} aria-label={name}>
        <pre>{code}</pre>
      </section>
    </>
  );
}

function Metrics() {
  const app = useContext(AppContext);
  const stem = useFileStem();
  const points = useAppState((state) => state.history.length);
  const save = (ending: "csv" | "json") => {
    if (app === null) return;
    const state = app.store.getState();
    const text = ending === "csv" ? metricsCsv(state.history, state.experiment.latent.dim) : metricsJson(state);
    downloadBlob(new Blob([text], { type: ending === "csv" ? "text/csv" : "application/json" }), `${stem}.${ending}`);
  };
  return (
    <>
      <p className={styles.caption}>All {points} points of the curves, in nats per image. Each chart also saves its own picture.</p>
      <div className={styles.menuGroup}>
        <button type="button" className={styles.button} onClick={() => save("csv")}>
          Save CSV
        </button>
        <button type="button" className={styles.button} onClick={() => save("json")}>
          Save JSON
        </button>
      </div>
    </>
  );
}
