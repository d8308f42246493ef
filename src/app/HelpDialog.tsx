import { useId } from "react";
import { Modal } from "../panels/controls/Modal";
import styles from "./HelpDialog.module.css";
import type { KeyBinding } from "./keyboard";

interface HelpDialogProps {
  bindings: readonly KeyBinding[];
  onClose(): void;
}

/** What the page is, how to begin, and the keys. */
export function HelpDialog({ bindings, onClose }: HelpDialogProps) {
  const heading = useId();
  return (
    <Modal className={styles.dialog} labelledBy={heading} onClose={onClose}>
      <h2 id={heading}>VAE Playground</h2>
      <p>
        A variational autoencoder learns MNIST in this page. Press <strong>Train</strong>: the square fills with what the decoder makes of
        every place in the latent space, and the three curves show the bound that is being raised and its two parts.
      </p>
      <p>
        Change anything on the left. <strong>Live</strong> settings take effect at the next step; those that{" "}
        <strong>restart the run</strong> begin a new one, and the bent arrow beside New seed brings the old one back, also much later. The
        letters in the formula lead to their settings. Every “?” explains its neighbour, with a reference.
      </p>
      <p>All numbers are in nats per image. Nothing leaves this page: the images, the training and the files stay in your browser.</p>
      <h3>Keys</h3>
      <dl className={styles.keys}>
        {bindings.map(({ name, does }) => (
          <div key={name}>
            <dt>
              <kbd>{name}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>Enter</kbd> <kbd>Esc</kbd>
          </dt>
          <dd>in a field: put in force, or take back</dd>
        </div>
        <div>
          <dt>
            <kbd>↑</kbd> <kbd>↓</kbd>
          </dt>
          <dd>in a number: up and down; in layer widths: double and halve</dd>
        </div>
        <div>
          <dt>
            <kbd>←</kbd> <kbd>→</kbd> <kbd>↑</kbd> <kbd>↓</kbd>
          </dt>
          <dd>in the latent square: move the pin</dd>
        </div>
      </dl>
      <p className={styles.rest}>The page’s keys rest while a control has the focus, Ctrl Z only while text is being written.</p>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </Modal>
  );
}
