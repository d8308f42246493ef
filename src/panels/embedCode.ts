/** HTML that puts the figure of a link into an article; `link` is the whole page's, with its hash. */
export function embedCode(link: string): string {
  const { search, hash } = new URL(link);
  // A URL has no quotes left in it.
  const address = new URL(`embed.html${search}${hash}`, link).href.replaceAll("&", "&amp;");
  return `<iframe src="${address}" title="A variational autoencoder in training" width="100%" height="540" style="border: 0" loading="lazy" allow="cross-origin-isolated"></iframe>`;
}
