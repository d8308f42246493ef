import styles from "./NotOffered.module.css";

export interface Missing {
  title: string;
  /** The rule against it, without a full stop. */
  sentence: string;
}

/** One quiet line that names what the other settings rule out; it opens to say why. */
export function NotOffered({ missing }: { missing: readonly Missing[] }) {
  const sentences = [...new Set(missing.map(({ sentence }) => sentence))];
  return (
    <details className={styles.notOffered}>
      <summary>not offered: {missing.map(({ title }) => title).join(" · ")}</summary>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}.</p>
      ))}
    </details>
  );
}
