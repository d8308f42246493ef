import "./tokens.css";
import "./base.css";
import { EmbedBar } from "../panels/embed/EmbedBar";
import { EmbedCurves } from "../panels/embed/EmbedCurves";
import { EmbedSquare } from "../panels/embed/EmbedSquare";
import styles from "./Embed.module.css";
import { NoticeRegion } from "./NoticeRegion";

/** The figure for articles: one run's latent square and curves, Train and Reset. `page`: the address of the whole page. */
export function Embed({ page }: { page: string }) {
  return (
    <div className={styles.embed}>
      <EmbedBar page={page} />
      <main className={styles.figure}>
        <EmbedSquare />
        <EmbedCurves />
      </main>
      <NoticeRegion place={styles.notices} />
    </div>
  );
}
